package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of records, without losing a digit that the target could hold. */
final class Numbers {

    /** What a codec writes for a number in a string, and what JSON allows as one. */
    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]{1,1000}(\\.[0-9]{1,1000})?([eE][+-]?[0-9]{1,10})?");

    /** An integer with so many more digits than a filter could have meant is not written out. */
    private static final int MAX_ZEROS = 1_000;

    private Numbers() {}

    static boolean isNumber(ValueKind kind) {
        return kind == ValueKind.INTEGER
                || kind == ValueKind.BIG_INTEGER
                || kind == ValueKind.DECIMAL;
    }

    /**
     * An integer, also one that a guest wrote as {@code 5.0} or {@code 5e3}; null if it is none.
     */
    static @Nullable BigInteger integer(ValueKind kind, RecordReader in) {
        return switch (kind) {
            case INTEGER, BIG_INTEGER -> in.bigInteger();
            case DECIMAL -> integer(in.decimal());
            default -> null;
        };
    }

    static @Nullable BigInteger integer(BigDecimal value) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        // The scale may be of any size, and to reach it by division or by zeros costs as much.
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() > 0 || shortest.scale() < -MAX_ZEROS
                ? null
                : shortest.toBigIntegerExact();
    }

    /**
     * The number in a string.
     *
     * @throws NumberFormatException if there is none, or one of unreasonable length
     */
    static BigDecimal decimal(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new NumberFormatException();
        }
        return new BigDecimal(text);
    }

    /** The double that JSON has no number for, by its name. */
    static @Nullable Double notFinite(String name) {
        return switch (name) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    /** Null if only the rounding to a float would make it infinite. */
    static @Nullable Float singleFloating(RecordReader in) {
        float value = in.singleFloating();
        return Float.isInfinite(value) && !Double.isInfinite(in.floating()) ? null : value;
    }
}
