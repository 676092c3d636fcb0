package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.abi.CallOutcome;
import io.github.flinkwasm.internal.abi.FilterInstance;
import io.github.flinkwasm.internal.artifact.CompiledModuleSource;
import io.github.flinkwasm.internal.codec.JsonText;
import io.github.flinkwasm.internal.metrics.FilterMetrics;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.module.ModuleSources;
import io.github.flinkwasm.internal.pool.ResettableInstance;
import io.github.flinkwasm.internal.pool.SharedModules;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * Runs one filter on one event after another: event in, {@link FilterOutcome} out. The only path
 * from any front door to a guest. Not thread-safe: a subtask has its own, and uses it from one
 * thread at a time.
 *
 * <p>Trouble with an event never throws; it is a {@link FilterOutcome.Failed}. After a failure the
 * guest is put back to its state after start-up before the next event.
 */
public final class FilterExecutor implements AutoCloseable {
    private static final FilterOutcome DROPPED = new FilterOutcome.Dropped();

    private final WasmFilter filter;
    private final String moduleSha256;
    private final SharedModules.Holder module;
    private final ResettableInstance instance;
    private final ResetSchedule schedule;
    private final LimitedOutput output;
    private final boolean repeatsRandom;

    /** Not null under {@link ResetPolicy#AUTO}. */
    private final @Nullable AutoReset auto;

    private final Witness witness;
    private final SplittableRandom numbers;

    /** What the random numbers of the running event derive from. */
    private long eventNumber;

    /** The last tag and its UTF-8 bytes: streams rarely change their tag from event to event. */
    private String lastTag = "";

    private byte[] lastTagBytes = new byte[0];

    private FilterExecutor(
            WasmFilter filter,
            String moduleSha256,
            SharedModules.Holder module,
            ResettableInstance instance,
            Witness witness,
            LimitedOutput output) {
        this.filter = filter;
        this.moduleSha256 = moduleSha256;
        this.module = module;
        this.instance = instance;
        this.schedule = ResetSchedule.of(filter.resetPolicy());
        this.auto = schedule instanceof AutoReset tuned ? tuned : null;
        this.witness = witness;
        this.numbers = new SplittableRandom(new SecureRandom().nextLong());
        this.output = output;
        this.repeatsRandom = filter.randomSeed().isPresent();
    }

    /**
     * Loads, verifies, compiles and starts a filter. Blocking: reads the module and may compile it.
     *
     * @param output takes the lines that the guest prints, after each call, as many as the limits
     *     let through
     * @throws io.github.flinkwasm.ModuleLoadException if the module cannot be read
     * @throws io.github.flinkwasm.ModuleRejectedException if it cannot be used as the filter asks
     * @throws InterruptedException if this thread was interrupted while it waited for another one
     *     that compiled the module, or while start code ran; the interrupt flag is set
     */
    public static FilterExecutor open(WasmFilter filter, GuestOutputSink output)
            throws InterruptedException {
        return open(filter, output, null);
    }

    /**
     * As {@link #open(WasmFilter, GuestOutputSink)}, with one more place to find the module.
     *
     * @param embedded the module's bytes as a restored checkpoint had them, if it had; verified
     *     before use
     */
    public static FilterExecutor open(
            WasmFilter filter, GuestOutputSink output, byte @Nullable [] embedded)
            throws InterruptedException {
        SharedModules.Holder holder = acquire(filter, embedded);
        boolean opened = false;
        try {
            LimitedOutput limited =
                    new LimitedOutput(
                            output,
                            filter.limits().maxGuestOutputPerSecond().getBytes(),
                            System::nanoTime);
            FilterStarter starter = FilterStarter.of(filter, holder.module().compiled(), limited);
            FilterExecutor executor =
                    new FilterExecutor(
                            filter,
                            holder.module().loaded().sha256(),
                            holder,
                            new ResettableInstance(starter::start, limited),
                            new Witness(starter.silent()),
                            limited);
            opened = true;
            return executor;
        } finally {
            if (!opened) {
                holder.close();
            }
        }
    }

    /** A pinned module that somebody else of this class loader runs already is not read again. */
    private static SharedModules.Holder acquire(WasmFilter filter, byte @Nullable [] embedded)
            throws InterruptedException {
        MemorySize maxSize = filter.limits().maxModuleSize();
        Optional<String> pin = filter.module().sha256();
        if (pin.isEmpty()) {
            LoadedModule loaded = ModuleLoader.load(filter.module(), maxSize);
            return acquire(filter, loaded.sha256(), () -> loaded);
        }
        ModuleSources sources =
                new ModuleSources(
                        filter.module(), filter.modulePersistence().store().orElse(null), embedded);
        return acquire(filter, pin.get(), () -> sources.load(maxSize));
    }

    /** Jobs share a compiled module only if they trust the same artifacts of it. */
    private static SharedModules.Holder acquire(
            WasmFilter filter, String sha256, Supplier<LoadedModule> loader)
            throws InterruptedException {
        CompiledModuleSource source = CompiledModuleSource.of(filter.artifacts(), filter.module());
        return SharedModules.instance().acquire(sha256 + source.trustKey(), loader, source::obtain);
    }

    /**
     * Filters one event.
     *
     * @param event its record is in the filter's event format; the event is not kept, but a failure
     *     holds it
     * @throws InterruptedException if this thread was interrupted while the guest ran; the
     *     interrupt flag is still set, and the event has no outcome
     */
    public FilterOutcome execute(LogEvent event) throws InterruptedException {
        instance.ensureDefined();
        byte[] tag = tagBytes(event.tag());
        byte[] record = event.record();
        if (filter.escapeUnicode() && filter.eventFormat() == EventFormat.JSON) {
            record = JsonText.escapeNonAscii(record);
        }
        if (auto == null) {
            FilterOutcome outcome = outcomeOf(event, tag, record);
            resetAfter(outcome);
            return outcome;
        }
        long bytes = (long) tag.length + record.length;
        boolean proven = !auto.isProving();
        long start = auto.isMeasuring() ? System.nanoTime() : 0;
        if (auto.resetBefore(bytes)) {
            reset();
        }
        FilterOutcome outcome = outcomeOf(event, tag, record);
        auto.ran(bytes);
        // Only now: the event belongs to the life that ends.
        resetAfter(outcome);
        if (proven) {
            auto.took(start == 0 ? 0 : System.nanoTime() - start, bytes);
        } else if (!auto.isProving()) {
            witness.close();
        }
        return outcome;
    }

    private void resetAfter(FilterOutcome outcome) throws InterruptedException {
        if (schedule.resetAfter(outcome instanceof FilterOutcome.Failed, instance)) {
            reset();
        }
    }

    private FilterOutcome outcomeOf(LogEvent event, byte[] tag, byte[] record)
            throws InterruptedException {
        chooseRandom(event, tag, record);
        CallOutcome outcome = call(event, tag, record);
        boolean denied = false;
        if (isDoubtful(outcome, event, tag, record)) {
            // Perhaps an earlier event's leak filled the memory: the event gets a second try in a
            // fresh one.
            CallOutcome doubted = outcome;
            reset();
            outcome = call(event, tag, record);
            denied = lacksMemory(outcome);
            if (auto != null && outcome != doubted && outcome != CallOutcome.CANCELLED) {
                auto.gaveIn();
            }
        }
        return switch (outcome) {
            case EMITTED ->
                    new FilterOutcome.Emitted(event.withRecord(instance.filter().emittedRecord()));
            case DROPPED -> denied ? failedForMemory(event) : DROPPED;
            case FAILED -> denied ? failedForMemory(event) : failed(event);
            case CANCELLED -> {
                reset();
                throw cancelled();
            }
        };
    }

    private static InterruptedException cancelled() {
        return new InterruptedException("The thread was interrupted while the filter ran");
    }

    private void reset() throws InterruptedException {
        instance.reset();
        if (auto != null) {
            auto.wasReset();
        }
    }

    private CallOutcome call(LogEvent event, byte[] tag, byte[] record) {
        if (auto != null || repeatsRandom) {
            instance.filter().guest().beginEvent(eventNumber);
        }
        CallOutcome outcome =
                instance.filter().call(tag, event.epochSecond(), event.nano(), record);
        instance.flushOutput();
        return outcome;
    }

    /**
     * Random numbers that depend on the event alone where they shall be repeatable; otherwise such
     * that a second try of the same event draws the same ones, so that a filter that samples by
     * chance is not taken for one that leaks.
     */
    private void chooseRandom(LogEvent event, byte[] tag, byte[] record) {
        if (repeatsRandom) {
            eventNumber = fingerprint(tag, event, record);
        } else if (auto != null) {
            eventNumber = numbers.nextLong();
        }
    }

    /** Whether an outcome counts only once a fresh instance has confirmed it. */
    private boolean isDoubtful(CallOutcome outcome, LogEvent event, byte[] tag, byte[] record)
            throws InterruptedException {
        if (outcome == CallOutcome.EMITTED || outcome == CallOutcome.CANCELLED) {
            return false;
        }
        if (lacksMemory(outcome)) {
            return true;
        }
        if (auto == null) {
            return false;
        }
        if (outcome == CallOutcome.FAILED) {
            return auto.doubts(instance.filter().failureReason());
        }
        if (auto.doubtsDrop()) {
            // Asked beside this instance, so that it can get older: only then is anything proven.
            return !witness.drops(event, tag, record, eventNumber);
        }
        return auto.isAtEndOfLife((long) tag.length + record.length);
    }

    private static long fingerprint(byte[] tag, LogEvent event, byte[] record) {
        long hash = event.epochSecond() * 31 + event.nano();
        for (byte[] part : new byte[][] {tag, record}) {
            hash = (hash ^ part.length) * 0x100000001b3L;
            for (byte octet : part) {
                hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
            }
        }
        return hash;
    }

    private byte[] tagBytes(String tag) {
        if (!tag.equals(lastTag)) {
            lastTag = tag;
            lastTagBytes = tag.getBytes(StandardCharsets.UTF_8);
        }
        return lastTagBytes;
    }

    /**
     * Whether a call ended as it does when memory was refused: dropped, trapped or with something
     * useless. A time-out or an exit has another cause, and a second try would take its time again.
     */
    private boolean lacksMemory(CallOutcome outcome) {
        if (!instance.filter().wasDeniedMemory()) {
            return false;
        }
        return switch (outcome) {
            case EMITTED, CANCELLED -> false;
            case DROPPED -> true;
            case FAILED ->
                    switch (instance.filter().failureReason()) {
                        case TRAP, INVALID_POINTER, INVALID_RECORD, MEMORY_LIMIT -> true;
                        case STACK_EXHAUSTED, EXITED, TIMEOUT, OUTPUT_TOO_LARGE, INPUT_TOO_LARGE ->
                                false;
                    };
        };
    }

    private FilterOutcome failedForMemory(LogEvent event) {
        return failed(
                event,
                FailureReason.MEMORY_LIMIT,
                String.format(
                        "the guest was refused memory at %,d bytes, also in a fresh instance; the"
                                + " limit is %s",
                        instance.memoryBytes(), filter.limits().memory().toHumanReadableString()));
    }

    private FilterOutcome failed(LogEvent event) {
        FilterInstance failing = instance.filter();
        return failed(event, failing.failureReason(), failing.failureDetail());
    }

    private FilterOutcome failed(LogEvent event, FailureReason reason, String detail) {
        return new FilterOutcome.Failed(
                new FilterFailure(event, moduleSha256, filter.functionName(), reason, detail));
    }

    /** The digest of the running module, 64 lower-case hex digits. */
    public String moduleSha256() {
        return moduleSha256;
    }

    /** The module behind the filter, shared with other executors. */
    public SharedModules.SharedModule module() {
        return module.module();
    }

    /**
     * Keeps the compiled module until the job ends ({@link SharedModules#endJob}) or the returned
     * action is run, so that the executors of its next attempt find it.
     */
    public Runnable keepModuleFor(String job, String operator) {
        module.keepFor(job, operator);
        return module.keepNoLonger(job, operator);
    }

    /** The compiled module behind the filter, for reports. */
    public CompiledModule compiledModule() {
        return module.module().compiled();
    }

    /** The instance behind the filter, for metrics. */
    public ResettableInstance instance() {
        return instance;
    }

    /**
     * What there is to show of the module and its instance.
     *
     * @param generation how many modules the job has run, this one included
     */
    public FilterMetrics.RunningModule runningModule(int generation) {
        SharedModules.SharedModule shared = module.module();
        return new FilterMetrics.RunningModule(
                shared.loadTime(),
                shared.compileTime(),
                shared.fromArtifact(),
                generation,
                instance::memoryBytes,
                instance::resets,
                instance::replacements);
    }

    /** The filter as configured. */
    public WasmFilter filter() {
        return filter;
    }

    /** What decides about resets under {@link ResetPolicy#AUTO}; null under another policy. */
    @Nullable AutoReset autoReset() {
        return auto;
    }

    /** Whether the policy lets guest state live from event to event. */
    public boolean keepsState() {
        return filter.resetPolicy() == ResetPolicy.NEVER;
    }

    @Override
    public void close() {
        instance.close();
        witness.close();
        output.close();
        module.close();
    }
}
