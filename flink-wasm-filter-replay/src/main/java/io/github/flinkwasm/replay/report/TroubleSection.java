package io.github.flinkwasm.replay.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Failed events, lines that are no events, and damaged files, each with samples. */
final class TroubleSection {
    private static final int MAX_GROUPS = 12;

    private final ReplaySummary summary;

    TroubleSection(ReplaySummary summary) {
        this.summary = summary;
    }

    void write(Html html) {
        ReplayStatistics statistics = summary.statistics();
        write(html, "failures", "Failed events", statistics.failures(), this::failureTitle);
        write(html, "unreadable", "Unreadable lines", statistics.unreadableLines(), key -> "");
        write(html, "damaged", "Damaged files", statistics.damages(), key -> "");
    }

    /** What stands above a group's message. */
    private interface Title {
        String of(String key);
    }

    private String failureTitle(String key) {
        FailureKind kind = FailureKind.parse(key);
        String function =
                kind.filter() < summary.filters().size()
                        ? summary.filters().get(kind.filter()).functionName()
                        : "filter " + kind.filter();
        return kind.reason() + " in " + function;
    }

    private static void write(
            Html html, String id, String heading, SampledGroups groups, Title title) {
        if (groups.total() == 0) {
            return;
        }
        html.open("section", "id", id);
        html.open("h2").text(heading + " ");
        html.leaf("span", Figures.count(groups.total()), "class", "count").closeLine();
        List<Map.Entry<String, SampledGroup>> sorted =
                groups.groups().entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (Map.Entry<String, SampledGroup> group) ->
                                                        -group.getValue().count())
                                        .thenComparing(Map.Entry::getKey))
                        .limit(MAX_GROUPS)
                        .toList();
        long rest = groups.total();
        for (Map.Entry<String, SampledGroup> group : sorted) {
            writeGroup(
                    html,
                    title.of(group.getKey()),
                    group.getKey(),
                    group.getValue(),
                    groups.total());
            rest -= group.getValue().count();
        }
        if (rest > 0) {
            html.leaf("p", Figures.count(rest) + " more, of other kinds.", "class", "note");
        }
        html.closeLine();
    }

    private static void writeGroup(
            Html html, String title, String key, SampledGroup group, long total) {
        html.open("article", "class", "group");
        html.open("h3");
        if (!title.isEmpty()) {
            html.leaf("span", title, "class", "reason").text(" ");
        }
        html.leaf("span", Figures.count(group.count()), "class", "count");
        html.text(" ").leaf("span", Figures.share(group.count(), total), "class", "muted");
        html.closeLine();
        String shape = title.isEmpty() ? key : FailureKind.parse(key).shape();
        html.leaf("p", shape, "class", "shape");
        for (EventSample sample : group.samples().samples()) {
            html.open("div", "class", "sample");
            html.open("p", "class", "place");
            html.leaf("code", sample.file() + ":" + sample.item());
            if (!sample.tag().isEmpty()) {
                html.text(" ").leaf("span", sample.tag(), "class", "tag");
            }
            html.close();
            if (!sample.detail().equals(shape)) {
                html.leaf("p", sample.detail(), "class", "small");
            }
            if (!sample.record().isEmpty()) {
                html.leaf("pre", sample.record());
            }
            html.closeLine();
        }
        html.closeLine();
    }
}
