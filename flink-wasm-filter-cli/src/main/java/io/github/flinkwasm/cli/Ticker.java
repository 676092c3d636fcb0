package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.module.LoadedModule;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says every few seconds that a large module is still being compiled. */
final class Ticker {
    private static final long PERIOD_SECONDS = 2;

    private Ticker() {}

    /** Does some work on this thread, and says meanwhile that it goes on. */
    static <T> T during(Messages messages, LoadedModule module, Supplier<T> work) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Ticker::daemon);
        long start = System.nanoTime();
        ScheduledFuture<?> ticking =
                timer.scheduleAtFixedRate(
                        () -> messages.note(text(module, System.nanoTime() - start)),
                        PERIOD_SECONDS,
                        PERIOD_SECONDS,
                        TimeUnit.SECONDS);
        try {
            return work.get();
        } finally {
            ticking.cancel(true);
            timer.shutdownNow();
        }
    }

    private static String text(LoadedModule module, long nanos) {
        return "compiling %s, %,d bytes: %d s"
                .formatted(
                        module.origin(),
                        module.bytes().length,
                        TimeUnit.NANOSECONDS.toSeconds(nanos));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "wasm-filter-ticker");
        thread.setDaemon(true);
        return thread;
    }
}
