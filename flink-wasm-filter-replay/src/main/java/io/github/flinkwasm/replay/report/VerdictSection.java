package io.github.flinkwasm.replay.report;

import java.time.Duration;
import java.util.Locale;

/** The top of a report: is every line accounted for, and how did it go? */
final class VerdictSection {
    private final ReplaySummary summary;
    private final ReplayStatistics statistics;

    VerdictSection(ReplaySummary summary) {
        this.summary = summary;
        this.statistics = summary.statistics();
    }

    void write(Html html) {
        html.open("header");
        html.leaf("h1", "Replay report");
        html.open("p", "class", "muted");
        html.text(
                TimeAxis.moment(summary.started())
                        + " · "
                        + Figures.count(statistics.files(), "file")
                        + " · "
                        + Figures.bytes(statistics.archiveBytes())
                        + " · "
                        + Figures.seconds(seconds()));
        html.closeLine();
        writeVerdict(html);
        html.closeLine();
        writeTotals(html);
        writeKeyFigures(html);
    }

    private void writeVerdict(Html html) {
        long missing = statistics.read() - statistics.totals().events() - statistics.unreadable();
        boolean complete = missing == 0;
        html.open("div", "class", complete ? "verdict good" : "verdict bad", "role", "status");
        html.leaf(
                "p",
                complete
                        ? "✓ Every line is accounted for."
                        : "✗ "
                                + Figures.count(Math.abs(missing), "line")
                                + (missing > 0
                                        ? " without an outcome: do not rely on this replay."
                                        : " more with an outcome than were read: do not rely on"
                                                + " this replay."),
                "class",
                "strong");
        html.leaf(
                "p",
                "%s read = %s emitted + %s dropped + %s failed + %s unreadable"
                        .formatted(
                                Figures.count(statistics.read()),
                                Figures.count(statistics.emitted()),
                                Figures.count(statistics.dropped()),
                                Figures.count(statistics.failed()),
                                Figures.count(statistics.unreadable())),
                "class",
                "sum");
        html.closeLine();
        if (statistics.damages().total() > 0) {
            html.open("div", "class", "verdict warn");
            html.open("p", "class", "strong");
            html.text("! " + Figures.count(statistics.damages().total(), "file"));
            html.text(statistics.damages().total() == 1 ? " is damaged. " : " are damaged. ");
            html.close();
            html.open("p").text("What lies behind the damage was not read: see ");
            html.leaf("a", "damaged files", "href", "#damaged");
            html.text(".").close().closeLine();
        }
    }

    private void writeTotals(Html html) {
        html.open("section", "aria-label", "Totals");
        html.open("ul", "class", "totals");
        total(html, "emitted", "Emitted", statistics.emitted());
        total(html, "dropped", "Dropped", statistics.dropped());
        total(html, "failed", "Failed", statistics.failed());
        total(html, "unreadable", "Unreadable", statistics.unreadable());
        html.closeLine();
        html.open("svg", "class", "share", "width", "100%", "height", "12", "aria-hidden", "true");
        double left = 0;
        left = part(html, "emitted", left, statistics.emitted());
        left = part(html, "dropped", left, statistics.dropped());
        left = part(html, "failed", left, statistics.failed());
        part(html, "unreadable", left, statistics.unreadable());
        html.close().closeLine();
    }

    private void total(Html html, String style, String name, long count) {
        html.open("li");
        html.open("span", "class", "name").open("span", "class", "key " + style).close();
        html.text(name).close();
        html.leaf("strong", Figures.count(count));
        html.leaf("span", Figures.share(count, statistics.read()), "class", "muted");
        html.closeLine();
    }

    private double part(Html html, String style, double left, long count) {
        double width = statistics.read() == 0 ? 0 : 100.0 * count / statistics.read();
        if (count > 0) {
            html.open(
                            "rect",
                            "class",
                            style,
                            "x",
                            percent(left),
                            "width",
                            percent(Math.max(width, 0.2)),
                            "height",
                            "12")
                    .close();
        }
        return left + width;
    }

    private void writeKeyFigures(Html html) {
        html.open("dl", "class", "figures");
        figure(html, "Duration", Figures.seconds(seconds()));
        long events = statistics.totals().events();
        figure(html, "Rate", Figures.count(Math.round(events / seconds())) + " events/s");
        figure(html, "Archive", Figures.bytes(statistics.archiveBytes()));
        figure(html, "Records in", Figures.bytes(statistics.recordBytesRead()));
        figure(html, "Records out", Figures.bytes(statistics.recordBytesWritten()));
        figure(html, "Files at once", Figures.count(summary.parallelism()));
        html.closeLine();
    }

    private static void figure(Html html, String name, String value) {
        html.open("div").leaf("dt", name).leaf("dd", value).closeLine();
    }

    private double seconds() {
        Duration duration = Duration.between(summary.started(), summary.ended());
        return Math.max(1e-3, duration.toMillis() / 1e3);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.3f%%", value);
    }
}
