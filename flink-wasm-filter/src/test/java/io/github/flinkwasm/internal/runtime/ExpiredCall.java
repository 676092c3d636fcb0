package io.github.flinkwasm.internal.runtime;

/** A call on the current thread whose time is up and that the watchdog has marked. */
final class ExpiredCall {
    private ExpiredCall() {}

    /** Runs the body within such a call. */
    static void during(Runnable body) {
        try (CallClock clock = new CallClock()) {
            clock.start(0);
            while (!isMarked()) {
                Thread.onSpinWait();
            }
            body.run();
            clock.stop();
        }
    }

    private static boolean isMarked() {
        try {
            DeadlineFlag.check();
            return false;
        } catch (GuestTrap marked) {
            return true;
        }
    }
}
