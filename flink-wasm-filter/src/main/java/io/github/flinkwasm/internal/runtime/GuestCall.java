package io.github.flinkwasm.internal.runtime;

/**
 * What a host function sees of the call in which it runs. Valid only while it runs, on its thread.
 */
public interface GuestCall {

    /** The guest's linear memory and the host windows. */
    GuestMemory memory();

    /**
     * Ends the call when its deadline has passed or its thread was interrupted. Cheap; to be called
     * in every loop whose length the guest decides.
     *
     * @throws GuestTrap of kind {@link TrapKind#TIMEOUT} or {@link TrapKind#CANCELLED}
     */
    void checkDeadline();

    /**
     * Waits without missing the deadline or an interrupt.
     *
     * @param nanos how long; nothing at or below 0
     * @throws GuestTrap as {@link #checkDeadline}
     */
    void sleep(long nanos);

    /**
     * Calls a function that the guest exports, within the same deadline.
     *
     * @throws GuestTrap when there is no such function, or it ends abnormally
     */
    long callExport(String name, long... arguments);

    /** Whether the guest exports a function of that name and signature. */
    boolean hasExport(String name, FunctionSignature signature);

    /**
     * Notes that the host refused memory to the guest; counts as a denied allocation of this call.
     */
    void noteDeniedAllocation();
}
