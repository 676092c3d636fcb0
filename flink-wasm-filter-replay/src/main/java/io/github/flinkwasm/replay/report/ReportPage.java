package io.github.flinkwasm.replay.report;

/** The page of a report. */
final class ReportPage {
    private final ReplaySummary summary;

    ReportPage(ReplaySummary summary) {
        this.summary = summary;
    }

    String html() {
        return "<!doctype html><title>Replay</title><p>"
                + summary.statistics().read()
                + " lines read</p>\n";
    }
}
