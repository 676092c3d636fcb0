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

    private final CompletableFuture<FilterExecutor> executor = new CompletableFuture<>();
    private final Thread thread;

    /** Set before the future fails. */
    private volatile @Nullable Throwable problem;

    private StagedExecutor(
            Supplier<WasmFilter> filter,
            GuestOutputSink output,
            List<LogEvent> warmUp,
            String threadName) {
        this.thread = new Thread(() -> prepare(filter, output, warmUp), threadName);
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
     */
    public static StagedExecutor start(
            Supplier<WasmFilter> filter,
            GuestOutputSink output,
            List<LogEvent> warmUp,
            String threadName) {
        StagedExecutor staged = new StagedExecutor(filter, output, warmUp, threadName);
        staged.thread.start();
        return staged;
    }

    private void prepare(
            Supplier<WasmFilter> filter, GuestOutputSink output, List<LogEvent> warmUp) {
        FilterExecutor opened = null;
        try {
            WasmFilter wanted = filter.get();
            opened = FilterExecutor.open(wanted, output);
            ModulePinning.requireEmbeddable(wanted.modulePersistence(), opened.module().loaded());
            warm(wanted, warmUp);
            if (executor.complete(opened)) {
                // From here on it is the owner's.
                opened = null;
            }
        } catch (InterruptedException discarded) {
            fail(discarded);
        } catch (RuntimeException | Error failed) {
            // Whatever it was, the owner must not wait for ever; and it must not end the task,
            // whose
            // running filter knows nothing of it.
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

    private static void warm(WasmFilter filter, List<LogEvent> events) throws InterruptedException {
        if (events.isEmpty()) {
            return;
        }
        long end = System.nanoTime() + LONGEST_WARMING.toNanos();
        try (FilterExecutor thrownAway = FilterExecutor.open(filter, (stream, text) -> {})) {
            for (int call = 0; call < MOST_WARMING_CALLS && System.nanoTime() < end; call++) {
                thrownAway.execute(events.get(call % events.size()));
            }
        }
    }

    /** Whether the executor is there, or a problem. */
    public boolean isDone() {
        return executor.isDone();
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
