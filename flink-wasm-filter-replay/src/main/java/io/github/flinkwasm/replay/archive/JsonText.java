package io.github.flinkwasm.replay.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON being put together, in an array that is used again for the next. */
final class JsonText {
    private static final int INITIAL_CAPACITY = 1024;
    private static final int KEPT_CAPACITY = 1 << 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Of one byte of a string: {@code \}{@code u00xx}. */
    private static final int LONGEST_ESCAPE = 6;

    private byte[] array = new byte[INITIAL_CAPACITY];
    private int length;

    void clear() {
        length = 0;
        if (array.length > KEPT_CAPACITY) {
            array = new byte[INITIAL_CAPACITY];
        }
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    JsonText put(char ascii) {
        reserve(1);
        array[length++] = (byte) ascii;
        return this;
    }

    /** Bytes as they are. */
    JsonText putRaw(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, array, length, to - from);
        length += to - from;
        return this;
    }

    /** A key and its colon. */
    JsonText putKey(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return putString(bytes, 0, bytes.length).put(':');
    }

    /** The bytes as a string in quotes: what JSON must escape is escaped, the rest left alone. */
    JsonText putString(byte[] bytes, int from, int to) {
        put('"');
        int at = from;
        while (at < to) {
            int plain = at;
            while (at < to && isPlain(bytes[at])) {
                at++;
            }
            putRaw(bytes, plain, at);
            if (at < to) {
                putEscape(bytes[at++]);
            }
        }
        return put('"');
    }

    private static boolean isPlain(byte value) {
        return (value >= ' ' || value < 0) && value != '"' && value != '\\';
    }

    private void putEscape(byte value) {
        reserve(LONGEST_ESCAPE);
        array[length++] = '\\';
        switch (value) {
            case '"', '\\' -> array[length++] = value;
            case '\n' -> array[length++] = 'n';
            case '\r' -> array[length++] = 'r';
            case '\t' -> array[length++] = 't';
            default -> {
                array[length++] = 'u';
                array[length++] = '0';
                array[length++] = '0';
                array[length++] = HEX[value >> 4];
                array[length++] = HEX[value & 0xf];
            }
        }
    }

    private void reserve(int count) {
        if (count > array.length - length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, Math.addExact(length, count)));
        }
    }
}
