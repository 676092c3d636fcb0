package io.github.flinkwasm.internal.codec;

/** What stands at one place of a record. */
public enum ValueKind {
    OBJECT,
    ARRAY,
    STRING,
    BOOLEAN,
    NULL,

    /** An integer from -2^63 to 2^63-1. */
    INTEGER,

    /** Any other integer. */
    BIG_INTEGER,

    /** A JSON number with a point or an exponent, or a msgpack float. */
    DECIMAL,

    /** Bytes; in msgpack only. */
    BINARY,

    /** A msgpack extension value, such as Fluent Bit's EventTime. */
    EXTENSION
}
