package io.github.flinkwasm.internal.runtime;

/** When the last call of an instance should have ended, for measurements outside this package. */
public final class DeadlineTimes {
    private DeadlineTimes() {}

    /** When its time was up, by {@link System#nanoTime}. */
    public static long deadline(GuestInstance instance) {
        return instance.clock().deadline();
    }

    /** When the watchdog noticed that. */
    public static long noticed(GuestInstance instance) {
        return instance.clock().markedAt();
    }
}
