package io.github.flinkwasm.replay.report;

import io.github.flinkwasm.replay.diff.Difference;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What changes when the candidate takes the baseline's place. */
final class DiffSection {
    private static final int MAX_FIELDS = 40;
    private static final List<String> OUTCOMES = List.of("emitted", "dropped", "failed");

    private final ReplaySummary summary;

    DiffSection(ReplaySummary summary) {
        this.summary = summary;
    }

    void write(Html html) {
        DiffCounts diff = summary.statistics().diff();
        if (diff == null) {
            return;
        }
        html.open("section", "id", "diff").leaf("h2", "What changes");
        writeVerdict(html, diff);
        html.open("div", "class", "columns");
        html.open("div");
        writeDifferences(html, diff);
        html.closeLine().open("div");
        writeMatrix(html, diff);
        html.closeLine().closeLine();
        writeCosts(html);
        if (!diff.fields().isEmpty()) {
            writeFields(html, diff);
        }
        for (Difference difference : Difference.values()) {
            if (difference != Difference.UNCHANGED) {
                writeSamples(html, difference, diff.of(difference));
            }
        }
        html.closeLine();
    }

    private static void writeVerdict(Html html, DiffCounts diff) {
        long unchanged = diff.of(Difference.UNCHANGED).events();
        long different = diff.events() - unchanged;
        html.open("div", "class", different == 0 ? "verdict good" : "verdict info");
        html.open("p", "class", "strong");
        html.text(
                different == 0
                        ? "✓ The candidate gives every event the baseline's outcome."
                        : "%s of %s come out differently (%s)."
                                .formatted(
                                        Figures.count(different),
                                        Figures.count(diff.events(), "event"),
                                        Figures.share(different, diff.events())));
        html.close();
        if (diff.writtenDifferently() > 0) {
            html.leaf(
                    "p",
                    "Of the unchanged, %s written differently: order of keys, white space, escapes, or 1.0 for 1. That is not counted as a change."
                            .formatted(
                                    Figures.count(diff.writtenDifferently(), "record")
                                            + (diff.writtenDifferently() == 1 ? " is" : " are")));
        }
        html.closeLine();
    }

    private static void writeDifferences(Html html, DiffCounts diff) {
        html.leaf("h3", "Events by what becomes of them");
        Table table = new Table(html, "Difference", "Events", "Share");
        for (Difference difference : Difference.values()) {
            long events = diff.of(difference).events();
            table.textRow(
                    name(difference), Figures.count(events), Figures.share(events, diff.events()));
        }
        table.end();
    }

    private static void writeMatrix(Html html, DiffCounts diff) {
        html.leaf("h3", "Baseline (rows) against candidate (columns)");
        Table table = new Table(html, "Baseline", "emitted", "dropped", "failed");
        for (int baseline = 0; baseline < OUTCOMES.size(); baseline++) {
            table.row(
                    OUTCOMES.get(baseline),
                    diff.count(baseline, EventTimes.EMITTED),
                    diff.count(baseline, EventTimes.DROPPED),
                    diff.count(baseline, EventTimes.FAILED));
        }
        table.end();
    }

    /** The sum of the means of all filters of a side. */
    private void writeCosts(Html html) {
        boolean isRecorded = !summary.recordedBaseline().isEmpty();
        boolean isKnown = !isRecorded;
        html.leaf("h3", "Cost per event");
        Table table = new Table(html, "Filter", "Mean", "p50", "p99", "Max");
        List<ReplayedFilter> filters = summary.filters();
        for (int i = 0; i < filters.size(); i++) {
            LatencyHistogram took = summary.statistics().filter(i).latencies();
            ReplayedFilter filter = filters.get(i);
            boolean isBaseline = filter.role() == ReplayedFilter.Role.BASELINE;
            String side = isBaseline ? isRecorded ? "baseline, then" : "baseline" : "candidate";
            if (took.count() > 0) {
                isKnown |= isBaseline;
                table.textRow(
                        side + ": " + filter.functionName(),
                        Figures.nanos(took.mean()),
                        Figures.nanos(took.percentile(0.5)),
                        Figures.nanos(took.percentile(0.99)),
                        Figures.nanos(took.max()));
            }
        }
        table.end();
        if (isRecorded) {
            html.open("p", "class", "note");
            html.text(
                    isKnown
                            ? "The baseline did not run: its outcomes were read from "
                            : "The cost of the baseline is not known. Its outcomes were read from"
                                    + " ");
            html.leaf("code", summary.recordedBaseline());
            html.text(
                    isKnown
                            ? ", and its cost was measured when that was written, over all that was"
                                    + " replayed then."
                            : ", where nothing says what they took.");
            html.closeLine();
        }
    }

    private static void writeFields(Html html, DiffCounts diff) {
        html.leaf("h3", "Changed fields");
        List<Map.Entry<String, FieldCounts>> fields =
                diff.fields().entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (Map.Entry<String, FieldCounts> field) ->
                                                        -field.getValue().total())
                                        .thenComparing(Map.Entry::getKey))
                        .limit(MAX_FIELDS)
                        .toList();
        html.open(
                "div",
                "class",
                "scroll",
                "tabindex",
                "0",
                "role",
                "region",
                "aria-label",
                "Changed fields");
        html.open("table").open("thead").open("tr");
        html.leaf("th", "Field", "scope", "col", "class", "name");
        for (String heading : List.of("Changed", "Added", "Removed")) {
            html.leaf("th", heading, "scope", "col", "class", "number");
        }
        html.leaf("th", "For example", "scope", "col", "class", "name");
        html.close().close().open("tbody");
        long shown = 0;
        for (Map.Entry<String, FieldCounts> field : fields) {
            writeField(html, field.getKey(), field.getValue());
            shown += field.getValue().total();
        }
        html.close().close().closeLine();
        if (diff.fieldChanges() > shown) {
            html.leaf(
                    "p",
                    "%s in other fields."
                            .formatted(Figures.count(diff.fieldChanges() - shown, "more change")),
                    "class",
                    "note");
        }
    }

    private static void writeField(Html html, String path, FieldCounts counts) {
        html.open("tr").open("th", "scope", "row", "class", "name").leaf("code", path).close();
        for (long count : new long[] {counts.changed(), counts.added(), counts.removed()}) {
            html.leaf("td", Figures.count(count), "class", count == 0 ? "number zero" : "number");
        }
        html.open("td", "class", "example");
        for (FieldSample sample : counts.samples().samples()) {
            html.open("div");
            writeValue(html, "del", sample.before());
            html.text(" → ");
            writeValue(html, "ins", sample.after());
            html.close();
        }
        html.close().closeLine();
    }

    private static void writeValue(Html html, String element, String value) {
        if (value.isEmpty()) {
            html.leaf("span", "nothing", "class", "muted");
        } else {
            html.leaf(element, value);
        }
    }

    private static void writeSamples(Html html, Difference difference, DifferenceCounts counts) {
        List<DiffSample> samples = counts.samples().samples();
        if (samples.isEmpty()) {
            return;
        }
        html.leaf("h3", name(difference) + ": " + Figures.count(counts.events(), "event"));
        for (DiffSample sample : samples) {
            html.open("article", "class", "sample");
            html.open("p", "class", "place");
            html.leaf("code", sample.file() + ":" + sample.item());
            html.text(" ").leaf("span", sample.tag(), "class", "tag").close();
            html.open("div", "class", "sides");
            TokenDiff tokens = TokenDiff.of(sample.before(), sample.after());
            boolean isRecords = difference == Difference.CHANGED;
            writeSide(
                    html,
                    "Baseline",
                    beforeLabel(difference),
                    sample.before(),
                    isRecords ? tokens.before() : List.of(),
                    "del");
            writeSide(
                    html,
                    "Candidate",
                    afterLabel(difference),
                    sample.after(),
                    isRecords ? tokens.after() : List.of(),
                    "ins");
            html.close().closeLine();
        }
        if (counts.events() > samples.size()) {
            html.leaf(
                    "p",
                    "The first %s of %s."
                            .formatted(
                                    Figures.count(samples.size()), Figures.count(counts.events())),
                    "class",
                    "note");
        }
    }

    private static void writeSide(
            Html html,
            String side,
            String outcome,
            String text,
            List<TokenDiff.Part> parts,
            String element) {
        html.open("div").open("p", "class", "side");
        html.text(side + " ");
        html.leaf("span", text.isEmpty() ? "dropped" : outcome, "class", "muted").close();
        if (text.isEmpty()) {
            html.close();
            return;
        }
        html.open("pre");
        if (parts.isEmpty()) {
            html.text(text);
        }
        for (TokenDiff.Part part : parts) {
            if (part.isCommon()) {
                html.text(part.text());
            } else {
                html.leaf(element, part.text());
            }
        }
        html.close().closeLine();
    }

    private static String name(Difference difference) {
        return switch (difference) {
            case UNCHANGED -> "Unchanged";
            case CHANGED -> "Changed";
            case NEWLY_DROPPED -> "Newly dropped";
            case NEWLY_KEPT -> "Newly kept";
            case NEWLY_FAILED -> "Newly failed";
            case NO_LONGER_FAILED -> "No longer failed";
            case FAILED_DIFFERENTLY -> "Failed for another reason";
        };
    }

    private static String beforeLabel(Difference difference) {
        return switch (difference) {
            case UNCHANGED, CHANGED, NEWLY_DROPPED -> "emitted";
            case NEWLY_KEPT -> "dropped";
            case NEWLY_FAILED -> "did not fail";
            case NO_LONGER_FAILED, FAILED_DIFFERENTLY -> "failed";
        };
    }

    private static String afterLabel(Difference difference) {
        return switch (difference) {
            case UNCHANGED, CHANGED, NEWLY_KEPT -> "emitted";
            case NEWLY_DROPPED -> "dropped";
            case NO_LONGER_FAILED -> "does not fail";
            case NEWLY_FAILED, FAILED_DIFFERENTLY -> "failed";
        };
    }
}
