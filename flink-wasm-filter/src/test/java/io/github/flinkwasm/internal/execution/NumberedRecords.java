package io.github.flinkwasm.internal.execution;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * JSON records of changing length, each with its number in twelve digits, so that no two of a run
 * are the same. Made by copying bytes: a run of many millions is to be spent in the filter.
 */
final class NumberedRecords {
    private static final int LENGTHS = 128;
    private static final int DIGITS = 12;

    private final byte[][] texts = new byte[LENGTHS][];
    private final int firstDigit;

    /**
     * @param firstKey the key of the number
     * @param end what follows the record's text and closes the record, by the length that the
     *     record would have if nothing but a brace followed
     */
    NumberedRecords(String firstKey, IntFunction<String> end) {
        String start = "{\"" + firstKey + "\":\"";
        firstDigit = start.length();
        for (int length = 0; length < LENGTHS; length++) {
            String record =
                    start + "0".repeat(DIGITS) + "\",\"text\":\"" + "x".repeat(length) + "\"";
            texts[length] =
                    (record + end.apply(record.length() + 1)).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The record of that number. Valid until the next call; not to be changed. */
    byte[] at(long number) {
        byte[] text = texts[(int) (number % LENGTHS)];
        long rest = number;
        for (int i = firstDigit + DIGITS - 1; i >= firstDigit; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return text;
    }
}
