package io.github.flinkwasm.cli;

import java.util.concurrent.TimeUnit;

/**
 * Ends a run in good order when the process is asked to end, as by Ctrl-C: the guest is stopped,
 * what was emitted is written, and the counts are printed. Made, used and closed by the thread that
 * runs events; the virtual machine's shutdown runs in another.
 */
final class OrderlyShutdown implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Thread runner = Thread.currentThread();
    private final Runnable atEnd;
    private final Thread hook = new Thread(this::shutDown, "wasm-filter-shutdown");
    private boolean busy = true;

    /**
     * @param atEnd what is left to do once the runner has stopped or waits for input, with all
     *     output flushed
     */
    OrderlyShutdown(Runnable atEnd) {
        this.atEnd = atEnd;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The runner has nothing to do until more input comes; its output is flushed. */
    synchronized void runnerWaits() {
        busy = false;
        notifyAll();
    }

    /** More input came. */
    synchronized void runnerWorks() {
        busy = true;
    }

    private synchronized void shutDown() {
        runner.interrupt();
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            for (long left = PATIENCE_NANOS; busy && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        atEnd.run();
    }

    /** The run is over. */
    @Override
    public void close() {
        runnerWaits();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook is what made the run end, and does the rest.
        }
    }
}
