package io.github.flinkwasm.internal.codec;

/** The lexical bits of JSON that scanning and repairing share. */
final class JsonBytes {
    /** Bytes of a backslash, a u and four hexadecimal digits. */
    static final int UNICODE_ESCAPE_LENGTH = 6;

    /** Whether a byte of a string stands for itself: ASCII, no control, quote or backslash. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int c = ' '; c < 0x80; c++) {
            PLAIN[c] = c != '"' && c != '\\';
        }
    }

    private JsonBytes() {}

    /** Index of the first byte from {@code at} on that is not JSON white space, or {@code to}. */
    static int skipWhiteSpace(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && isWhiteSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isWhiteSpace(byte value) {
        return value <= ' ' && (value == ' ' || value == '\n' || value == '\r' || value == '\t');
    }

    /**
     * Index of the first byte from {@code at} on that does not simply stand for itself in a string,
     * or {@code to}.
     */
    static int skipPlain(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && PLAIN[bytes[i] & 0xff]) {
            i++;
        }
        return i;
    }

    /** Whether an ASCII character of a string stands for itself. */
    static boolean isPlain(byte value) {
        return PLAIN[value & 0xff];
    }

    static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    static int skipDigits(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && isDigit(bytes[i])) {
            i++;
        }
        return i;
    }

    /**
     * The UTF-16 unit of the unicode escape whose backslash is at {@code at}, or {@code ~i} if the
     * byte at {@code i} is no hexadecimal digit or {@code i} is {@code to}.
     */
    static int escapedUnit(byte[] bytes, int at, int to) {
        int unit = 0;
        for (int i = 2; i < UNICODE_ESCAPE_LENGTH; i++) {
            int digit = i < to - at ? Character.digit(bytes[at + i], 16) : -1;
            if (digit < 0) {
                return ~(at + i);
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** Whether two well-formed escapes, a high and a low surrogate, stand at {@code at}. */
    static boolean isEscapedPair(byte[] bytes, int at, int to) {
        int second = at + UNICODE_ESCAPE_LENGTH;
        if (to - at < 2 * UNICODE_ESCAPE_LENGTH
                || bytes[second] != '\\'
                || bytes[second + 1] != 'u') {
            return false;
        }
        int high = escapedUnit(bytes, at, to);
        int low = escapedUnit(bytes, second, to);
        return high >= Character.MIN_HIGH_SURROGATE
                && high <= Character.MAX_HIGH_SURROGATE
                && low >= Character.MIN_LOW_SURROGATE
                && low <= Character.MAX_LOW_SURROGATE;
    }

    /** What kind of JSON value the byte begins, with its article. */
    static String kindOf(byte first) {
        return switch (first) {
            case '{' -> "an object";
            case '[' -> "an array";
            case '"' -> "a string";
            case 't', 'f' -> "a boolean";
            case 'n' -> "null";
            default -> "a number";
        };
    }
}
