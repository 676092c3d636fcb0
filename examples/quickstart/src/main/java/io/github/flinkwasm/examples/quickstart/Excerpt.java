package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Text of unknown origin made fit for a terminal: no control characters, none that turn the
 * direction of the text, and cut to a width.
 */
final class Excerpt {

    private static final String LEFT_OUT = "...";

    /** Bytes that are decoded for each column: enough even where every character has four. */
    private static final int BYTES_PER_COLUMN = 4;

    private Excerpt() {}

    /**
     * The beginning of some bytes, or, where the interesting byte would not be in it, the part
     * around that byte.
     *
     * @param at the interesting byte
     */
    static String of(byte[] bytes, int at, int columns) {
        return from(bytes, start(at, columns), columns);
    }

    /** Where an excerpt around a byte starts. */
    static int start(int at, int columns) {
        return at < columns * 2 / 3 ? 0 : at - columns / 4;
    }

    /** The bytes from a start on. */
    static String from(byte[] bytes, int start, int columns) {
        int from = Math.min(start, bytes.length);
        while (from > 0 && from < bytes.length && (bytes[from] & 0xc0) == 0x80) {
            from--;
        }
        int length = Math.min(bytes.length - from, columns * BYTES_PER_COLUMN);
        boolean isWhole = from + length == bytes.length;
        String text = decode(ByteBuffer.wrap(bytes, from, length), isWhole);
        String front = from == 0 ? "" : LEFT_OUT;
        return cut(front + text + (isWhole ? "" : LEFT_OUT), columns);
    }

    /** At most so many columns; what is left out is marked at the end. */
    static String cut(String text, int columns) {
        int width = 0;
        int fits = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            width += width(codePoint);
            if (width > columns) {
                return text.substring(0, fits) + LEFT_OUT;
            }
            i += Character.charCount(codePoint);
            if (width <= columns - LEFT_OUT.length()) {
                fits = i;
            }
        }
        return text;
    }

    /** On one line, with what a terminal would obey written as an escape. */
    static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> append(harmless, codePoint));
        return harmless.toString();
    }

    /** The first line of a message, harmless and without a full stop. */
    static String firstLineOf(String message) {
        String line = message.strip().lines().findFirst().orElse("").strip();
        return harmless(line.endsWith(".") ? line.substring(0, line.length() - 1) : line);
    }

    private static String decode(ByteBuffer bytes, boolean isWhole) {
        CharsetDecoder decoder =
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(bytes.remaining() + 1);
        StringBuilder text = new StringBuilder();
        while (true) {
            CoderResult result = decoder.decode(bytes, decoded, isWhole);
            text.append(harmless(decoded.flip().toString()));
            decoded.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x%02x".formatted(bytes.get()));
            }
        }
    }

    private static void append(StringBuilder text, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    text.append("\\u%04x".formatted(codePoint));
            default -> text.appendCodePoint(codePoint);
        }
    }

    /** Columns on a terminal: two for what East Asian scripts and pictures take. */
    private static int width(int codePoint) {
        if (codePoint < 0x1100) {
            return 1;
        }
        boolean isPicture = codePoint >= 0x1f300 && codePoint < 0x1fb00;
        boolean isFullWidth = codePoint >= 0xff01 && codePoint <= 0xff60;
        boolean isWidePunctuation = codePoint >= 0x3000 && codePoint <= 0x303f;
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> 2;
            default -> isPicture || isFullWidth || isWidePunctuation ? 2 : 1;
        };
    }
}
