package io.github.flinkwasm.internal.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all running calls every few milliseconds, from one daemon thread for all instances of a
 * class loader, and raises the {@link DeadlineFlag} while one of them has to end: because its time
 * is up, or because Flink has interrupted its thread to cancel the task. No guest thread is ever
 * interrupted by us.
 *
 * <p>The thread starts with the first instance and ends by itself some seconds after the last one
 * is closed, so that it does not keep a finished job's class loader alive.
 */
final class DeadlineWatchdog implements Runnable {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long IDLE_END_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Set<CallClock> CLOCKS = ConcurrentHashMap.newKeySet();

    /** Guarded by {@code DeadlineWatchdog.class}. */
    private static @Nullable Thread thread;

    private DeadlineWatchdog() {}

    static void register(CallClock clock) {
        synchronized (DeadlineWatchdog.class) {
            if (thread == null) {
                Thread started =
                        new Thread(null, new DeadlineWatchdog(), "wasm-filter-deadlines", 0, false);
                started.setDaemon(true);
                started.setContextClassLoader(null);
                started.start();
                thread = started;
            }
            // Last, so that no clock is left behind when there is no thread to be had.
            CLOCKS.add(clock);
        }
    }

    static void unregister(CallClock clock) {
        CLOCKS.remove(clock);
    }

    /** The clock whose instance the given thread runs at the moment, if any. */
    static @Nullable CallClock clockOf(Thread thread) {
        // Only reached while some call has to end, so a walk over a few dozen clocks is cheap
        // enough.
        for (CallClock clock : CLOCKS) {
            if (clock.belongsTo(thread) && clock.isRunning()) {
                return clock;
            }
        }
        return null;
    }

    @Override
    public void run() {
        long idleSince = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            // Parking does not wait while the flag is set; nobody may make this thread spin.
            Thread.interrupted();
            long now = System.nanoTime();
            if (!tick(now)) {
                idleSince = now;
            } else if (now - idleSince > IDLE_END_NANOS && ended()) {
                return;
            }
        }
    }

    /** Looks at every call once. Returns whether there is no instance at all. */
    private static boolean tick(long now) {
        try {
            boolean raise = false;
            boolean idle = true;
            for (CallClock clock : CLOCKS) {
                idle = false;
                raise |= clock.inspect(now);
            }
            DeadlineFlag.set(raise);
            return idle;
        } catch (OutOfMemoryError full) {
            // Somebody else filled the heap. Without this thread no guest would ever be stopped: go
            // on.
            return false;
        }
    }

    /** Gives the place free, unless an instance was registered in the meantime. */
    private static boolean ended() {
        synchronized (DeadlineWatchdog.class) {
            if (CLOCKS.isEmpty()) {
                thread = null;
                return true;
            }
            return false;
        }
    }
}
