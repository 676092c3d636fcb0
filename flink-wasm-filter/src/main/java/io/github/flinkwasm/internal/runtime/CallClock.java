package io.github.flinkwasm.internal.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Times the calls of one instance. The owner starts and stops it around every call into the guest;
 * the {@link DeadlineWatchdog} looks at it from its own thread and marks a call that has to end;
 * the marked call ends itself at the next {@link DeadlineFlag#check}.
 *
 * <p>State: an idle clock is {@code generation << 2}, a running one has {@link #RUNNING} set, and
 * the watchdog may replace that by {@link #EXPIRED} or {@link #INTERRUPTED}. The generation changes
 * with every call, so a mark meant for one call can never hit the next.
 */
final class CallClock implements AutoCloseable {
    private static final int MASK = 3;
    private static final int RUNNING = 1;
    private static final int EXPIRED = 2;
    private static final int INTERRUPTED = 3;

    /** Waits are cut into pieces of this length, to look at deadline and interrupt in between. */
    private static final long WAIT_PIECE_NANOS = 2_000_000;

    private final AtomicLong state = new AtomicLong();

    private volatile @Nullable Thread owner;
    private volatile long deadline;

    /** When the watchdog last marked a call. */
    private volatile long markedAt;

    private long timeoutNanos;
    private long started;

    CallClock() {
        DeadlineWatchdog.register(this);
    }

    /** Starts timing a call on this thread. */
    void start(Duration timeout) {
        start(saturatedNanos(timeout));
    }

    void start(long nanos) {
        if (owner != Thread.currentThread()) {
            owner = Thread.currentThread();
        }
        timeoutNanos = nanos;
        started = System.nanoTime();
        deadline = started + nanos;
        state.set((((state.get() >>> 2) + 1) << 2) | RUNNING);
    }

    /**
     * Ends the timing.
     *
     * @return whether the watchdog had marked the call, that is whether its abnormal end is the
     *     clock's doing
     */
    boolean stop() {
        long before = state.get();
        state.set(before & ~(long) MASK);
        return (before & MASK) > RUNNING;
    }

    /** Called by the watchdog: marks the call if it has to end. Returns whether it is marked. */
    boolean inspect(long now) {
        long seen = state.get();
        if ((seen & MASK) == 0) {
            return false;
        }
        if ((seen & MASK) != RUNNING) {
            return true;
        }
        Thread thread = owner;
        long mark = 0;
        if (thread != null && thread.isInterrupted()) {
            mark = INTERRUPTED;
        } else if (now - deadline >= 0) {
            mark = EXPIRED;
        }
        if (mark == 0) {
            return false;
        }
        markedAt = System.nanoTime();
        return state.compareAndSet(seen, (seen & ~(long) MASK) | mark);
    }

    /** When the last call's time was up, by {@link System#nanoTime}. */
    long deadline() {
        return deadline;
    }

    /** When the watchdog saw that; means nothing if it has marked no call since. */
    long markedAt() {
        return markedAt;
    }

    boolean belongsTo(Thread thread) {
        return owner == thread;
    }

    /** Whether a call is being timed, marked or not. */
    boolean isRunning() {
        return (state.get() & MASK) != 0;
    }

    /** Ends the call of the current thread if the watchdog has marked it. */
    static void endIfMeant() {
        CallClock clock = DeadlineWatchdog.clockOf(Thread.currentThread());
        if (clock != null) {
            clock.endIfMarked();
        }
    }

    private void endIfMarked() {
        int mark = (int) (state.get() & MASK);
        if (mark > RUNNING) {
            StackHeadroom.ensure();
        }
        if (mark == EXPIRED) {
            throw new GuestTrap(
                    TrapKind.TIMEOUT,
                    String.format(
                            "the call ran for %,d ms and its limit is %,d ms",
                            (System.nanoTime() - started) / 1_000_000, timeoutNanos / 1_000_000));
        }
        if (mark == INTERRUPTED) {
            throw cancelled();
        }
    }

    private static GuestTrap cancelled() {
        return new GuestTrap(TrapKind.CANCELLED, "the thread that runs the filter was interrupted");
    }

    /**
     * Waits on the calling thread, ending early by a {@link GuestTrap} as {@link
     * DeadlineFlag#check} does.
     */
    static void sleep(long nanos) {
        long start = System.nanoTime();
        long waited = 0;
        while (waited < nanos) {
            if (Thread.currentThread().isInterrupted()) {
                // Parking would return at once; the watchdog need not be waited for.
                throw cancelled();
            }
            LockSupport.parkNanos(Math.min(nanos - waited, WAIT_PIECE_NANOS));
            DeadlineFlag.check();
            waited = System.nanoTime() - start;
        }
    }

    private static long saturatedNanos(Duration duration) {
        // Half the range of nanoTime differences: 146 years.
        return duration.toSeconds() > Long.MAX_VALUE / 2_000_000_000L
                ? Long.MAX_VALUE / 2
                : duration.toNanos();
    }

    /** Takes the clock off the watchdog's list. */
    @Override
    public void close() {
        DeadlineWatchdog.unregister(this);
    }
}
