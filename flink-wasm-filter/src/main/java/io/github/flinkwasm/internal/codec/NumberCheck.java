package io.github.flinkwasm.internal.codec;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Decides without allocating whether a JSON number is too large for a double. */
final class NumberCheck {
    /**
     * Digits of 2^1024 - 2^970, the middle between the largest double and the power of two after
     * it. From there on rounding to nearest gives infinity: of the two neighbours the largest
     * double is the one with an odd significand.
     */
    private static final byte[] SMALLEST_INFINITE =
            BigInteger.ONE
                    .shiftLeft(1024)
                    .subtract(BigInteger.ONE.shiftLeft(970))
                    .toString()
                    .getBytes(StandardCharsets.US_ASCII);

    /** An integer of at most so many digits, or any number with such an integer part, is finite. */
    static final int ALWAYS_FINITE_DIGITS = SMALLEST_INFINITE.length - 1;

    /** Exponents are read up to here: far beyond what the digits of one array can make up for. */
    private static final long EXPONENT_CEILING = 1L << 40;

    private NumberCheck() {}

    /** Whether the well-formed JSON number in {@code [from, to)} rounds to an infinite double. */
    static boolean isInfinite(byte[] bytes, int from, int to) {
        int exponentAt = from;
        while (exponentAt < to && (bytes[exponentAt] | 0x20) != 'e') {
            exponentAt++;
        }
        int pointAt = from;
        while (pointAt < exponentAt && bytes[pointAt] != '.') {
            pointAt++;
        }
        int first = from;
        while (first < exponentAt && !isSignificant(bytes[first])) {
            first++;
        }
        if (first == exponentAt) {
            return false; // zero
        }
        // The value is 0.d1d2d3… times ten to the power of `magnitude`, and d1 is not 0.
        long magnitude = first < pointAt ? pointAt - first : (long) pointAt + 1 - first;
        magnitude += exponent(bytes, exponentAt + 1, to);
        if (magnitude != SMALLEST_INFINITE.length) {
            return magnitude > SMALLEST_INFINITE.length;
        }
        return reachesSmallestInfinite(bytes, first, exponentAt);
    }

    private static boolean reachesSmallestInfinite(byte[] bytes, int first, int end) {
        int at = first;
        for (byte digit : SMALLEST_INFINITE) {
            if (at < end && bytes[at] == '.') {
                at++;
            }
            byte own = at < end ? bytes[at++] : (byte) '0';
            if (own != digit) {
                return own > digit;
            }
        }
        return true;
    }

    private static long exponent(byte[] bytes, int from, int to) {
        long value = 0;
        boolean negative = from < to && bytes[from] == '-';
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '0' && value < EXPONENT_CEILING) {
                value = value * 10 + (bytes[i] - '0');
            }
        }
        return negative ? -value : value;
    }

    private static boolean isSignificant(byte value) {
        return value >= '1' && value <= '9';
    }
}
