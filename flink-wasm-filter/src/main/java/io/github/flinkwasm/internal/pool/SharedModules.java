package io.github.flinkwasm.internal.pool;

import io.github.flinkwasm.internal.artifact.CompiledModuleSource;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.JitLimit;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
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

    /** What each job holds, and which of its operators say so. */
    private final Map<String, Map<Entry, Set<String>>> jobs = new HashMap<>();

    /**
     * A module in use.
     *
     * @param loaded its verified bytes
     * @param compiled ready to be instantiated
     * @param loadTime how long it took to read and verify
     * @param compileTime how long it took to compile; zero if it came from an artifact
     * @param fromArtifact whether nothing was compiled
     */
    public record SharedModule(
            LoadedModule loaded,
            CompiledModule compiled,
            Duration loadTime,
            Duration compileTime,
            boolean fromArtifact) {}

    private static final class Entry {
        private final String key;
        private final CompletableFuture<SharedModule> module = new CompletableFuture<>();
        private int holders;

        private Entry(String key) {
            this.key = key;
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
         * the same job, or every operator that said so has taken it back. Any number of holders may
         * say so.
         *
         * @throws IllegalStateException if this holder is closed
         */
        public void keepFor(String job, String operator) {
            synchronized (entries) {
                if (closed) {
                    throw new IllegalStateException("This holder is closed; open another one");
                }
                Map<Entry, Set<String>> held =
                        jobs.computeIfAbsent(job, ignored -> new HashMap<>());
                if (!held.containsKey(entry)) {
                    held.put(entry, new HashSet<>());
                    entry.holders++;
                }
                held.get(entry).add(operator);
            }
        }

        /**
         * What takes back {@link #keepFor}, once or any number of times; holds nothing itself, and
         * may be run when this holder is closed.
         */
        public Runnable keepNoLonger(String job, String operator) {
            Entry kept = entry;
            return () -> SharedModules.this.keepNoLonger(kept, job, operator);
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
            Map<Entry, Set<String>> held = jobs.remove(job);
            if (held != null) {
                held.keySet().forEach(this::release);
            }
        }
    }

    private void keepNoLonger(Entry entry, String job, String operator) {
        synchronized (entries) {
            Map<Entry, Set<String>> held = jobs.get(job);
            Set<String> operators = held == null ? null : held.get(entry);
            if (operators != null && operators.remove(operator) && operators.isEmpty()) {
                held.remove(entry);
                release(entry);
            }
        }
    }

    /** As the other one, with the compiler in place of a source. */
    public Holder acquire(String key, Supplier<LoadedModule> loader) throws InterruptedException {
        return acquire(
                key,
                loader,
                loaded ->
                        new CompiledModuleSource.Obtained(
                                ModuleCompiler.compile(loaded.bytes(), loaded.origin()), false));
    }

    /**
     * Takes a module, loading it with {@code loader} and making it ready with {@code source} if
     * nobody holds it yet.
     *
     * @param key equal for what may be shared: the module's digest, and whose artifacts are trusted
     * @throws io.github.flinkwasm.WasmFilterException as loader and compiler do; the next caller
     *     tries again
     * @throws InterruptedException if this thread was interrupted while it waited for another one
     *     to load the module; the interrupt flag is set
     */
    public Holder acquire(
            String key,
            Supplier<LoadedModule> loader,
            Function<LoadedModule, CompiledModuleSource.Obtained> source)
            throws InterruptedException {
        while (true) {
            Entry entry;
            boolean first;
            synchronized (entries) {
                entry = entries.computeIfAbsent(key, Entry::new);
                first = entry.holders++ == 0;
            }
            boolean acquired = false;
            try {
                if (first) {
                    provide(entry, loader, source);
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

    private void provide(
            Entry entry,
            Supplier<LoadedModule> loader,
            Function<LoadedModule, CompiledModuleSource.Obtained> source) {
        try {
            long start = System.nanoTime();
            LoadedModule loaded = loader.get();
            long read = System.nanoTime();
            CompiledModuleSource.Obtained obtained = source.apply(loaded);
            long end = System.nanoTime();
            Duration loadTime = Duration.ofNanos(read - start);
            Duration readyTime = Duration.ofNanos(end - read);
            // One line for each compilation, where every subtask has its own line at open: who
            // counts them sees whether sharing works.
            LOG.info(
                    obtained.fromArtifact()
                            ? "Took {} from its artifact, sha256 {}, read in {} ms, made ready in"
                                    + " {} ms; shared by all subtasks of this class loader."
                            : "Compiled {}, sha256 {}, read in {} ms, compiled in {} ms; shared by"
                                    + " all subtasks of this class loader.",
                    loaded.origin(),
                    loaded.sha256(),
                    loadTime.toMillis(),
                    readyTime.toMillis());
            warnOfHugeMethods(obtained.compiled());
            entry.module.complete(
                    new SharedModule(
                            loaded,
                            obtained.compiled(),
                            loadTime,
                            obtained.fromArtifact() ? Duration.ZERO : readyTime,
                            obtained.fromArtifact()));
        } catch (RuntimeException | Error failed) {
            // Nobody may join an entry that has failed.
            synchronized (entries) {
                entries.remove(entry.key, entry);
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

    /** Once for each module and class loader: every subtask would say the same. */
    private static void warnOfHugeMethods(CompiledModule compiled) {
        if (!compiled.hugeMethods().isEmpty() && JitLimit.holdsHere()) {
            LOG.warn(
                    "Module {} has {} with more bytecode than HotSpot compiles to machine code, so"
                        + " that they run several times slower: {}. Start the TaskManagers with {}"
                        + " (env.java.opts.taskmanager), or build the filter with smaller"
                        + " functions.",
                    compiled.origin(),
                    compiled.hugeMethods().size() == 1
                            ? "a function"
                            : compiled.hugeMethods().size() + " functions",
                    compiled.hugeMethods().stream()
                            .limit(5)
                            .map(CompiledModule.HugeMethod::function)
                            .toList(),
                    JitLimit.LIFTED_BY);
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
                entries.remove(entry.key, entry);
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
