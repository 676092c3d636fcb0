package io.github.flinkwasm.internal.wasi;

/** How much the guest may still write to files in its current call. */
final class WriteBudget {
    /** The most that one call writes, counting what it adds to files by seeking past their ends. */
    static final long BYTES_PER_CALL = 16 << 20;

    /** What a new file or directory counts, so that their number is bounded too. */
    static final int ENTRY = 4 << 10;

    private long left = BYTES_PER_CALL;

    /** Begins anew, with a call. */
    void renew() {
        left = BYTES_PER_CALL;
    }

    /** Takes as much of an amount as there is. */
    int take(int amount) {
        int taken = (int) Math.min(amount, left);
        left -= taken;
        return taken;
    }

    /** Takes an amount, or fails and takes nothing. */
    void takeAll(long amount) throws ErrnoException {
        if (amount > left) {
            throw Errno.DQUOT.exception();
        }
        left -= amount;
    }
}
