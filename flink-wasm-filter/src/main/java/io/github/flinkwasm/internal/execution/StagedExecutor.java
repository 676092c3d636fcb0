package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.module.ModulePinning;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A filter that is being made ready on a thread of its own, while another one runs: fetched,
 * verified, compiled, started and warmed. The owner, one thread, either takes the executor or
 * discards all of it; the thread is a daemon and ends with its work.
 */
public final class StagedExecutor {

    /** Longer than that, warming would only keep a core from the running filter. */
    private static final Duration LONGEST_WARMING = Duration.ofSeconds(2);

    private static final int MOST_WARMING_CALLS = 20_000;

    /**
     * So long a module waits for the ones that were discarded before it. Compiling cannot be
     * interrupted, and takes memory; without the wait, a flood of commands would compile as many
     * modules at once. A read that hangs must not stop all later ones, so the wait has an end.
     */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private final CompletableFuture<FilterExecutor> executor = new CompletableFuture<>();
    private final Thread thread;

    /** Set before the future fails. */
    private volatile @Nullable Throwable problem;

    /** Set before the future is complete. */
    private volatile int warmingCalls;

    private StagedExecutor(
            Supplier<WasmFilter> filter,
            GuestOutputSink output,
            List<LogEvent> warmUp,
            Semaphore turn,
            String threadName) {
        this.thread = new Thread(() -> prepareInTurn(filter, output, warmUp, turn), threadName);
        thread.setDaemon(true);
        // A class path module, and a file system of the job, are found through it.
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    /**
     * Begins.
     *
     * @param filter made on the new thread; may throw what {@link #problem} then gives
     * @param warmUp events to run through an instance that is thrown away, so that the JVM has
     *     compiled what they need; none to do without
     * @param turn of one permit, the same for all that one owner starts one after the other
     */
    public static StagedExecutor start(
            Supplier<WasmFilter> filter,
            GuestOutputSink output,
            List<LogEvent> warmUp,
            Semaphore turn,
            String threadName) {
        StagedExecutor staged = new StagedExecutor(filter, output, warmUp, turn, threadName);
        staged.thread.start();
        return staged;
    }

    private void prepareInTurn(
            Supplier<WasmFilter> filter,
            GuestOutputSink output,
            List<LogEvent> warmUp,
            Semaphore turn) {
        boolean inTurn;
        try {
            inTurn = turn.tryAcquire(LONGEST_TURN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException discarded) {
            fail(discarded);
            return;
        }
        try {
            prepare(filter, output, warmUp);
        } finally {
            if (inTurn) {
                turn.release();
            }
        }
    }

    private void prepare(
            Supplier<WasmFilter> filter, GuestOutputSink output, List<LogEvent> warmUp) {
        FilterExecutor opened = null;
        try {
            WasmFilter wanted = filter.get();
            opened = FilterExecutor.open(wanted, output);
            ModulePinning.requireEmbeddable(wanted.modulePersistence(), opened.module().loaded());
            warmingCalls = warm(wanted, warmUp);
            if (executor.complete(opened)) {
                // From here on it is the owner's.
                opened = null;
            }
        } catch (InterruptedException discarded) {
            fail(discarded);
        } catch (RuntimeException | Error failed) {
            // Whatever it was, the owner must not wait for ever; and it must not end the task,
            // whose running filter knows nothing of it.
            fail(failed);
        } finally {
            if (opened != null) {
                opened.close();
            }
        }
    }

    private void fail(Throwable cause) {
        problem = cause;
        executor.completeExceptionally(cause);
    }

    private static int warm(WasmFilter filter, List<LogEvent> events) throws InterruptedException {
        if (events.isEmpty()) {
            return 0;
        }
        long end = System.nanoTime() + LONGEST_WARMING.toNanos();
        int calls = 0;
        try (FilterExecutor thrownAway = FilterExecutor.open(filter, (stream, text) -> {})) {
            while (calls < MOST_WARMING_CALLS && System.nanoTime() < end) {
                thrownAway.execute(events.get(calls % events.size()));
                calls++;
            }
        }
        return calls;
    }

    /** Whether the executor is there, or a problem. */
    public boolean isDone() {
        return executor.isDone();
    }

    /** How many calls it was warmed with; complete once it is ready. */
    public int warmingCalls() {
        return warmingCalls;
    }

    /** Why there will be no executor; empty while there may still be one. */
    public Optional<Throwable> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Waits until it is ready or has failed.
     *
     * @return whether it is one of the two
     * @throws InterruptedException if this thread was interrupted
     */
    public boolean await(Duration atMost) throws InterruptedException {
        try {
            executor.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    /** The executor, which is the caller's from here on; null unless it is ready. */
    public @Nullable FilterExecutor take() {
        return executor.isDone() && !executor.isCompletedExceptionally()
                ? executor.getNow(null)
                : null;
    }

    /** Ends the work, and closes what it has made. Not after {@link #take}. */
    public void discard() {
        if (!executor.cancel(false)) {
            FilterExecutor made = take();
            if (made != null) {
                made.close();
            }
        }
        thread.interrupt();
    }
}
