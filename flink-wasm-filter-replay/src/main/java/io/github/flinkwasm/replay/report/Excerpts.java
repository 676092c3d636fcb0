package io.github.flinkwasm.replay.report;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Beginnings of texts and records of unknown origin, on one line, bounded, and with every character
 * that is invisible or moves others about written as an escape.
 */
final class Excerpts {
    static final int MAX_RECORD = 1_000;
    static final int MAX_DETAIL = 400;
    static final int MAX_TAG = 200;
    static final int MAX_VALUE = 120;
    static final int MAX_FILE = 400;

    private static final int MAX_TRANSCODED = 64 * 1024;
    private static final int MAX_HEX = 64;

    private Excerpts() {}

    /** The first {@code max} characters, and an ellipsis where there are more. */
    static String ofText(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max));
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int before = line.length();
            if (isPlain(codePoint)) {
                line.appendCodePoint(codePoint);
            } else {
                line.append(escape(codePoint));
            }
            if (line.length() > max) {
                line.setLength(before);
                return line.append('…').toString();
            }
            at += Character.charCount(codePoint);
        }
        return line.toString();
    }

    /** A record as JSON, whichever of the two formats it has. */
    static String ofRecord(byte[] record) {
        if (record.length > 0 && isMsgpackMap(record[0])) {
            return ofMsgpack(record);
        }
        return ofLine(record);
    }

    /** A line or a value that may be anything. */
    static String ofLine(byte[] bytes) {
        byte[] first = bytes.length > 4 * MAX_RECORD ? Arrays.copyOf(bytes, 4 * MAX_RECORD) : bytes;
        return ofText(new String(first, StandardCharsets.UTF_8), MAX_RECORD);
    }

    /** JSON text begins with none of these bytes. */
    private static boolean isMsgpackMap(byte first) {
        int octet = first & 0xff;
        return (octet >= 0x80 && octet <= 0x8f) || octet == 0xde || octet == 0xdf;
    }

    private static String ofMsgpack(byte[] record) {
        if (record.length <= MAX_TRANSCODED) {
            try {
                return ofLine(new MsgpackJson().toJson(record));
            } catch (MalformedRecordException e) {
                // Its bytes are shown instead.
            }
        }
        int shown = Math.min(record.length, MAX_HEX);
        return "msgpack, %,d bytes: %s%s"
                .formatted(
                        record.length,
                        HexFormat.ofDelimiter(" ").formatHex(record, 0, shown),
                        shown < record.length ? " …" : "");
    }

    private static boolean isPlain(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                    codePoint > 0xffff
                            ? "\\u{%x}".formatted(codePoint)
                            : "\\u%04x".formatted(codePoint);
        };
    }
}
