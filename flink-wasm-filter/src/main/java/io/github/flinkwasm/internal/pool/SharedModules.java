package io.github.flinkwasm.internal.pool;

import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled modules of this class loader, shared by all subtasks that run the same bytes and counted
 * by their use: the first holder compiles, the others wait for it, and the last one to close lets
 * the classes go.
 */
public final class SharedModules {
    private static final Logger LOG = LoggerFactory.getLogger(SharedModules.class);
    private static final SharedModules INSTANCE = new SharedModules();

    /** Guarded by itself. */
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * A module in use.
     *
     * @param loaded its verified bytes
     * @param compiled ready to be instantiated
     * @param loadTime how long it took to read and verify
     * @param compileTime how long it took to compile
     */
    public record SharedModule(
            LoadedModule loaded,
            CompiledModule compiled,
            Duration loadTime,
            Duration compileTime) {}

    private static final class Entry {
        private final CompletableFuture<SharedModule> module = new CompletableFuture<>();
        private int holders;
    }

    private SharedModules() {}

    /**
     * The one of this class loader: for a job jar one per job and TaskManager, in {@code lib/} one
     * a JVM.
     */
    public static SharedModules instance() {
        return INSTANCE;
    }

    /** A compiled module in use. Close it exactly once. */
    public final class Holder implements AutoCloseable {
        private final String sha256;
        private final SharedModule module;
        private boolean closed;

        private Holder(String sha256, SharedModule module) {
            this.sha256 = sha256;
            this.module = module;
        }

        public SharedModule module() {
            return module;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(sha256);
            }
        }
    }

    /**
     * Takes a module, loading it with {@code loader} and compiling it if nobody holds it yet.
     *
     * @throws io.github.flinkwasm.WasmFilterException as loader and compiler do; the next caller
     *     tries again
     */
    public Holder acquire(String sha256, Supplier<LoadedModule> loader) {
        Entry entry;
        boolean first;
        synchronized (entries) {
            entry = entries.computeIfAbsent(sha256, ignored -> new Entry());
            first = entry.holders++ == 0;
        }
        if (first) {
            provide(entry, loader);
        }
        try {
            return new Holder(sha256, entry.module.join());
        } catch (CompletionException failed) {
            release(sha256);
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private static void provide(Entry entry, Supplier<LoadedModule> loader) {
        try {
            long start = System.nanoTime();
            LoadedModule loaded = loader.get();
            long read = System.nanoTime();
            CompiledModule compiled = ModuleCompiler.compile(loaded.bytes(), loaded.origin());
            long end = System.nanoTime();
            Duration loadTime = Duration.ofNanos(read - start);
            Duration compileTime = Duration.ofNanos(end - read);
            // One line for each compilation, where every subtask has its own line at open: who
            // counts them sees whether sharing works.
            LOG.info(
                    "Compiled {}, sha256 {}, read in {} ms, compiled in {} ms; shared by all"
                            + " subtasks of this class loader.",
                    loaded.origin(),
                    loaded.sha256(),
                    loadTime.toMillis(),
                    compileTime.toMillis());
            entry.module.complete(new SharedModule(loaded, compiled, loadTime, compileTime));
        } catch (RuntimeException | Error failed) {
            // Waiting subtasks must not hang, whatever went wrong; they get the same failure.
            entry.module.completeExceptionally(failed);
        }
    }

    private void release(String sha256) {
        synchronized (entries) {
            Entry entry = entries.get(sha256);
            if (entry != null && --entry.holders == 0) {
                entries.remove(sha256);
            }
        }
    }

    /** How many different modules are held at the moment. */
    public int size() {
        synchronized (entries) {
            return entries.size();
        }
    }
}
