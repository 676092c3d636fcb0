package io.github.flinkwasm.internal.execution;

/**
 * How old an instance may become before it is put back: a quarter of the age that the guest was
 * seen to survive. Age is counted in bytes of events since the last reset.
 *
 * <p>A filter that leaks works until its memory is full; then it traps, or returns 0, which looks
 * like a drop. So the limit is proven first: for some time every drop of an instance that is not
 * fresh has to be confirmed by a fresh one, while the instance gets older. What the guest survived
 * that way, and a guest that was seen to give in, set the limit for good. See docs/rationale.md,
 * "How does AUTO know when to put an instance back?".
 */
final class AgeLimit {
    /** What an event adds to the age beside its bytes: a leak per event counts too. */
    static final int EVENT_OVERHEAD = 64;

    /** One life of this age is proof enough. */
    static final long PROVING_AGE = 2 << 20;

    /** With lives that end earlier, by failures or growth, so many bytes in all are enough. */
    static final long PROVING_BYTES = 4 * PROVING_AGE;

    private static final int MARGIN = 4;

    private boolean proving = true;
    private long limit = Long.MAX_VALUE;
    private long age;
    private long ageBeforeReset;
    private long survived;
    private long fed;

    /** Whether drops of an aged instance need to be confirmed. */
    boolean isProving() {
        return proving;
    }

    /** Whether the instance has run an event since its last reset. */
    boolean isAged() {
        return age > 0;
    }

    /** Whether the instance would become too old by an event of that size. */
    boolean isExceededBy(long eventBytes) {
        return age > 0 && age + eventBytes + EVENT_OVERHEAD > limit;
    }

    /** The instance ran an event, and its outcome was its own or was confirmed. */
    void survived(long eventBytes) {
        age += eventBytes + EVENT_OVERHEAD;
        if (proving) {
            fed += eventBytes + EVENT_OVERHEAD;
            survived = Math.max(survived, age);
            if (survived >= PROVING_AGE || fed >= PROVING_BYTES) {
                end(survived);
            }
        }
    }

    /**
     * A fresh instance had another outcome for an event than the one at its age, which may have
     * been reset since.
     */
    void gaveIn() {
        end(Math.min(age > 0 ? age : ageBeforeReset, limit));
    }

    private void end(long provenAge) {
        proving = false;
        limit = Math.max(1, provenAge / MARGIN);
    }

    void wasReset() {
        ageBeforeReset = age;
        age = 0;
    }

    /** The most bytes of events in one life; {@code Long.MAX_VALUE} while it is being proven. */
    long limit() {
        return limit;
    }
}
