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
import io.github.flinkwasm.internal.execution.FailureLog;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.internal.execution.GuestLog;
import io.github.flinkwasm.internal.metrics.FilterMetrics;
import io.github.flinkwasm.internal.module.ModulePinning;
import io.github.flinkwasm.internal.pool.SharedModules;
import io.github.flinkwasm.internal.upgrade.PlannedUpgrade;
import io.github.flinkwasm.internal.upgrade.UpgradePlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
 * {@link #filter} for every element, now and then {@link #upgradeTo}, {@link #close} on the
 * subtask's thread.
 */
final class ElementFilter<IN, OUT> implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ElementFilter.class);

    private static final String RELEASE_HOOK = "flink-wasm-filter-modules";

    private final WasmFilter filter;
    private final RecordCodec<IN, OUT> codec;

    private transient @Nullable ModulePinState pinState;

    /** The filter with the module that runs, which may be another one than was configured. */
    private transient @Nullable WasmFilter running;

    private transient @Nullable FilterExecutor executor;
    private transient @Nullable String job;
    private transient @Nullable String operator;

    /** Takes back that the job keeps the running module when this task ends. */
    private transient @Nullable Runnable keepNoLonger;

    /** The same for modules that ran before. */
    private transient List<Runnable> former;

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

    /**
     * A function without a control stream forgets what was staged: nobody could activate it. The
     * module that runs goes on, however it came.
     */
    void forgetRestoredPlan() throws Exception {
        ModulePinState state = pinState;
        UpgradePlan plan = state == null ? null : state.restoredPlan();
        if (state != null && plan != null && plan.upgrade() != null) {
            LOG.warn(
                    "The checkpoint names upgrade {} with module {}, which was not complete. It is"
                            + " forgotten, since this job has no control stream.",
                    plan.upgrade().id(),
                    plan.upgrade().module());
            state.keepPlan(null);
        }
    }

    void open(RuntimeContext context) throws Exception {
        failureLog = new FailureLog(LOG::warn, System::nanoTime, "FailureHandling.SIDE_OUTPUT");
        former = new ArrayList<>();
        WasmFilter wanted = pinState == null ? filter : pinState.filter();
        byte[] embedded = pinState == null ? null : pinState.embeddedModule();
        FilterExecutor opened =
                FilterExecutor.open(
                        wanted, guestLog(wanted.functionName(), wanted.module()), embedded);
        executor = opened;
        running = wanted;
        String jobId = context.getJobInfo().getJobId().toString();
        job = jobId;
        operator = context.getTaskInfo().getTaskName();
        // By its name once per class loader and job; runs when the job has left this TaskManager.
        context.registerUserCodeClassLoaderReleaseHookIfAbsent(
                RELEASE_HOOK, () -> SharedModules.instance().endJob(jobId));
        if (pinState != null) {
            ModulePinning.requireEmbeddable(wanted.modulePersistence(), opened.module().loaded());
            pinState.embedModule(bytesToEmbed(opened));
        }
        metrics = FilterMetrics.register(context.getMetricGroup());
        show(opened, wanted);
    }

    static GuestLog guestLog(String functionName, ModuleReference module) {
        return new GuestLog(nameOf(functionName, module));
    }

    private static String nameOf(String functionName, ModuleReference module) {
        return functionName + " in " + ModuleReference.of(module.uri());
    }

    private byte @Nullable [] bytesToEmbed(FilterExecutor opened) {
        return filter.modulePersistence().embedInState() ? opened.module().loaded().bytes() : null;
    }

    private void show(FilterExecutor opened, WasmFilter wanted) {
        keep(opened);
        int generation = pinState == null ? 1 : pinState.generation();
        metrics.show(opened.runningModule(generation));
        LOG.info(
                "Running {}, sha256 {}, generation {}, read in {} ms, compiled in {} ms.",
                nameOf(wanted.functionName(), wanted.module()),
                opened.moduleSha256(),
                generation,
                opened.module().loadTime().toMillis(),
                opened.module().compileTime().toMillis());
    }

    /**
     * Lets another module take over, from the next element on, and pins it.
     *
     * @param opened runs the upgrade's module; closed by this filter from now on
     */
    void upgradeTo(PlannedUpgrade upgrade, FilterExecutor opened) throws Exception {
        ModulePinState state = Objects.requireNonNull(pinState, "no state");
        FilterExecutor before = Objects.requireNonNull(executor, "open() was not called");
        former.add(Objects.requireNonNull(keepNoLonger));
        state.upgradeTo(upgrade, bytesToEmbed(opened));
        executor = opened;
        WasmFilter wanted = upgrade.applyTo(filter);
        running = wanted;
        show(opened, wanted);
        before.close();
    }

    /**
     * Lets go of the modules that ran before. To be called when a checkpoint with the running one
     * is complete: until then a restart would need the one before.
     */
    void forgetFormerModules() {
        if (!former.isEmpty()) {
            former.forEach(Runnable::run);
            former.clear();
            // It may be one of them.
            keep(Objects.requireNonNull(executor));
        }
    }

    private void keep(FilterExecutor opened) {
        keepNoLonger =
                opened.keepModuleFor(Objects.requireNonNull(job), Objects.requireNonNull(operator));
    }

    ModulePinState pinState() {
        return Objects.requireNonNull(pinState, "initializeState() was not called");
    }

    FilterMetrics metrics() {
        return metrics;
    }

    /** Digest of the running module. */
    String runningSha256() {
        return Objects.requireNonNull(executor, "open() was not called").moduleSha256();
    }

    /** For people: the running function and its module. */
    String runningName() {
        return "function \"%s\" of %s"
                .formatted(Objects.requireNonNull(running).functionName(), module());
    }

    /** Whether what runs is the upgrade's function of the upgrade's module, wherever that is. */
    boolean runs(PlannedUpgrade upgrade) {
        String functionName = Objects.requireNonNull(running).functionName();
        return runningSha256().equals(upgrade.sha256())
                && functionName.equals(upgrade.functionNameOr(filter.functionName()));
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
            case FAIL -> throw new FilterFailedException(module(), failure);
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
            FilterFailedException failed = new FilterFailedException(module(), failure);
            failed.addSuppressed(e);
            throw failed;
        }
    }

    private ModuleReference module() {
        return Objects.requireNonNull(running, "open() was not called").module();
    }

    private FilterFailure invalidRecord(LogEvent event, InvalidRecordException problem) {
        return new FilterFailure(
                event,
                runningSha256(),
                Objects.requireNonNull(running).functionName(),
                FailureReason.INVALID_RECORD,
                Objects.requireNonNullElse(problem.getMessage(), "the codec gave no reason"));
    }

    // Flink says null or Long.MIN_VALUE where there is no timestamp: the latter after a side
    // output.
    private static long timestampOrZero(@Nullable Long timestamp) {
        return timestamp == null || timestamp == Long.MIN_VALUE ? 0 : timestamp;
    }
}
