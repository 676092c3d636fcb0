package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.report.ReplaySummary;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.Experimental;

/**
 * What a finished replay came to.
 *
 * @param files how many files were replayed
 * @param read how many lines or values were in them; each has one of the four outcomes
 * @param failed how many events a filter could not finish, whatever became of them
 * @param unreadable how many lines were no events
 * @param damages what could not be read of files and why, at most the first hundred
 * @param damagedFiles how many files are damaged
 * @param summary what the report shows
 * @param report where the report is
 * @param elapsed how long this run took; of a resumed replay only the last one
 */
@Experimental
public record ReplayResult(
        long files,
        long read,
        long emitted,
        long dropped,
        long failed,
        long unreadable,
        List<String> damages,
        long damagedFiles,
        ReplaySummary summary,
        String report,
        Duration elapsed) {}
