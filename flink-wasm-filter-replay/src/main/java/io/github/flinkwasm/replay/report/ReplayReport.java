package io.github.flinkwasm.replay.report;

import java.io.IOException;
import java.io.Writer;
import org.apache.flink.annotation.Experimental;

/**
 * A replay as one HTML page that needs nothing else: no network, no script, no other file. Its size
 * does not depend on how many events or files there were.
 */
@Experimental
public final class ReplayReport {
    private ReplayReport() {}

    /**
     * Writes the page.
     *
     * @param target must write UTF-8; is not closed
     */
    public static void write(Writer target, ReplaySummary summary) throws IOException {
        target.write(new ReportPage(summary).html());
    }
}
