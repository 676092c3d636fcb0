package io.github.flinkwasm.replay.report;

import org.apache.flink.annotation.Experimental;

/**
 * What became of one input file.
 *
 * @param uri where it lies
 * @param kind how it is compressed and written, such as {@code gzip, NDJSON}
 * @param bytes its length as it is stored
 * @param read how many lines or values were read from it
 * @param damage what could not be read of it and why, or the empty string
 */
@Experimental
public record ReplayedFile(
        String uri,
        String kind,
        long bytes,
        long read,
        long emitted,
        long dropped,
        long failed,
        long unreadable,
        String damage) {

    /** Whether each line that was read has an outcome. */
    boolean isAccountedFor() {
        return read == emitted + dropped + failed + unreadable;
    }
}
