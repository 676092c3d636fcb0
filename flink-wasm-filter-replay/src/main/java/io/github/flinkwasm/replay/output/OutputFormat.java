package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.EventFormat;
import org.apache.flink.annotation.Experimental;

/** How emitted events are written into part files. */
@Experimental
public enum OutputFormat {
    /** The record alone, as JSON, one a line. The tag can be kept as a partition. */
    NDJSON("ndjson", EventFormat.JSON),

    /**
     * One JSON object a line with all of the event: {@code {"tag":…,"sec":…,"nsec":…,"record":…}}.
     */
    EVENTS("ndjson", EventFormat.JSON),

    /** Fluent Bit's {@code [[time, metadata], record]}, one msgpack value after another. */
    MSGPACK("msgpack", EventFormat.MSGPACK);

    private final String suffix;
    private final EventFormat recordFormat;

    OutputFormat(String suffix, EventFormat recordFormat) {
        this.suffix = suffix;
        this.recordFormat = recordFormat;
    }

    /** What names of files end with, before that of the compression. */
    String suffix() {
        return suffix;
    }

    /** In which format records are written. */
    public EventFormat recordFormat() {
        return recordFormat;
    }
}
