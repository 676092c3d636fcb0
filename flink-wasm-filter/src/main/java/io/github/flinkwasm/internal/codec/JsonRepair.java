package io.github.flinkwasm.internal.codec;

import java.nio.charset.StandardCharsets;

/**
 * Copies a scanned JSON value and puts right what {@link JsonScanner} lets pass in strings, so that
 * every reader understands the copy alike.
 */
final class JsonRepair {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonRepair() {}

    /**
     * The repaired copy of the well-formed value in {@code [from, to)}.
     *
     * @param length of the copy, as the scan counted it
     */
    static byte[] copy(byte[] bytes, int from, int to, int length) {
        byte[] copy = new byte[length];
        boolean inString = false;
        int target = 0;
        int at = from;
        while (at < to) {
            byte c = bytes[at];
            int taken = 1;
            if (c == '"') {
                inString = !inString;
            } else if (inString && c < 0) {
                taken = Utf8.sequence(bytes, at, to);
                if (taken < 0) {
                    target = Utf8.putReplacement(copy, target);
                    at -= taken;
                    continue;
                }
            } else if (inString && c < 0x20) {
                target = putControl(copy, target, c);
                at++;
                continue;
            } else if (c == '\\') {
                taken = escapeLength(bytes, at, to);
                if (taken < 0) {
                    target = Utf8.putReplacement(copy, target);
                    at -= taken;
                    continue;
                }
            }
            System.arraycopy(bytes, at, copy, target, taken);
            target += taken;
            at += taken;
        }
        return copy;
    }

    /** Length of the escape at {@code at}, negated if it is a lone surrogate. */
    private static int escapeLength(byte[] bytes, int at, int to) {
        if (bytes[at + 1] != 'u') {
            return 2;
        }
        int unit = JsonBytes.escapedUnit(bytes, at, to);
        if (!Character.isSurrogate((char) unit)) {
            return JsonBytes.UNICODE_ESCAPE_LENGTH;
        }
        return JsonBytes.isEscapedPair(bytes, at, to)
                ? 2 * JsonBytes.UNICODE_ESCAPE_LENGTH
                : -JsonBytes.UNICODE_ESCAPE_LENGTH;
    }

    private static int putControl(byte[] target, int at, byte control) {
        target[at] = '\\';
        target[at + 1] = 'u';
        target[at + 2] = '0';
        target[at + 3] = '0';
        target[at + 4] = HEX[control >> 4];
        target[at + 5] = HEX[control & 0xf];
        return at + JsonBytes.UNICODE_ESCAPE_LENGTH;
    }
}
