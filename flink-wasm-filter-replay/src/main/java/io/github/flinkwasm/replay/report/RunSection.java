package io.github.flinkwasm.replay.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The run itself: throughput, inputs, options, how to do it again, versions. */
final class RunSection {
    private static final int MAX_FILES = 40;

    private static final BarChart.Series EVENTS = new BarChart.Series("emitted", Throughput.EVENTS);

    /** Files that need a look come first, then the largest. */
    private static final Comparator<ReplayedFile> ORDER =
            Comparator.comparing((ReplayedFile file) -> file.isAccountedFor())
                    .thenComparing(file -> file.damage().isEmpty())
                    .thenComparing(file -> file.failed() + file.unreadable() == 0)
                    .thenComparing(Comparator.comparingLong(ReplayedFile::bytes).reversed())
                    .thenComparing(ReplayedFile::uri);

    private final ReplaySummary summary;

    RunSection(ReplaySummary summary) {
        this.summary = summary;
    }

    void write(Html html) {
        writeThroughput(html);
        writeInputs(html);
        html.open("section", "id", "run").leaf("h2", "How to do it again");
        if (!summary.commandLine().isEmpty()) {
            html.leaf("pre", summary.commandLine(), "class", "command");
        }
        if (!summary.workingDirectory().isEmpty()) {
            html.open("p", "class", "muted small").text("in ");
            html.leaf("code", summary.workingDirectory()).closeLine();
        }
        writePairs(html, "Options", summary.options());
        writePairs(html, "Versions", summary.versions());
        html.closeLine();
    }

    private void writeThroughput(Html html) {
        TimeBars bars = TimeBars.of(summary.statistics().throughput().bins());
        if (bars.bars().size() < 2) {
            return;
        }
        html.open("section", "id", "throughput").leaf("h2", "Throughput over the run");
        html.leaf(
                "p",
                "events per second, mean of each %s, UTC".formatted(bars.span().text()),
                "class",
                "legend muted");
        new BarChart(bars, List.of(EVENTS), (bar, part) -> rate(bar))
                .write(
                        html,
                        "Bar chart of events per second over the run, "
                                + TimeAxis.moment(summary.started())
                                + " to "
                                + TimeAxis.moment(summary.ended()),
                        bar ->
                                "%s UTC: %s events/s, %s of the archive"
                                        .formatted(
                                                TimeAxis.name(bars.span(), bar.start()),
                                                Figures.count(Math.round(rate(bar))),
                                                Figures.bytes(bar.value(Throughput.BYTES))));
        html.open("details").leaf("summary", "The numbers behind the chart");
        Table table = new Table(html, "From (UTC)", "Events", "Events/s", "Archive bytes");
        for (TimeBars.Bar bar : bars.bars()) {
            if (bar.sum() > 0) {
                table.row(
                        TimeAxis.name(bars.span(), bar.start()),
                        bar.value(Throughput.EVENTS),
                        Math.round(rate(bar)),
                        bar.value(Throughput.BYTES));
            }
        }
        table.end();
        html.closeLine().closeLine();
    }

    private static double rate(TimeBars.Bar bar) {
        return (double) bar.value(Throughput.EVENTS) / (bar.end() - bar.start());
    }

    private void writeInputs(Html html) {
        if (summary.files().isEmpty()) {
            return;
        }
        html.open("section", "id", "inputs").leaf("h2", "Inputs");
        Table table =
                new Table(
                        html,
                        "File",
                        "Kind",
                        "Size",
                        "Read",
                        "Emitted",
                        "Dropped",
                        "Failed",
                        "Unreadable");
        List<ReplayedFile> sorted =
                summary.files().stream().sorted(ORDER).limit(MAX_FILES).toList();
        for (ReplayedFile file : sorted) {
            table.textRow(
                    file.uri(),
                    file.kind(),
                    Figures.bytes(file.bytes()),
                    Figures.count(file.read()) + (file.isAccountedFor() ? "" : " ✗"),
                    Figures.count(file.emitted()),
                    Figures.count(file.dropped()),
                    Figures.count(file.failed()),
                    Figures.count(file.unreadable()));
        }
        table.end();
        if (summary.files().size() > sorted.size()) {
            html.leaf(
                    "p",
                    "%s are in the manifest only."
                            .formatted(
                                    Figures.count(
                                            summary.files().size() - sorted.size(), "more file")),
                    "class",
                    "note");
        }
        html.closeLine();
    }

    private static void writePairs(Html html, String heading, Map<String, String> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        html.leaf("h3", heading).open("dl", "class", "pairs");
        pairs.forEach((name, value) -> html.leaf("dt", name).leaf("dd", value));
        html.closeLine();
    }
}
