package io.github.flinkwasm.replay.archive;

import org.apache.flink.annotation.Experimental;

/**
 * How the events of a file are written, once it is decompressed. What each format looks like, and
 * how {@link #AUTO} tells them apart, is in {@code docs/reference/archive-formats.md}.
 */
@Experimental
public enum ArchiveFormat {
    /** Whatever the first bytes of each file look like. */
    AUTO,

    /** One JSON object a line: the record. */
    NDJSON,

    /**
     * One JSON object a line, whose time Fluent Bit put in as a key of its own ({@code date} unless
     * {@link ArchiveOptions.Builder#setTimeField} says otherwise). The key becomes the event's time
     * and is taken out of the record.
     */
    FLUENT_BIT_JSON,

    /** What Fluent Bit's file output writes by default: {@code tag: [sec.nsec, {record}]}. */
    FLUENT_BIT_FILE,

    /** MessagePack values one after another, each {@code [time, record]} as Fluent Bit has them. */
    MSGPACK,

    /** Container logs as the Kubernetes runtimes write them: {@code time stream P|F text}. */
    CRI,

    /** Container logs as Docker writes them: {@code {"log":…,"stream":…,"time":…}}. */
    DOCKER,

    /** Text lines of any kind: each becomes a record with the line under one key. */
    LINES
}
