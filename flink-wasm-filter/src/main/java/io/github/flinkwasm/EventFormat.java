package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;

/**
 * How a record is written when it is handed to the guest, and how the guest must write what it
 * returns. It is a property of the filter: a module is built for one of them.
 */
@PublicEvolving
public enum EventFormat {
    /** A record is one JSON object, as UTF-8 text. Fluent Bit's default. */
    JSON,

    /** A record is one MessagePack map. */
    MSGPACK
}
