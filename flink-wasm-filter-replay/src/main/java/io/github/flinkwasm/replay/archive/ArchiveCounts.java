package io.github.flinkwasm.replay.archive;

import java.io.Serializable;
import org.apache.flink.annotation.Experimental;

/**
 * What a reader has met in one file. {@code lines = events + unreadable + blank + joined} for
 * formats of lines, with the pieces of joined lines that are still open counted as joined.
 *
 * @param lines physical lines, or values of a msgpack file
 * @param events items that are events
 * @param unreadable items that are not
 * @param blank lines of nothing but white space, which are no items
 * @param joined pieces of container log lines that went into the event of another piece
 * @param markers msgpack values that only begin or end a group of OpenTelemetry logs
 * @param untimed events for which a time was asked and not found; theirs is 1970
 * @param bytes decompressed bytes read
 */
@Experimental
public record ArchiveCounts(
        long lines,
        long events,
        long unreadable,
        long blank,
        long joined,
        long markers,
        long untimed,
        long bytes)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}
