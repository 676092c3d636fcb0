package io.github.flinkwasm.replay.archive;

import org.jspecify.annotations.Nullable;

/**
 * Tells text from other bytes by the control characters in it, of which text has few, whatever its
 * encoding: tabulators, line ends, escapes of terminals and backspaces do not count, and one that
 * separates fields is one only. Long runs of zeros are holes that a crash or a rotation leaves in
 * logs.
 */
final class ControlCharacters {
    /** At most one byte of so many may be a control character. */
    private static final int BYTES_A_CONTROL = 50;

    /** More separators than that no text has. */
    private static final int MOST_SEPARATORS = 3;

    private static final int SHORTEST_HOLE = 4;
    private static final int DELETE = 0x7f;

    private final int bytes;
    private int inHoles;
    private int zeros;
    private int others;

    /** A bit for each that is there, but zero. */
    private int kinds;

    private ControlCharacters(int bytes) {
        this.bytes = bytes;
    }

    static ControlCharacters in(byte[] sample) {
        ControlCharacters found = new ControlCharacters(sample.length);
        int run = 0;
        for (byte octet : sample) {
            if (octet == 0) {
                run++;
                continue;
            }
            found.addZeros(run);
            run = 0;
            found.add(octet);
        }
        found.addZeros(run);
        return found;
    }

    private void addZeros(int run) {
        if (run < SHORTEST_HOLE) {
            zeros += run;
        } else {
            inHoles += run;
        }
    }

    private void add(byte octet) {
        if (octet == DELETE || (octet > 0 && octet < ' ' && !isOfText(octet))) {
            others++;
            kinds |= 1 << (octet & 0x1f);
        }
    }

    private static boolean isOfText(byte octet) {
        return (octet >= '\b' && octet <= '\r') || octet == 0x1b;
    }

    /** Why the bytes are no text, or null if they may be some. */
    @Nullable String problem() {
        int counted = bytes - inHoles;
        if (counted == 0 && bytes > 0) {
            return "its first %d bytes are zeros".formatted(bytes);
        }
        if (BYTES_A_CONTROL * zeros > counted) {
            return "it is no text that can be read as lines: %d of its first %d bytes are zeros that stand alone, as in UTF-16 and in binary files"
                    .formatted(zeros, bytes);
        }
        if (BYTES_A_CONTROL * others > counted && Integer.bitCount(kinds) > MOST_SEPARATORS) {
            return "it is no text: %d of its first %d bytes are control characters, as in binary files"
                    .formatted(others, bytes);
        }
        return null;
    }
}
