package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;

/**
 * Why the guest could not finish an event. In every case the event itself is kept, the instance is
 * restored or replaced, and the next event is handled as if nothing had happened.
 */
@PublicEvolving
public enum FailureReason {
    /**
     * The guest executed something that WebAssembly forbids (an {@code unreachable}, a division by
     * zero, an access outside its memory), called an import that nothing provides, or blocked. The
     * detail names it. Run the event through {@code wasm-filter run} with a debug build of the
     * filter; a panic message of the guest stands in the log of {@code io.github.flinkwasm.guest}.
     */
    TRAP(
            "run this event through the wasm-filter command with a debug build of the filter, and"
                    + " look at the guest's own output in the logger io.github.flinkwasm.guest"),

    /**
     * The guest recursed deeper than the thread's stack allows. Bound the recursion in the filter;
     * for deep but finite recursion give task threads a larger stack ({@code -Xss} in {@code
     * env.java.opts.taskmanager}).
     */
    STACK_EXHAUSTED(
            "bound the filter's recursion, or give task threads a larger stack (-Xss in"
                    + " env.java.opts.taskmanager)"),

    /**
     * The guest asked to end its process ({@code proc_exit}, {@code exit} or {@code abort}). A
     * filter lives as long as its job: return 0 to drop an event instead.
     */
    EXITED("let the filter return 0 to drop an event instead of ending its process"),

    /**
     * The call ran past {@link FilterLimits#callTimeout()}. Look for an endless loop; if the filter
     * only needs longer, raise the limit.
     */
    TIMEOUT("look for an endless loop in the filter, or raise FilterLimits.withCallTimeout"),

    /**
     * The guest was refused memory and then gave up. Raise {@link FilterLimits#memory()}, or, where
     * the module declares a maximum of its own, build it with a larger one.
     */
    MEMORY_LIMIT(
            "raise FilterLimits.withMemory, or build the module with a larger maximum of its own"),

    /**
     * The guest returned a pointer outside its memory, or a record that runs past the end of its
     * memory. A defect of the filter, often a text without its terminating NUL.
     */
    INVALID_POINTER(
            "check the pointer that the filter returns, and that a NUL follows its JSON text"),

    /**
     * What the guest returned is longer than {@link FilterLimits#maxOutput()}. Raise the limit if
     * such records are meant; otherwise look for a text without its terminating NUL.
     */
    OUTPUT_TOO_LARGE(
            "raise FilterLimits.withMaxOutput if records of this size are meant, else check that a"
                    + " NUL follows the filter's JSON text"),

    /**
     * The record is not one well-formed object of the filter's {@link EventFormat}: the guest
     * returned something else, or the event was not acceptable before the guest saw it. The detail
     * says which, and at which byte.
     */
    INVALID_RECORD("compare the record with the filter's event format (JSON or msgpack)"),

    /**
     * The event is too large to be handed to the guest. Nothing was called. Split such records
     * before the filter, or send them around it.
     */
    INPUT_TOO_LARGE("split such records before the filter, or send them around it");

    private final String advice;

    FailureReason(String advice) {
        this.advice = advice;
    }

    /** What to do about it: the end of a sentence, without a full stop. */
    String advice() {
        return advice;
    }
}
