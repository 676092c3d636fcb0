package io.github.flinkwasm.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes one record after another, value by value. An instance is reusable and not thread-safe.
 *
 * <p>A value is one call, or {@link #startObject} and {@link #startArray} with as many keys and
 * values as announced and the matching end. Whoever stops in the middle calls {@link #clear}.
 *
 * <p>Every value can be written; how, where a format has no form for it, is said with each method.
 */
public sealed interface RecordWriter permits JsonRecordWriter, MsgpackRecordWriter {

    /** A writer of compact JSON in UTF-8. */
    static RecordWriter json() {
        return new JsonRecordWriter();
    }

    /** A writer of msgpack; every number and string takes its shortest form. */
    static RecordWriter msgpack() {
        return new MsgpackRecordWriter();
    }

    /**
     * Begins an object.
     *
     * @param fields how many keys will follow
     */
    void startObject(int fields);

    /** One of the names, before its value. */
    void key(FieldNames names, int position);

    /** Any other name, before its value. */
    void key(String name);

    void endObject();

    /**
     * Begins an array.
     *
     * @param elements how many values will follow
     */
    void startArray(int elements);

    void endArray();

    void nil();

    void bool(boolean value);

    void integer(long value);

    /** An integer of any size; in msgpack a string of its digits where 64 bits do not hold it. */
    void integer(BigInteger value);

    /** Text; a surrogate without its other half becomes U+FFFD. */
    void string(String value);

    /**
     * A number in as many digits as tell it from its neighbours; in JSON the strings {@code "NaN"},
     * {@code "Infinity"} and {@code "-Infinity"} where it is none.
     */
    void floating(double value);

    /** As {@link #floating(double)}, in single precision. */
    void floating(float value);

    /** A decimal number with all its digits; in msgpack a string of them. */
    void decimal(BigDecimal value);

    /** Bytes; in JSON a string of them in Base64, with padding. */
    void binary(byte[] value);

    /** The record that was written, in a new array; the next one may be begun. */
    byte[] take();

    /** Forgets what was written. */
    void clear();
}
