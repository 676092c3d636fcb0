package io.github.flinkwasm.replay.report;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.annotation.Experimental;

/**
 * Says how far a replay is, from a thread of its own: on a terminal every second and always on the
 * same line; else, as in the log of a build, one line every few seconds.
 */
@Experimental
public final class ReplayProgress implements AutoCloseable {
    private static final long MILLIS_BETWEEN_TICKS = 500;

    private final ProgressLine line;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> ticking;

    private ReplayProgress(ProgressLine line) {
        this.line = line;
        this.timer = Executors.newSingleThreadScheduledExecutor(ReplayProgress::daemon);
        this.ticking =
                timer.scheduleAtFixedRate(
                        line::tick, 0, MILLIS_BETWEEN_TICKS, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to print.
     *
     * @param target usually standard error
     * @param isTerminal whether a line there can be written over
     * @param columns how wide a line may be there
     * @param progress asked from another thread, as often as something is printed
     */
    public static ReplayProgress start(
            PrintStream target,
            boolean isTerminal,
            int columns,
            Supplier<ProgressSnapshot> progress) {
        return new ReplayProgress(
                new ProgressLine(target, isTerminal, columns, progress, System::nanoTime));
    }

    /** Prints how it ended, and leaves the cursor at the begin of an empty line. */
    @Override
    public void close() {
        ticking.cancel(false);
        timer.shutdown();
        line.end();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "replay-progress");
        thread.setDaemon(true);
        return thread;
    }
}
