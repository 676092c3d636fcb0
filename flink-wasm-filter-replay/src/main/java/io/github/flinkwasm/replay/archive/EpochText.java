package io.github.flinkwasm.replay.archive;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Reads times that are numbers since 1970, digit by digit: no digit is lost to a double. */
final class EpochText {
    /** The unit follows from the number's size: every one of them means a time after 1973. */
    static final int BY_SIZE = -1;

    private static final int NANO_DIGITS = 9;
    private static final int MOST_DIGITS = 18;

    /** How many characters a number may have that is read in decimals; with more it is no time. */
    private static final int LONGEST = 100;

    private static final long[] POWERS = new long[MOST_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private EpochText() {}

    /**
     * Reads a number.
     *
     * @param unitDigits how many of its last digits before the point are below the second, or
     *     {@link #BY_SIZE}
     * @return false if the range is no number
     */
    static boolean read(byte[] b, int from, int to, int unitDigits, Item item) {
        int at = from;
        boolean negative = b[at] == '-';
        if (negative) {
            at++;
        }
        long whole = 0;
        int first = at;
        while (at < to && isDigit(b[at]) && at - first < MOST_DIGITS + 1) {
            whole = 10 * whole + (b[at] - '0');
            at++;
        }
        int wholeDigits = at - first;
        if (wholeDigits == 0) {
            return false;
        }
        long fraction = 0;
        int fractionDigits = 0;
        if (at < to && b[at] == '.') {
            at++;
            while (at < to && isDigit(b[at])) {
                if (fractionDigits < NANO_DIGITS) {
                    fraction = 10 * fraction + (b[at] - '0');
                    fractionDigits++;
                }
                at++;
            }
        }
        if (at < to || wholeDigits > MOST_DIGITS + 1 || whole < 0) {
            return (at == to || b[at] == 'e' || b[at] == 'E')
                    && readSlowly(b, from, to, unitDigits, item);
        }
        int unit = unitDigits == BY_SIZE ? unitBySize(whole) : unitDigits;
        long second = whole / POWERS[unit];
        long nano =
                whole % POWERS[unit] * POWERS[NANO_DIGITS - unit]
                        + fraction * POWERS[NANO_DIGITS - fractionDigits] / POWERS[unit];
        setTime(negative, second, nano, item);
        return true;
    }

    private static void setTime(boolean negative, long second, long nano, Item item) {
        if (!negative) {
            item.setTime(second, (int) nano);
        } else if (nano == 0) {
            item.setTime(-second, 0);
        } else {
            item.setTime(-second - 1, (int) (POWERS[NANO_DIGITS] - nano));
        }
    }

    private static int unitBySize(long whole) {
        if (whole < POWERS[11]) {
            return 0;
        }
        return whole < POWERS[14] ? 3 : whole < POWERS[17] ? 6 : 9;
    }

    /** With an exponent, or more digits than a long has. */
    private static boolean readSlowly(byte[] b, int from, int to, int unitDigits, Item item) {
        if (to - from > LONGEST) {
            return false;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(new String(b, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return false;
        }
        // Compared before it is written out: 1e999999999 and -1e-999999999 are short texts and
        // long numbers.
        if (value.precision() - (long) value.scale() > MOST_DIGITS + 2 || value.scale() > LONGEST) {
            return false;
        }
        int unit =
                unitDigits == BY_SIZE
                        ? unitBySize(value.abs().min(BigDecimal.valueOf(POWERS[18])).longValue())
                        : unitDigits;
        BigDecimal seconds = value.movePointLeft(unit);
        BigDecimal floor = seconds.setScale(0, RoundingMode.FLOOR);
        item.setTime(
                floor.longValue(),
                seconds.subtract(floor)
                        .movePointRight(NANO_DIGITS)
                        .setScale(0, RoundingMode.FLOOR)
                        .intValue());
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
