package io.github.flinkwasm.cli;

import io.github.flinkwasm.replay.diff.Difference;
import io.github.flinkwasm.replay.job.ReplayResult;
import java.util.Locale;
import java.util.Map;

/** What a replay ends with on a terminal: counts, and where everything is. */
final class ReplaySummaryText {
    private static final int DAMAGES_SHOWN = 10;
    private static final double MILLIS_A_SECOND = 1_000;

    private final StringBuilder text = new StringBuilder();

    private ReplaySummaryText() {}

    static String of(ReplayResult result, String output) {
        ReplaySummaryText summary = new ReplaySummaryText();
        summary.append(result, Printable.name(output));
        return summary.text.toString();
    }

    private void append(ReplayResult result, String output) {
        double seconds = result.elapsed().toMillis() / MILLIS_A_SECOND;
        line(
                "%s in %s, %.1f s",
                quantity(result.read(), "event or line", "events and lines"),
                quantity(result.files(), "file", "files"),
                seconds);
        count("emitted", result.emitted(), "");
        count("dropped", result.dropped(), "");
        count("failed", result.failed(), "in " + output + "/_failed, for --retry-failed " + output);
        count("unreadable", result.unreadable(), "in " + output + "/_unreadable");
        if (result.damagedFiles() > 0) {
            line(
                    "%s could not be read to the end:",
                    quantity(result.damagedFiles(), "file", "files"));
            result.damages().stream()
                    .limit(DAMAGES_SHOWN)
                    .forEach(damage -> line("  %s", Printable.oneLine(damage)));
        }
        appendDifferences(result.summary().statistics().eventsByDifference());
        line("Output: %s", output);
        line("Report: %s", Printable.oneLine(result.report()));
    }

    private void appendDifferences(Map<Difference, Long> events) {
        if (events.isEmpty()) {
            return;
        }
        line("Compared with the baseline:");
        events.forEach(
                (difference, number) -> {
                    if (difference == Difference.UNCHANGED || number > 0) {
                        String name = difference.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                        line("  %-18s %,7d", name, number);
                    }
                });
    }

    private static String quantity(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }

    private void count(String outcome, long number, String place) {
        line(
                "  %-10s %,15d%s",
                outcome, number, number == 0 || place.isEmpty() ? "" : "  " + place);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
