package io.github.flinkwasm.replay.output;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * How a replay writes what it has.
 *
 * @param byTag whether events of different tags go into directories of their own, {@code tag=…}
 * @param byDay whether events of different days (UTC) do, {@code day=…}
 * @param keepDropped whether events that a filter dropped are written too, into {@code _dropped}
 */
@Experimental
public record OutputOptions(
        OutputFormat format,
        OutputCompression compression,
        boolean byTag,
        boolean byDay,
        boolean keepDropped)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Plain NDJSON, without partitions. */
    public static final OutputOptions DEFAULT =
            new OutputOptions(OutputFormat.NDJSON, OutputCompression.NONE, false, false, false);

    public OutputOptions {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(compression, "compression");
    }
}
