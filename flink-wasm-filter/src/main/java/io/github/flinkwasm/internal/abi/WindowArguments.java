package io.github.flinkwasm.internal.abi;

import io.github.flinkwasm.internal.runtime.GuestInstance;

/**
 * Arguments in the host window. Layout, from the window's start:
 *
 * <pre>
 * 0            MARGIN zeros, so that a guest may look at the byte before its tag
 * MARGIN       tag, NUL, zeros up to the next multiple of 16
 * ...          record, zeros (the first is the NUL of a JSON record), at least MARGIN of them: C libraries read
 *              strings in words and look a few bytes past the NUL
 * </pre>
 */
final class WindowArguments implements Arguments {
    private static final int MARGIN = 16;

    private final GuestInstance guest;
    private int recordAddress;

    WindowArguments(GuestInstance guest) {
        this.guest = guest;
    }

    @Override
    public void place(byte[] tag, byte[] record, boolean nulAfterRecord) {
        long recordOffset = aligned((long) MARGIN + tag.length + 1);
        long size = recordOffset + record.length + MARGIN;
        if (size > GuestInstance.maxArgumentBytes()) {
            throw new TooLargeException(
                    String.format(
                            "tag and record have %,d bytes together, but a filter can be given %,d"
                                    + " at most",
                            (long) tag.length + record.length,
                            GuestInstance.maxArgumentBytes() - 3 * MARGIN));
        }
        byte[] window = guest.openArgumentWindow((int) size);
        System.arraycopy(tag, 0, window, MARGIN, tag.length);
        System.arraycopy(record, 0, window, (int) recordOffset, record.length);
        recordAddress = GuestInstance.argumentsAddress() + (int) recordOffset;
    }

    private static long aligned(long offset) {
        return (offset + 15) & ~15L;
    }

    @Override
    public int tagAddress() {
        return GuestInstance.argumentsAddress() + MARGIN;
    }

    @Override
    public int recordAddress() {
        return recordAddress;
    }

    @Override
    public void release() {
        // The window is the host's; the next event overwrites it.
    }
}
