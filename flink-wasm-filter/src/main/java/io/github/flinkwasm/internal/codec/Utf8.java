package io.github.flinkwasm.internal.codec;

/**
 * Well-formed UTF-8 as Unicode defines it (table 3-7), and where an ill-formed sequence ends.
 *
 * <p>One replacement character stands for one <em>maximal subpart</em>: the longest run of bytes
 * that begins a well-formed sequence, or a single byte where none does. Browsers and most libraries
 * replace the same way. The JDK does too but for encoded surrogates, where it takes three bytes at
 * once: so text of strangers is repaired here before the JDK decodes it.
 */
final class Utf8 {
    /** Number of bytes of U+FFFD. */
    static final int REPLACEMENT_LENGTH = 3;

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private Utf8() {}

    /**
     * Looks at the sequence that starts at {@code at}, whose byte is not ASCII. Returns its length
     * (2 to 4) if it is well-formed, else the negated length (-1 to -3) of its maximal subpart. A
     * sequence that {@code to} cuts is ill-formed.
     */
    static int sequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return -1;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        // The second byte of some leads is restricted: that keeps out overlong forms, surrogates
        // and everything above U+10FFFF.
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        for (int i = 1; i < length; i++) {
            if (i >= to - at) {
                return -i;
            }
            int next = bytes[at + i] & 0xff;
            if (next < low || next > high) {
                return -i;
            }
            low = 0x80;
            high = 0xbf;
        }
        return length;
    }

    /**
     * The bytes with U+FFFD for every maximal subpart of an ill-formed sequence.
     *
     * @return the same array if it is well-formed
     */
    static byte[] wellFormed(byte[] bytes) {
        int change = 0;
        boolean wellFormed = true;
        for (int at = 0; at < bytes.length; ) {
            int length = bytes[at] >= 0 ? 1 : sequence(bytes, at, bytes.length);
            if (length < 0) {
                wellFormed = false;
                change = Math.addExact(change, REPLACEMENT_LENGTH + length);
            }
            at += Math.abs(length);
        }
        if (wellFormed) {
            return bytes;
        }
        byte[] repaired = new byte[Math.addExact(bytes.length, change)];
        int target = 0;
        for (int at = 0; at < bytes.length; ) {
            int length = bytes[at] >= 0 ? 1 : sequence(bytes, at, bytes.length);
            if (length < 0) {
                target = putReplacement(repaired, target);
            } else {
                System.arraycopy(bytes, at, repaired, target, length);
                target += length;
            }
            at += Math.abs(length);
        }
        return repaired;
    }

    /** Writes U+FFFD and returns the index after it. */
    static int putReplacement(byte[] target, int at) {
        System.arraycopy(REPLACEMENT, 0, target, at, REPLACEMENT_LENGTH);
        return at + REPLACEMENT_LENGTH;
    }

    /** The code point of a well-formed sequence of the given length. */
    static int codePoint(byte[] bytes, int at, int length) {
        int value = bytes[at] & (0x7f >> length);
        for (int i = 1; i < length; i++) {
            value = value << 6 | (bytes[at + i] & 0x3f);
        }
        return value;
    }
}
