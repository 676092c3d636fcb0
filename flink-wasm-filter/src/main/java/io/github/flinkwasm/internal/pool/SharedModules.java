package io.github.flinkwasm.internal.pool;

import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled modules of this class loader, shared by all subtasks that run the same bytes and counted
 * by their use: the first holder loads and compiles, the others wait for it, and the last one to
 * close lets the classes go.
 *
 * <p>A job may hold a module too ({@link Holder#keepFor}), so that a failover, which closes all
 * subtasks and opens them again in the same class loader, neither reads nor compiles it again. See
 * docs/rationale.md, "Why are modules shared, and instances not?".
 */
public final class SharedModules {
    private static final Logger LOG = LoggerFactory.getLogger(SharedModules.class);
    private static final SharedModules INSTANCE = new SharedModules();

    /** Guarded by itself, as are the counts of its entries and {@link #jobs}. */
    private final Map<String, Entry> entries = new HashMap<>();

    /** What each job holds. */
    private final Map<String, Set<Entry>> jobs = new HashMap<>();

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
        private final String sha256;
        private final CompletableFuture<SharedModule> module = new CompletableFuture<>();
        private int holders;

        private Entry(String sha256) {
            this.sha256 = sha256;
        }
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
        private final Entry entry;
        private final SharedModule module;
        private boolean closed;

        private Holder(Entry entry, SharedModule module) {
            this.entry = entry;
            this.module = module;
        }

        public SharedModule module() {
            return module;
        }

        /**
         * Keeps the module, also when this holder is closed, until {@link #endJob} is called with
         * the same job. Any number of holders may say so.
         *
         * @throws IllegalStateException if this holder is closed
         */
        public void keepFor(String job) {
            synchronized (entries) {
                if (closed) {
                    throw new IllegalStateException("This holder is closed; open another one");
                }
                if (jobs.computeIfAbsent(job, ignored -> new HashSet<>()).add(entry)) {
                    entry.holders++;
                }
            }
        }

        @Override
        public void close() {
            synchronized (entries) {
                if (!closed) {
                    closed = true;
                    release(entry);
                }
            }
        }
    }

    /** Lets go what the job holds, and nothing that another job holds. */
    public void endJob(String job) {
        synchronized (entries) {
            Set<Entry> held = jobs.remove(job);
            if (held != null) {
                held.forEach(this::release);
            }
        }
    }

    /**
     * Takes a module, loading it with {@code loader} and compiling it if nobody holds it yet.
     *
     * @throws io.github.flinkwasm.WasmFilterException as loader and compiler do; the next caller
     *     tries again
     * @throws InterruptedException if this thread was interrupted while it waited for another one
     *     to load the module; the interrupt flag is set
     */
    public Holder acquire(String sha256, Supplier<LoadedModule> loader)
            throws InterruptedException {
        while (true) {
            Entry entry;
            boolean first;
            synchronized (entries) {
                entry = entries.computeIfAbsent(sha256, Entry::new);
                first = entry.holders++ == 0;
            }
            boolean acquired = false;
            try {
                if (first) {
                    provide(entry, loader);
                }
                Holder holder = new Holder(entry, moduleOf(entry));
                acquired = true;
                return holder;
            } catch (ProviderCancelledException cancelled) {
                // Not our cancellation: now it is perhaps our turn to load.
            } finally {
                if (!acquired) {
                    release(entry);
                }
            }
        }
    }

    private static SharedModule moduleOf(Entry entry) throws InterruptedException {
        try {
            return entry.module.get();
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw cancelled;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(failed);
        }
    }

    private void provide(Entry entry, Supplier<LoadedModule> loader) {
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
            // Nobody may join an entry that has failed.
            synchronized (entries) {
                entries.remove(entry.sha256, entry);
            }
            // Waiting subtasks must not hang, whatever went wrong; they get the same failure,
            // unless it concerns this thread alone.
            entry.module.completeExceptionally(
                    Thread.currentThread().isInterrupted()
                            ? new ProviderCancelledException()
                            : failed);
            throw failed;
        }
    }

    /** The thread that loaded for others was cancelled; says nothing of the module. */
    private static final class ProviderCancelledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ProviderCancelledException() {
            super(null, null, false, false);
        }
    }

    private void release(Entry entry) {
        synchronized (entries) {
            if (--entry.holders == 0) {
                entries.remove(entry.sha256, entry);
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
