package io.github.flinkwasm.internal.abi;

/** How one call of a filter ended. */
public enum CallOutcome {
    /** The filter returned a record: {@link FilterInstance#emittedRecord}. */
    EMITTED,
    /** The filter asked to drop the event. */
    DROPPED,
    /**
     * The call failed: {@link FilterInstance#failureReason} and {@link
     * FilterInstance#failureDetail}.
     */
    FAILED,
    /** The thread was interrupted while the guest ran; there is no outcome. */
    CANCELLED
}
