package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailedException;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.artifact.ArtifactPinning;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.internal.execution.GuestLog;
import io.github.flinkwasm.internal.metrics.FilterMetrics;
import io.github.flinkwasm.internal.module.ModulePinning;
import io.github.flinkwasm.internal.pool.SharedModules;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all functions of this package share: a filter with its codec, and for a running subtask the
 * executor, its metrics and the pin in its state. The functions say where results go.
 *
 * <p>Life: made on the client, which pins the module; {@link #initializeState}, {@link #open},
 * {@link #filter} for every element, {@link #close} on the subtask's thread.
 */
final class ElementFilter<IN, OUT> implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ElementFilter.class);

    private static final String RELEASE_HOOK = "flink-wasm-filter-modules";

    private final WasmFilter filter;
    private final RecordCodec<IN, OUT> codec;

    private transient @Nullable ModulePinState pinState;
    private transient @Nullable FilterExecutor executor;
    private transient FilterMetrics metrics;
    private transient FailureLog failureLog;

    /** Where the elements of one function go. */
    interface Ways<IN, OUT> {
        void emit(OUT element);

        void drop(IN element);

        /** Only under {@link io.github.flinkwasm.FailureHandling#SIDE_OUTPUT}. */
        void fail(FilterFailure failure);
    }

    private ElementFilter(WasmFilter filter, RecordCodec<IN, OUT> codec) {
        this.filter = filter;
        this.codec = codec;
    }

    /**
     * Checks the codec against the filter and pins the module; reads the module unless it is
     * pinned.
     *
     * @throws InvalidConfigurationException when the codec has no records of the filter's format
     * @throws io.github.flinkwasm.WasmFilterException when the module cannot be read, or not be
     *     stored
     */
    static <IN, OUT> ElementFilter<IN, OUT> of(WasmFilter filter, RecordCodec<IN, OUT> codec) {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(codec, "codec");
        EventFormat format = filter.eventFormat();
        if (!codec.supports(format)) {
            throw new InvalidConfigurationException(
                    ("The filter of module %s has event format %s, but the codec for elements of"
                         + " type %s does not support it. Choose a codec that does, such as"
                         + " RecordCodecs.bytes(), or set the event format for which the module was"
                         + " built.")
                            .formatted(filter.module(), format, codec.inputType()));
        }
        return new ElementFilter<>(
                ArtifactPinning.pin(ModulePinning.pin(filter)), codec.forFormat(format));
    }

    WasmFilter filter() {
        return filter;
    }

    RecordCodec<IN, OUT> codec() {
        return codec;
    }

    void initializeState(FunctionInitializationContext context) throws Exception {
        pinState = ModulePinState.initialize(context, filter);
    }

    void open(RuntimeContext context) throws Exception {
        failureLog = new FailureLog(LOG::warn, System::nanoTime);
        String guest = filter.functionName() + " in " + ModuleReference.of(filter.module().uri());
        byte[] embedded = pinState == null ? null : pinState.embeddedModule();
        FilterExecutor opened = FilterExecutor.open(filter, new GuestLog(guest), embedded);
        executor = opened;
        String job = context.getJobInfo().getJobId().toString();
        opened.keepModuleFor(job);
        // By its name once per class loader and job; runs when the job has left this TaskManager.
        context.registerUserCodeClassLoaderReleaseHookIfAbsent(
                RELEASE_HOOK, () -> SharedModules.instance().endJob(job));
        if (pinState != null) {
            ModulePinning.requireEmbeddable(filter.modulePersistence(), opened.module().loaded());
            pinState.embedModule(
                    filter.modulePersistence().embedInState()
                            ? opened.module().loaded().bytes()
                            : null);
        }
        int generation = pinState == null ? 1 : pinState.generation();
        metrics = FilterMetrics.register(context.getMetricGroup());
        metrics.showModule(
                opened.module().loadTime(),
                opened.module().compileTime(),
                opened.module().fromArtifact(),
                generation);
        metrics.showInstance(
                opened.instance()::memoryBytes,
                opened.instance()::resets,
                opened.instance()::replacements);
        LOG.info(
                "Running {}, sha256 {}, generation {}, read in {} ms, compiled in {} ms.",
                guest,
                opened.moduleSha256(),
                generation,
                opened.module().loadTime().toMillis(),
                opened.module().compileTime().toMillis());
    }

    void close() {
        if (executor != null) {
            executor.close();
            executor = null;
        }
    }

    /**
     * Filters one element and sends it one way.
     *
     * @param timestamp the element's event timestamp; null or {@code Long.MIN_VALUE} when it has
     *     none
     * @throws InterruptedException if the task was cancelled meanwhile
     * @throws FilterFailedException if the event failed and the filter says that the job shall fail
     */
    void filter(IN element, @Nullable Long timestamp, Ways<IN, OUT> ways)
            throws InterruptedException {
        LogEvent event = codec.toEvent(element, timestampOrZero(timestamp));
        FilterExecutor running = Objects.requireNonNull(executor, "open() was not called");
        long start = metrics.startCall();
        FilterOutcome outcome = running.execute(event);
        metrics.endCall(start);
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            emit(element, event, emitted.event(), ways);
        } else if (outcome instanceof FilterOutcome.Dropped) {
            metrics.countDropped();
            ways.drop(element);
        } else if (outcome instanceof FilterOutcome.Failed failed) {
            fail(element, event, failed.failure(), ways);
        }
    }

    private void emit(IN element, LogEvent event, LogEvent emitted, Ways<IN, OUT> ways) {
        OUT result;
        try {
            result = codec.fromEvent(element, emitted);
        } catch (InvalidRecordException e) {
            fail(element, event, invalidRecord(event, e), ways);
            return;
        }
        metrics.countEmitted();
        ways.emit(result);
    }

    private void fail(IN element, LogEvent event, FilterFailure failure, Ways<IN, OUT> ways) {
        metrics.countFailed(failure.reason());
        switch (filter.failureHandling()) {
            case FAIL -> throw new FilterFailedException(filter.module(), failure);
            case SIDE_OUTPUT -> ways.fail(failure);
            case PASS_THROUGH -> {
                OUT original = originalOf(element, event, failure);
                failureLog.warn(failure, "was passed through unfiltered");
                ways.emit(original);
            }
            case DROP -> {
                failureLog.warn(failure, "was dropped");
                ways.drop(element);
            }
        }
    }

    private OUT originalOf(IN element, LogEvent event, FilterFailure failure) {
        try {
            return codec.fromOriginal(element, event);
        } catch (InvalidRecordException e) {
            FilterFailedException failed = new FilterFailedException(filter.module(), failure);
            failed.addSuppressed(e);
            throw failed;
        }
    }

    private FilterFailure invalidRecord(LogEvent event, InvalidRecordException problem) {
        return new FilterFailure(
                event,
                filter.module().sha256().orElseThrow(),
                filter.functionName(),
                FailureReason.INVALID_RECORD,
                Objects.requireNonNullElse(problem.getMessage(), "the codec gave no reason"));
    }

    // Flink says null or Long.MIN_VALUE where there is no timestamp: the latter after a side
    // output.
    private static long timestampOrZero(@Nullable Long timestamp) {
        return timestamp == null || timestamp == Long.MIN_VALUE ? 0 : timestamp;
    }
}
