package io.github.flinkwasm.replay.archive;

import java.time.ZoneOffset;

/**
 * One line as container runtimes write it: {@code 2026-11-22T11:47:00.123456789Z stdout F text}.
 * Behind the P (partial) or F (full) other letters may follow after colons. Reusable.
 */
final class CriLine {
    private static final int STREAM_LENGTH = "stdout".length();

    private int timeEnd;
    private boolean error;
    private boolean partial;
    private int textStart;

    /** Whether the range is such a line; if so, its time is put into the item. */
    boolean read(byte[] b, int from, int to, Item item) {
        int space = indexOfSpace(b, from, to);
        int streamAt = space + 1;
        int flagAt = streamAt + STREAM_LENGTH + 1;
        if (flagAt >= to
                || b[flagAt - 1] != ' '
                || (b[flagAt] != 'P' && b[flagAt] != 'F')
                || !isStream(b, streamAt)) {
            return false;
        }
        int afterFlag = flagAt + 1;
        if (afterFlag < to && b[afterFlag] == ':') {
            afterFlag = indexOfSpace(b, afterFlag, to);
        }
        if (afterFlag < to && b[afterFlag] != ' ') {
            return false;
        }
        if (!IsoTime.read(b, from, space, ZoneOffset.UTC, item)) {
            return false;
        }
        timeEnd = space;
        error = b[streamAt + 3] == 'e';
        partial = b[flagAt] == 'P';
        textStart = Math.min(afterFlag + 1, to);
        return true;
    }

    int timeEnd() {
        return timeEnd;
    }

    /** Whether the stream is stderr. */
    boolean isError() {
        return error;
    }

    /** Whether the text goes on in another line. */
    boolean isPartial() {
        return partial;
    }

    int textStart() {
        return textStart;
    }

    private static boolean isStream(byte[] b, int at) {
        return b[at] == 's'
                && b[at + 1] == 't'
                && b[at + 2] == 'd'
                && ((b[at + 3] == 'o' && b[at + 4] == 'u' && b[at + 5] == 't')
                        || (b[at + 3] == 'e' && b[at + 4] == 'r' && b[at + 5] == 'r'));
    }

    private static int indexOfSpace(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] != ' ') {
            at++;
        }
        return at;
    }
}
