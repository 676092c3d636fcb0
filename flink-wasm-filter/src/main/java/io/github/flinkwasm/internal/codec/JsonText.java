package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Rewrites JSON text without changing its value. */
public final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /**
     * The text without line breaks, for outputs of one record a line. In well-formed JSON a raw
     * line break stands only between tokens, never in a string, and separates nothing that a comma,
     * a colon or a bracket does not separate too: so every one of them may go.
     *
     * @param json what {@link JsonScanner#copyValue} gave
     * @return the same array if there is no line break in it
     */
    public static byte[] withoutLineBreaks(byte[] json) {
        int breaks = 0;
        for (byte c : json) {
            if (isLineBreak(c)) {
                breaks++;
            }
        }
        if (breaks == 0) {
            return json;
        }
        byte[] line = new byte[json.length - breaks];
        int target = 0;
        for (byte c : json) {
            if (!isLineBreak(c)) {
                line[target++] = c;
            }
        }
        return line;
    }

    private static boolean isLineBreak(byte value) {
        return value == '\n' || value == '\r';
    }

    /**
     * The text in ASCII: characters beyond it become {@code \}{@code uXXXX} in lower-case
     * hexadecimal, those above the basic plane as surrogate pairs, and each maximal ill-formed
     * subpart of UTF-8 becomes {@code \}{@code ufffd}.
     *
     * @param json well-formed but for its UTF-8
     * @return the same array if it is ASCII
     * @throws IllegalArgumentException if the result would not fit into an array
     */
    public static byte[] escapeNonAscii(byte[] json) {
        int first = 0;
        while (first < json.length && json[first] >= 0) {
            first++;
        }
        if (first == json.length) {
            return json;
        }
        byte[] ascii = new byte[escapedLength(json, first)];
        System.arraycopy(json, 0, ascii, 0, first);
        int target = first;
        int at = first;
        while (at < json.length) {
            if (json[at] >= 0) {
                ascii[target++] = json[at++];
                continue;
            }
            int length = Utf8.sequence(json, at, json.length);
            int codePoint = length < 0 ? 0xfffd : Utf8.codePoint(json, at, length);
            if (Character.isBmpCodePoint(codePoint)) {
                target = putEscape(ascii, target, codePoint);
            } else {
                target = putEscape(ascii, target, Character.highSurrogate(codePoint));
                target = putEscape(ascii, target, Character.lowSurrogate(codePoint));
            }
            at += Math.abs(length);
        }
        return ascii;
    }

    private static int escapedLength(byte[] json, int firstNonAscii) {
        long total = firstNonAscii;
        int at = firstNonAscii;
        while (at < json.length) {
            if (json[at] >= 0) {
                total++;
                at++;
                continue;
            }
            int length = Utf8.sequence(json, at, json.length);
            total += (length == 4 ? 2L : 1L) * JsonBytes.UNICODE_ESCAPE_LENGTH;
            at += Math.abs(length);
        }
        if (total > JsonScanner.MAX_ARRAY_LENGTH) {
            throw new IllegalArgumentException(
                    "A record of "
                            + json.length
                            + " bytes has "
                            + total
                            + " with its characters escaped, which is more than an array can"
                            + " hold. Switch escape-unicode off for such records.");
        }
        return (int) total;
    }

    private static int putEscape(byte[] target, int at, int unit) {
        target[at] = '\\';
        target[at + 1] = 'u';
        target[at + 2] = HEX[unit >> 12];
        target[at + 3] = HEX[unit >> 8 & 0xf];
        target[at + 4] = HEX[unit >> 4 & 0xf];
        target[at + 5] = HEX[unit & 0xf];
        return at + JsonBytes.UNICODE_ESCAPE_LENGTH;
    }

    /**
     * The same value without white space and with characters beyond ASCII unescaped. Keys keep
     * their order, also where one is there twice, and numbers keep their text. Accepts what {@link
     * JsonScanner} accepts, with its default limits, and repairs strings as it does.
     *
     * @throws MalformedRecordException if the text is anything but one JSON value; the message
     *     names line and column
     */
    public static byte[] compact(byte[] json) throws MalformedRecordException {
        byte[] wellFormed = wellFormed(new JsonScanner(), json);
        ByteArrayOutputStream compact = new ByteArrayOutputStream(wellFormed.length);
        try (JsonParser parser = JsonStreams.parse(wellFormed);
                JsonGenerator generator = JsonStreams.write(compact)) {
            parser.nextToken();
            JsonStreams.copyValue(parser, generator);
        } catch (IOException e) {
            throw new MalformedRecordException("JSON that cannot be read: " + e.getMessage(), e);
        }
        return compact.toByteArray();
    }

    /** Like {@link #compact(byte[])}, for text that is a string already. */
    public static String compact(String json) throws MalformedRecordException {
        byte[] compact = compact(json.getBytes(StandardCharsets.UTF_8));
        return new String(compact, StandardCharsets.UTF_8);
    }

    /**
     * The one value of a text, with its strings repaired.
     *
     * @throws MalformedRecordException if there is no such value or something follows it
     */
    static byte[] wellFormed(JsonScanner scanner, byte[] json) throws MalformedRecordException {
        ScanOutcome outcome = scanner.scanExactly(json, 0, json.length);
        if (outcome != ScanOutcome.RECORD && outcome != ScanOutcome.NOT_A_RECORD) {
            throw new MalformedRecordException(
                    "Not well-formed JSON: "
                            + scanner.detail(lineAndColumn(json, scanner.position())));
        }
        byte[] value = scanner.copyAnyValue();
        scanner.clear();
        return value;
    }

    /** Where the byte at {@code at} stands, both counted from 1, columns in characters. */
    private static String lineAndColumn(byte[] text, int at) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at; i++) {
            if (text[i] == '\n') {
                line++;
                column = 1;
            } else if ((text[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return "at line " + line + ", column " + column;
    }
}
