package io.github.flinkwasm.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record after another, value by value, without building anything that is not asked for.
 * An instance is reusable and not thread-safe.
 *
 * <p>{@link #next} goes to the next value and says what it is; the method of its kind gives it. In
 * an object {@link #nextField} or {@link #nextKey} comes before each value, in an array {@link
 * #nextElement}; {@link #skipRest} leaves out what is not wanted.
 *
 * <p>Meant for what a {@link RecordScanner} accepted. Anything else ends in a {@link
 * MalformedRecordException}, never outside of the array, though not everything that is malformed is
 * noticed.
 */
public sealed interface RecordReader permits JsonRecordReader, MsgpackRecordReader {

    /** A field with a name that was not expected. */
    int UNKNOWN_FIELD = -1;

    /** No more fields. */
    int END_OF_OBJECT = -2;

    /** A reader of JSON. */
    static RecordReader json() {
        return new JsonRecordReader();
    }

    /** A reader of msgpack. */
    static RecordReader msgpack() {
        return new MsgpackRecordReader();
    }

    /** Begins with another record, which must not be written to while it is read. */
    void start(byte[] record);

    /** Goes to the next value. */
    ValueKind next() throws MalformedRecordException;

    /**
     * Goes to the next key of the innermost open object.
     *
     * @param expected where in the names it most likely is
     * @return its position in the names, {@link #UNKNOWN_FIELD}, or {@link #END_OF_OBJECT}
     */
    int nextField(FieldNames names, int expected) throws MalformedRecordException;

    /**
     * Goes to the next key of the innermost open object.
     *
     * @return the key, or null at the end of the object
     * @throws MalformedRecordException also if a msgpack key is no string
     */
    @Nullable String nextKey() throws MalformedRecordException;

    /** Whether one more value follows in the innermost open array. */
    boolean nextElement() throws MalformedRecordException;

    /** Leaves out the rest of the value that {@link #next} went to. */
    void skipRest() throws MalformedRecordException;

    /** The value of a {@link ValueKind#STRING}. */
    String string();

    /** The value of a {@link ValueKind#BOOLEAN}. */
    boolean bool();

    /** The value of a {@link ValueKind#INTEGER}. */
    long integer();

    /** The value of a {@link ValueKind#INTEGER} or {@link ValueKind#BIG_INTEGER}. */
    BigInteger bigInteger();

    /** The double that is nearest to a number of any kind; in msgpack it may be infinite or NaN. */
    double floating();

    /** The float that is nearest to a number of any kind; may be infinite. */
    float singleFloating();

    /**
     * A number of any kind with all its digits; a msgpack float, as the shortest text that denotes
     * it.
     *
     * @throws NumberFormatException if it has an exponent beyond any {@code BigDecimal}, or is a
     *     float that is no number
     */
    BigDecimal decimal();

    /** Whether a {@link ValueKind#DECIMAL} may have digits that a double does not hold. */
    boolean mayExceedDouble();

    /** The value of a {@link ValueKind#BINARY}, in a new array. */
    byte[] binary();

    /** What {@link #next} went to, with its article and at most a few bytes of it. */
    String describe();
}
