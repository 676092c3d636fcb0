package io.github.flinkwasm.replay.archive;

import java.util.Arrays;

/**
 * The pieces of a container's line so far. They take the number, the place and the time of the
 * first; together they are never longer than the longest line that may be read.
 */
final class Pieces {
    private static final int INITIAL_CAPACITY = 32 << 10;

    private final int maxBytes;
    private byte[] text = {};
    private int length;
    private long number;
    private long offset;
    private long itemLength;
    private long epochSecond;
    private int nano;
    private boolean timed;
    private boolean open;
    private boolean tooLong;

    Pieces(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean isOpen() {
        return open;
    }

    /** Where the first piece begins. */
    long number() {
        return number;
    }

    /** Opens with the first piece, whose place and time the item has. */
    void open(Item first) {
        open = true;
        number = first.number;
        offset = first.offset;
        itemLength = 0;
        epochSecond = first.epochSecond;
        nano = first.nano;
        timed = first.timed;
        length = 0;
        tooLong = false;
    }

    void add(byte[] bytes, int from, int to, long lineLength) {
        itemLength += lineLength;
        int count = Math.min(to - from, maxBytes - length);
        tooLong |= count < to - from;
        if (count > text.length - length) {
            int capacity = Math.max(Math.max(2 * text.length, INITIAL_CAPACITY), length + count);
            text = Arrays.copyOf(text, capacity);
        }
        System.arraycopy(bytes, from, text, length, count);
        length += count;
    }

    /** Ends the line: the item has the place and the time of the first piece. */
    void closeInto(Item item) {
        open = false;
        item.number = number;
        item.offset = offset;
        item.length = itemLength;
        item.timed = timed;
        item.epochSecond = epochSecond;
        item.nano = nano;
    }

    byte[] text() {
        return text;
    }

    int length() {
        return length;
    }

    /** Whether the joined line is no item because it is longer than may be read. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Makes the item unreadable, with the beginning of the joined text. */
    void refuse(Item item) {
        item.setUnreadable(
                Arrays.copyOf(text, Math.min(length, LineItems.KEPT_OF_LONG_LINE)),
                "The pieces of this line have more than %d bytes together, the longest line to read; here is their beginning. Raise the longest line to read."
                        .formatted(maxBytes));
    }
}
