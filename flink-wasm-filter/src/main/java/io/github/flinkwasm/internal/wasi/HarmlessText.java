package io.github.flinkwasm.internal.wasi;

import java.nio.charset.StandardCharsets;

/** Turns bytes of a guest into text that can stand in a log line or a message. */
final class HarmlessText {
    private HarmlessText() {}

    /**
     * Decodes UTF-8. What is not valid becomes U+FFFD; control characters, line separators and
     * characters that change the direction of text become escapes as {@code \x1b} or {@code
     * \u202e}. Tabs stay.
     */
    static String of(byte[] bytes, int from, int length) {
        return of(new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    static String of(String text) {
        int clean = 0;
        while (clean < text.length() && isHarmless(text.charAt(clean))) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 16).append(text, 0, clean);
        for (int i = clean; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmless(c)) {
                result.append(c);
            } else {
                appendEscape(result, c);
            }
        }
        return result.toString();
    }

    /** In double quotes, cut after {@code max} characters. */
    static String quoted(String text, int max) {
        String cut = text.length() > max ? text.substring(0, max) + "…" : text;
        return '"' + of(cut) + '"';
    }

    /** An address as messages write it. */
    static String address(int address) {
        StringBuilder text = new StringBuilder("0x");
        for (int shift = 28; shift >= 0; shift -= 4) {
            text.append(Character.forDigit(address >>> shift & 0xf, 16));
        }
        return text.toString();
    }

    /** A count as messages write it: {@code 1,300}. */
    static String count(long value) {
        StringBuilder text = new StringBuilder(Long.toString(value));
        int firstDigit = value < 0 ? 1 : 0;
        for (int i = text.length() - 3; i > firstDigit; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    private static boolean isHarmless(char c) {
        if (c < 0x7f) {
            return c >= 0x20 || c == '\t';
        }
        if (c < 0x200e) {
            return c >= 0xa0 && c != 0x061c;
        }
        boolean changesDirection =
                c == 0x200e
                        || c == 0x200f
                        || (c >= 0x202a && c <= 0x202e)
                        || (c >= 0x2066 && c <= 0x2069);
        boolean breaksLines = c == 0x2028 || c == 0x2029;
        return !changesDirection && !breaksLines;
    }

    private static void appendEscape(StringBuilder result, char c) {
        result.append(c < 0x100 ? "\\x" : "\\u");
        for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4) {
            result.append(Character.forDigit(c >>> shift & 0xf, 16));
        }
    }
}
