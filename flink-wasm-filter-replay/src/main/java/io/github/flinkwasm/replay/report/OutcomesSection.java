package io.github.flinkwasm.replay.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Outcomes over event time, and for each tag. */
final class OutcomesSection {
    private static final int MAX_TAGS = 25;
    private static final int MAX_OUTSIDE = 10;

    private static final List<BarChart.Series> SERIES =
            List.of(
                    new BarChart.Series("emitted", EventTimes.EMITTED),
                    new BarChart.Series("dropped", EventTimes.DROPPED),
                    new BarChart.Series("failed", EventTimes.FAILED));

    private final ReplayStatistics statistics;

    OutcomesSection(ReplaySummary summary) {
        this.statistics = summary.statistics();
    }

    void write(Html html) {
        if (statistics.totals().events() > 0) {
            writeTimes(html);
            writeTags(html);
        }
    }

    private void writeTimes(Html html) {
        TimeBars bars = TimeBars.of(statistics.times().bins());
        html.open("section", "id", "times");
        html.leaf("h2", "Outcomes over event time");
        if (bars.bars().isEmpty()) {
            html.leaf("p", "No event has a time that can be shown.");
        } else {
            writeChart(html, bars);
        }
        writeStrayTimes(html, bars);
        html.closeLine();
    }

    private static void writeChart(Html html, TimeBars bars) {
        TimeBars.Bar first = bars.bars().get(0);
        TimeBars.Bar last = bars.bars().get(bars.bars().size() - 1);
        String range =
                TimeAxis.moment(first.start()) + " to " + TimeAxis.moment(last.end()) + " UTC";
        html.open("p", "class", "legend");
        legend(html, "emitted", "emitted");
        legend(html, "dropped", "dropped");
        legend(html, "failed", "failed");
        html.leaf("span", "events per " + bars.span().text() + ", UTC", "class", "muted");
        html.closeLine();
        new BarChart(bars, SERIES, (bar, part) -> bar.value(part.index()))
                .write(
                        html,
                        "Bar chart of emitted, dropped and failed events from "
                                + range
                                + ". The same numbers are in the table below.",
                        bar ->
                                "%s UTC: %s emitted, %s dropped, %s failed"
                                        .formatted(
                                                TimeAxis.name(bars.span(), bar.start()),
                                                Figures.count(bar.value(EventTimes.EMITTED)),
                                                Figures.count(bar.value(EventTimes.DROPPED)),
                                                Figures.count(bar.value(EventTimes.FAILED))));
        html.open("details").leaf("summary", "The numbers behind the chart");
        Table table = new Table(html, "From (UTC)", "Emitted", "Dropped", "Failed");
        for (TimeBars.Bar bar : bars.bars()) {
            if (bar.sum() > 0) {
                table.row(
                        TimeAxis.name(bars.span(), bar.start()),
                        bar.value(EventTimes.EMITTED),
                        bar.value(EventTimes.DROPPED),
                        bar.value(EventTimes.FAILED));
            }
        }
        table.end();
        html.closeLine();
    }

    /** Events that the chart leaves out: none may be missing without a word. */
    private void writeStrayTimes(Html html, TimeBars bars) {
        EventTimes times = statistics.times();
        List<String> names = new ArrayList<>();
        List<long[]> counts = new ArrayList<>();
        add(names, counts, "no time (or 1970-01-01 00:00:00)", times.none());
        add(names, counts, "before " + EventTimes.FIRST_YEAR, times.early());
        add(names, counts, "after " + EventTimes.LAST_YEAR, times.late());
        List<TimeBars.Bar> outside = bars.outside();
        long[] rest = new long[SERIES.size()];
        for (int i = 0; i < outside.size(); i++) {
            TimeBars.Bar bar = outside.get(i);
            long[] values = SERIES.stream().mapToLong(part -> bar.value(part.index())).toArray();
            if (i < MAX_OUTSIDE) {
                add(names, counts, TimeAxis.moment(bar.start()), values);
            } else {
                Arrays.setAll(rest, index -> rest[index] + values[index]);
            }
        }
        add(names, counts, "other times", rest);
        if (names.isEmpty()) {
            return;
        }
        long events = counts.stream().mapToLong(OutcomesSection::sum).sum();
        html.open("p", "class", "note");
        html.text(
                Figures.count(events, "event")
                        + (bars.bars().isEmpty()
                                ? ":"
                                : events == 1
                                        ? " is not in the chart, because its time is far from the"
                                                + " others':"
                                        : " are not in the chart, because their times are far from"
                                                + " the others':"));
        html.closeLine();
        Table table = new Table(html, "Time (UTC)", "Emitted", "Dropped", "Failed");
        for (int i = 0; i < names.size(); i++) {
            long[] values = counts.get(i);
            table.row(names.get(i), values[0], values[1], values[2]);
        }
        table.end();
    }

    private void writeTags(Html html) {
        html.open("section", "id", "tags").leaf("h2", "Outcomes by tag");
        List<Map.Entry<String, OutcomeCounts>> tags =
                statistics.tags().kept().entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (Map.Entry<String, OutcomeCounts> tag) ->
                                                        -tag.getValue().events())
                                        .thenComparing(Map.Entry::getKey))
                        .toList();
        OutcomeCounts rest = new OutcomeCounts().merge(statistics.totals());
        Table table =
                new Table(html, "Tag", "Events", "Emitted", "Dropped", "Failed", Table.SHARES);
        for (Map.Entry<String, OutcomeCounts> tag :
                tags.subList(0, Math.min(tags.size(), MAX_TAGS))) {
            row(table, tag.getKey().isEmpty() ? "(no tag)" : tag.getKey(), tag.getValue());
            rest.subtract(tag.getValue());
        }
        if (rest.events() > 0) {
            boolean isSampled = tags.size() == TagCounts.MAX_TAGS;
            row(
                    table,
                    isSampled
                            ? "(all other tags)"
                            : "(%s)".formatted(Figures.count(tags.size() - MAX_TAGS, "other tag")),
                    rest);
        }
        table.end();
        if (tags.size() == TagCounts.MAX_TAGS) {
            html.leaf(
                    "p",
                    "There are more than %s tags, of which as many were counted one by one as fit; these are the largest of them. All sums are exact."
                            .formatted(Figures.count(TagCounts.MAX_TAGS)),
                    "class",
                    "note");
        }
        html.closeLine();
    }

    private void row(Table table, String tag, OutcomeCounts counts) {
        table.rowWithShares(
                tag,
                new long[] {counts.events(), counts.emitted, counts.dropped, counts.failed},
                statistics.totals().events());
    }

    private static void add(List<String> names, List<long[]> counts, String name, long[] values) {
        if (sum(values) > 0) {
            names.add(name);
            counts.add(values);
        }
    }

    private static long sum(long[] values) {
        return Arrays.stream(values).sum();
    }

    private static void legend(Html html, String style, String name) {
        html.open("span").open("span", "class", "key " + style).close().text(name).close();
        html.text(" ");
    }
}
