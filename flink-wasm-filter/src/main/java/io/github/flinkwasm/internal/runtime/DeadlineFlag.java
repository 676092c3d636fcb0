package io.github.flinkwasm.internal.runtime;

/**
 * The one question that compiled guest code asks at every call and loop: does any call of this JVM
 * have to end?
 *
 * <p>Generated classes name this class and {@link #check}: both belong to the format of compiled
 * artifacts. The fast path is one read of a static volatile; only while the {@link
 * DeadlineWatchdog} has raised the flag does a thread look whether it is meant.
 */
public final class DeadlineFlag {
    private static volatile boolean raised;

    private DeadlineFlag() {}

    /**
     * Ends the running call if its time is up or its thread was interrupted.
     *
     * @throws GuestTrap of kind {@link TrapKind#TIMEOUT} or {@link TrapKind#CANCELLED}
     */
    public static void check() {
        if (raised) {
            CallClock.endIfMeant();
        }
    }

    static void set(boolean anyCallHasToEnd) {
        if (raised != anyCallHasToEnd) {
            raised = anyCallHasToEnd;
        }
    }
}
