package io.github.flinkwasm.internal.codec;

import java.nio.charset.StandardCharsets;

/** Quotes a few bytes of somebody else's data so that they can stand in a one-line message. */
final class Excerpt {
    private static final int BEFORE = 16;
    private static final int AFTER = 16;

    private Excerpt() {}

    /**
     * The bytes around {@code at}, at most 32 of {@code [from, to)}, in double quotes. Everything
     * but printable ASCII is written as {@code \xNN}; an ellipsis stands where something was cut.
     */
    static String around(byte[] bytes, int from, int to, int at) {
        int first = Math.max(from, at - BEFORE);
        int last = at > to - AFTER ? to : at + AFTER;
        StringBuilder text = new StringBuilder(48);
        text.append(first > from ? "…\"" : "\"");
        for (int i = first; i < last; i++) {
            appendEscaped(text, bytes[i]);
        }
        return text.append(last < to ? "\"…" : "\"").toString();
    }

    /** The first bytes of a text in UTF-8, at most 32, as {@link #around} writes them. */
    static String ofStart(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return around(bytes, 0, bytes.length, BEFORE);
    }

    /** The text of a number, which is ASCII, cut short. */
    static String ofNumber(String digits) {
        int most = BEFORE + AFTER;
        return digits.length() <= most ? digits : digits.substring(0, most) + "…";
    }

    /** One byte in hexadecimal, with its character where that is printable: {@code 0x27 (')}. */
    static String ofByte(byte value) {
        String hex = String.format("0x%02x", value & 0xff);
        return value > 0x20 && value < 0x7f ? hex + " (" + (char) value + ")" : hex;
    }

    private static void appendEscaped(StringBuilder text, byte value) {
        if (value < 0x20 || value == 0x7f) {
            text.append(String.format("\\x%02x", value & 0xff));
        } else {
            if (value == '"' || value == '\\') {
                text.append('\\');
            }
            text.append((char) value);
        }
    }
}
