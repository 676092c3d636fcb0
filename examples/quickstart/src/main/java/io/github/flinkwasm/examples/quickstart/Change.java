package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.LogEvent;
import java.util.Arrays;

/**
 * A record before and after a filter changed it.
 *
 * @param at the first byte in which they differ
 * @param worth how much it tells, as a sample
 */
@SuppressWarnings("ArrayRecordComponent") // shown, never compared
record Change(Origin origin, byte[] before, byte[] after, int at, int worth) {

    private static final int SHORT_RECORD = 500;
    private static final int WORTH_OF_SHORTNESS = 16;
    private static final int MOST_WORTH_OF_REPLACEMENT = 16;

    static Change of(LogEvent before, LogEvent after) {
        byte[] old = before.record();
        byte[] now = after.record();
        int at = Math.max(Arrays.mismatch(old, now), 0);
        int worth = old.length <= SHORT_RECORD ? WORTH_OF_SHORTNESS : 0;
        // What was replaced tells more than what was added: every record may have got the same.
        int replaced = old.length - at - sameAtEnd(old, now, at);
        worth += Math.min(replaced, MOST_WORTH_OF_REPLACEMENT);
        return new Change(Origin.of(before), old, now, at, worth);
    }

    /** Whether there is no point in looking for a better one. */
    boolean tellsMuch() {
        return worth == WORTH_OF_SHORTNESS + MOST_WORTH_OF_REPLACEMENT;
    }

    private static int sameAtEnd(byte[] a, byte[] b, int from) {
        int most = Math.min(a.length, b.length) - from;
        int same = 0;
        while (same < most && a[a.length - 1 - same] == b[b.length - 1 - same]) {
            same++;
        }
        return same;
    }
}
