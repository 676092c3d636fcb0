package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.internal.pool.ResettableInstance;

/**
 * {@link io.github.flinkwasm.ResetPolicy#AUTO}: after failures, when memory has grown, before the
 * guest is as old as it may become ({@link AgeLimit}), and as often as makes it fast ({@link
 * RestoreTuner}). An outcome that may be due to the instance's age is doubted until a fresh
 * instance has confirmed it.
 */
final class AutoReset implements ResetSchedule {
    private static final long TOLERATED_GROWTH_BYTES = 1 << 20;

    private final AgeLimit age = new AgeLimit();
    private final RestoreTuner tuner;
    private int eventsSinceReset;

    AutoReset(RestoreTuner tuner) {
        this.tuner = tuner;
    }

    /** Whether an event of that size needs a younger instance. */
    boolean resetBefore(long eventBytes) {
        return age.isExceededBy(eventBytes)
                // Proven first: a life cut short proves little.
                || (!age.isProving() && eventsSinceReset >= tuner.interval());
    }

    /** Whether {@link #took} wants to know how long an event takes. */
    boolean isMeasuring() {
        return tuner.isMeasuring() && !age.isProving();
    }

    /**
     * Whether a failure may be due to the instance's age. Not a time-out: trying again would take
     * its time again.
     */
    boolean doubts(FailureReason reason) {
        return age.isAged()
                && switch (reason) {
                    case TRAP, INVALID_POINTER, INVALID_RECORD, MEMORY_LIMIT, EXITED -> true;
                    case STACK_EXHAUSTED, TIMEOUT, OUTPUT_TOO_LARGE, INPUT_TOO_LARGE -> false;
                };
    }

    /** Whether a drop has to be confirmed by a fresh instance. */
    boolean doubtsDrop() {
        return age.isProving() && age.isAged();
    }

    /**
     * Whether the instance would be reset before another event like this one. A drop is confirmed
     * then in passing: a guest that has given in goes on dropping.
     */
    boolean isAtEndOfLife(long eventBytes) {
        return age.isAged()
                && !age.isProving()
                && age.isExceededBy(2 * eventBytes + AgeLimit.EVENT_OVERHEAD);
    }

    /** A fresh instance was asked about a doubted outcome and had another one. */
    void gaveIn() {
        age.gaveIn();
    }

    /** The instance ran an event, and may be reset now. */
    void ran(long eventBytes) {
        eventsSinceReset++;
        age.survived(eventBytes);
    }

    /**
     * An event whose age limit was known before is done, and so is the reset after it, if there was
     * one. How long both took is looked at only while {@link #isMeasuring}.
     */
    void took(long nanos, long eventBytes) {
        tuner.ran(nanos, eventBytes);
    }

    void wasReset() {
        eventsSinceReset = 0;
        age.wasReset();
    }

    boolean isProving() {
        return age.isProving();
    }

    /** The most bytes of events in one life; {@code Long.MAX_VALUE} while it is being proven. */
    long ageLimit() {
        return age.limit();
    }

    /**
     * Growth up to a megabyte is not worth a reset: a guest that needs a few pages for its work
     * would have to grow again at the next event. A leak costs one reset for every megabyte.
     */
    @Override
    public boolean resetAfter(boolean failed, ResettableInstance instance) {
        return failed
                || instance.grownBytes()
                        > Math.max(TOLERATED_GROWTH_BYTES, instance.startBytes() / 2);
    }
}
