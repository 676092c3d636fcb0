package io.github.flinkwasm.replay.report;

import java.util.List;
import java.util.Locale;

/** What each filter did, and how long it took. */
final class FiltersSection {
    private static final int HEIGHT = 48;

    private final ReplaySummary summary;
    private final boolean isComparison;

    FiltersSection(ReplaySummary summary) {
        this.summary = summary;
        this.isComparison = summary.statistics().diff() != null;
    }

    void write(Html html) {
        List<ReplayedFilter> filters = summary.filters();
        if (filters.isEmpty()) {
            return;
        }
        html.open("section", "id", "filters").leaf("h2", "Filters");
        html.open("div", "class", "cards");
        for (int i = 0; i < filters.size(); i++) {
            writeCard(html, filters.get(i), summary.statistics().filter(i));
        }
        html.closeLine().closeLine();
    }

    private void writeCard(Html html, ReplayedFilter filter, FilterStatistics did) {
        html.open("article", "class", "card");
        html.open("h3");
        html.leaf("code", filter.functionName());
        if (isComparison) {
            String role = filter.role().name().toLowerCase(Locale.ROOT);
            html.text(" ").leaf("span", role, "class", "role " + role);
        }
        html.closeLine();
        html.leaf("p", filter.module(), "class", "path");
        if (filter.role() == ReplayedFilter.Role.BASELINE
                && !summary.recordedBaseline().isEmpty()) {
            html.open("p", "class", "muted small").text("Did not run. As recorded in ");
            html.leaf("code", summary.recordedBaseline()).closeLine();
        }
        html.open("dl", "class", "figures");
        OutcomeCounts outcomes = did.outcomes();
        figure(html, "Events in", Figures.count(outcomes.events()));
        figure(html, "Emitted", Figures.count(outcomes.emitted));
        figure(html, "Dropped", Figures.count(outcomes.dropped));
        figure(html, "Failed", Figures.count(outcomes.failed));
        html.closeLine();
        if (did.latencies().count() > 0) {
            writeLatencies(html, did.latencies());
        }
        html.open("p", "class", "muted small");
        html.text(filter.eventFormat() + " · " + filter.match());
        html.closeLine();
        html.open("p", "class", "muted small").text("SHA-256 ");
        html.leaf("code", filter.moduleSha256(), "class", "digest").close().closeLine();
    }

    private static void writeLatencies(Html html, LatencyHistogram latencies) {
        html.open("dl", "class", "figures");
        figure(html, "Mean per event", Figures.nanos(latencies.mean()));
        figure(html, "p50", Figures.nanos(latencies.percentile(0.5)));
        figure(html, "p90", Figures.nanos(latencies.percentile(0.9)));
        figure(html, "p99", Figures.nanos(latencies.percentile(0.99)));
        figure(html, "Max", Figures.nanos(latencies.max()));
        html.closeLine();
        writeHistogram(html, latencies);
        html.leaf(
                "p",
                Figures.count(latencies.count(), "call") + " measured",
                "class",
                "muted small");
    }

    private static void writeHistogram(Html html, LatencyHistogram latencies) {
        List<LatencyHistogram.Range> ranges = latencies.ranges();
        long highest = ranges.stream().mapToLong(LatencyHistogram.Range::calls).max().orElse(1);
        String from = Figures.nanos(ranges.get(0).from());
        String to = Figures.nanos(ranges.get(ranges.size() - 1).to());
        html.open("div", "class", "histogram");
        html.open(
                "svg",
                "width",
                "100%",
                "height",
                String.valueOf(HEIGHT),
                "role",
                "img",
                "aria-label",
                "Calls by duration, from " + from + " to " + to);
        double width = 100.0 / ranges.size();
        for (int i = 0; i < ranges.size(); i++) {
            LatencyHistogram.Range range = ranges.get(i);
            if (range.calls() > 0) {
                double height = Math.max(1.5, (double) HEIGHT * range.calls() / highest);
                html.open("g");
                html.leaf(
                        "title",
                        "%s to %s: %s"
                                .formatted(
                                        Figures.nanos(range.from()),
                                        Figures.nanos(range.to()),
                                        Figures.count(range.calls(), "call")));
                html.open(
                                "rect",
                                "class",
                                "emitted",
                                "x",
                                format(i * width + width * 0.05) + "%",
                                "width",
                                format(width * 0.9) + "%",
                                "y",
                                format(HEIGHT - height),
                                "height",
                                format(height))
                        .close()
                        .close();
            }
        }
        html.close();
        html.open("p", "class", "ends muted small");
        html.leaf("span", from).leaf("span", to).close().closeLine();
    }

    private static void figure(Html html, String name, String value) {
        html.open("div").leaf("dt", name).leaf("dd", value).close();
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
