package io.github.flinkwasm.replay.diff;

import org.apache.flink.annotation.Experimental;

/** How the outcome of one event under the candidate relates to that under the baseline. */
@Experimental
public enum Difference {
    /** Emitted with the same value, dropped by both, or failed in both for the same reason. */
    UNCHANGED,

    /** Emitted by both, with different records. */
    CHANGED,

    /** Emitted by the baseline, dropped by the candidate. */
    NEWLY_DROPPED,

    /** Dropped by the baseline, emitted by the candidate. */
    NEWLY_KEPT,

    /** Emitted or dropped by the baseline, failed in the candidate. */
    NEWLY_FAILED,

    /** Failed in the baseline, emitted or dropped by the candidate. */
    NO_LONGER_FAILED,

    /** Failed in both, for different reasons. */
    FAILED_DIFFERENTLY
}
