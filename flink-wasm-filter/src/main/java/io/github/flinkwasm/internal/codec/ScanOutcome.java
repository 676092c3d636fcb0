package io.github.flinkwasm.internal.codec;

/** What a {@link RecordScanner} found in the bytes a guest returned. */
public enum ScanOutcome {
    /** One complete value that can be a record: a JSON object, a msgpack map. */
    RECORD,

    /**
     * Nothing but JSON white space up to the first NUL ({@link RecordScanner#scanFirst}) or in the
     * whole range ({@link RecordScanner#scanExactly}). Never said of msgpack.
     */
    BLANK,

    /** One complete value of another kind, such as an array, a string or a number. */
    NOT_A_RECORD,

    /** Bytes that no value of the format can have at that place. */
    MALFORMED,

    /** A complete value that ends before the range does. Only {@link RecordScanner#scanExactly}. */
    TRAILING_BYTES,

    /** Arrays and maps nested deeper than the scanner allows. */
    TOO_DEEP,

    /**
     * A NUL byte ended the text inside a value. Only JSON, only {@link RecordScanner#scanFirst}.
     */
    INCOMPLETE_AT_NUL,

    /** The range ended inside a value, or before one. */
    INCOMPLETE_AT_END
}
