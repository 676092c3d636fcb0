package io.github.flinkwasm.internal.wasi;

/** Where the two module names of WASI lay data out differently. */
enum WasiLayout {
    /** {@code wasi_snapshot_preview1}. */
    PREVIEW1,
    /**
     * {@code wasi_unstable}, preview 0: smaller link counts, other seek origins, an id in clock
     * subscriptions.
     */
    UNSTABLE;

    private static final int SET = 0;
    private static final int CURRENT = 1;
    private static final int END = 2;

    /**
     * Translates where a seek counts from: 0 the start, 1 the position, 2 the end, in preview 1's
     * numbers.
     */
    int whence(int value) throws ErrnoException {
        if (value < 0 || value > 2) {
            throw Errno.INVAL.exception();
        }
        if (this == PREVIEW1) {
            return value;
        }
        return value == 0 ? CURRENT : value == 1 ? END : SET;
    }

    /** Bytes of a subscription of {@code poll_oneoff}. */
    int subscriptionSize() {
        return this == PREVIEW1 ? 48 : 56;
    }

    /**
     * Where in a clock subscription the clock's number stands; timeout, precision and flags follow.
     */
    int subscriptionClockOffset() {
        return this == PREVIEW1 ? 16 : 24;
    }

    /** Bytes of a file's status. */
    int filestatSize() {
        return this == PREVIEW1 ? 64 : 56;
    }

    /** Where in a file's status its size stands; the three times follow. */
    int filestatSizeOffset() {
        return this == PREVIEW1 ? 32 : 24;
    }
}
