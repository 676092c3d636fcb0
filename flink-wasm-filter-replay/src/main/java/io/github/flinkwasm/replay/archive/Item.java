package io.github.flinkwasm.replay.archive;

import org.jspecify.annotations.Nullable;

/** What stands next in a file: an event, or bytes that are none. Filled anew for each. */
final class Item {
    private static final byte[] NOTHING = {};

    /** Line of a text file, value of a msgpack file; from 1. */
    long number;

    /** Where the item begins in the decompressed content. */
    long offset;

    /** How many bytes the item has there; more than {@link #bytes} if that was cut. */
    long length;

    /** The record of an event, or the bytes that are unreadable. */
    byte[] bytes = NOTHING;

    /** Why the bytes are unreadable; null for an event. */
    @Nullable String reason;

    /** The tag that the format or a field brings. */
    @Nullable String tag;

    byte[] metadata = NOTHING;
    boolean timed;
    long epochSecond;
    int nano;

    void clear() {
        bytes = NOTHING;
        metadata = NOTHING;
        reason = null;
        tag = null;
        timed = false;
        epochSecond = 0;
        nano = 0;
    }

    void setTime(long second, int nanoOfSecond) {
        timed = true;
        epochSecond = second;
        nano = nanoOfSecond;
    }

    void setUnreadable(byte[] content, String why) {
        bytes = content;
        reason = why;
    }
}
