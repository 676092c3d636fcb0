package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.Arrays;

/** An array that grows as bytes are put into it, used for one record after another. */
final class ByteSink {
    private static final int INITIAL_CAPACITY = 512;

    /** One large record does not keep its memory for the rest of the job. */
    private static final int KEPT_CAPACITY = 1 << 20;

    private static final int MAX_UTF8_BYTES_PER_CHAR = 3;
    private static final int MAX_LONG_LENGTH = 20;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;

    void put(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void put(byte[] values) {
        reserve(values.length);
        System.arraycopy(values, 0, bytes, length, values.length);
        length += values.length;
    }

    /** The lowest {@code count} bytes of a value, the highest of them first. */
    void putBigEndian(long value, int count) {
        reserve(count);
        for (int shift = (count - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (value >> shift);
        }
    }

    /** The digits of a number, after its sign. */
    void putDigits(long value) {
        reserve(MAX_LONG_LENGTH);
        length = NumberOutput.outputLong(value, bytes, length);
    }

    /** Text that holds nothing but ASCII. */
    void putAscii(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** Text in UTF-8; a surrogate without its other half becomes U+FFFD. */
    void putUtf8(String text) {
        int count = text.length();
        reserve((long) count * MAX_UTF8_BYTES_PER_CHAR);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                i += putNonAscii(text, i);
            }
        }
    }

    /**
     * Puts the character at {@code at}, which is not ASCII, where there is room for it already.
     *
     * @return how many more characters of the text it took
     */
    private int putNonAscii(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
            return 0;
        }
        if (!Character.isSurrogate(c)) {
            bytes[length++] = (byte) (0xe0 | (c >> 12));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
            return 0;
        }
        int codePoint = text.codePointAt(at);
        if (Character.isBmpCodePoint(codePoint)) {
            length = Utf8.putReplacement(bytes, length);
            return 0;
        }
        bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
        bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
        bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
        return 1;
    }

    /**
     * Text between quotes as JSON has it: what must be escaped is, and nothing else; a surrogate
     * without its other half becomes U+FFFD.
     */
    void putJsonString(String text) {
        int count = text.length();
        reserve((long) count * MAX_UTF8_BYTES_PER_CHAR + 2);
        bytes[length++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += putNonAscii(text, i);
            } else if (JsonBytes.isPlain((byte) c)) {
                bytes[length++] = (byte) c;
            } else {
                putEscaped(c);
                // Escapes are longer than what was reserved for a character.
                reserve((long) (count - i) * MAX_UTF8_BYTES_PER_CHAR + 1);
            }
        }
        bytes[length++] = '"';
    }

    private void putEscaped(char c) {
        switch (c) {
            case '"' -> putAscii("\\\"");
            case '\\' -> putAscii("\\\\");
            case '\n' -> putAscii("\\n");
            case '\r' -> putAscii("\\r");
            case '\t' -> putAscii("\\t");
            default -> {
                putAscii("\\u00");
                put(Character.forDigit(c >> 4, 16));
                put(Character.forDigit(c & 0xf, 16));
            }
        }
    }

    /** All that was put, in a new array; the sink is empty then. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        clear();
        return taken;
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = new byte[INITIAL_CAPACITY];
        }
    }

    private void reserve(long count) {
        long needed = length + count;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > JsonScanner.MAX_ARRAY_LENGTH) {
            throw new IllegalArgumentException(
                    "A record needs up to "
                            + needed
                            + " bytes, which is more than an array can hold. Split such records"
                            + " before the filter.");
        }
        long grown = Math.min(Math.max(2L * bytes.length, needed), JsonScanner.MAX_ARRAY_LENGTH);
        bytes = Arrays.copyOf(bytes, (int) grown);
    }
}
