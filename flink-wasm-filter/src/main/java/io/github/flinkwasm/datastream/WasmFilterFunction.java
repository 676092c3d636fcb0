package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailedException;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.FilterFailureTypeInformation;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.internal.execution.GuestLog;
import io.github.flinkwasm.internal.metrics.FilterMetrics;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every element of a stream through a filter.
 *
 * <pre>{@code
 * WasmFilterFunction<String, String> redact =
 *         WasmFilterFunction.of(filter, RecordCodecs.strings());
 * SingleOutputStreamOperator<String> emitted =
 *         lines.process(redact).name("redact").uid("redact");
 * DataStream<String> dropped = emitted.getSideOutput(redact.droppedTag());
 * DataStream<FilterFailure> failed = emitted.getSideOutput(redact.failedTag());
 * }</pre>
 *
 * <p>Every element leaves through one of three ways: what the guest emitted through the main
 * output, elements it dropped through {@link #droppedTag()}, and events it could not finish as
 * {@link FailureHandling} says. A side output that nobody reads costs nothing. Timestamps and
 * watermarks pass. The filter keeps no state in a checkpoint: after a restart its instances are
 * fresh.
 *
 * <p>Opening the function fetches and starts the module, and throws {@link ModuleLoadException} or
 * {@link ModuleRejectedException} when that fails. A cancelled job ends a call that is under way.
 *
 * @param <IN> an element of the stream that is filtered
 * @param <OUT> an element of the stream of what the filter emitted
 */
@PublicEvolving
public final class WasmFilterFunction<IN, OUT> extends ProcessFunction<IN, OUT>
        implements ResultTypeQueryable<OUT> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(WasmFilterFunction.class);

    private final WasmFilter filter;
    private final RecordCodec<IN, OUT> codec;
    private final OutputTag<IN> droppedTag;
    private final OutputTag<FilterFailure> failedTag;

    private transient @Nullable FilterExecutor executor;
    private transient FilterMetrics metrics;
    private transient FailureLog failureLog;

    private WasmFilterFunction(WasmFilter filter, RecordCodec<IN, OUT> codec) {
        this.filter = filter;
        this.codec = codec;
        this.droppedTag = new OutputTag<>("wasm-dropped", codec.inputType());
        this.failedTag = new OutputTag<>("wasm-failed", FilterFailureTypeInformation.INSTANCE);
    }

    /**
     * A function that runs the filter on the elements that the codec translates.
     *
     * @throws InvalidConfigurationException when the codec has no records of the filter's format
     */
    public static <IN, OUT> WasmFilterFunction<IN, OUT> of(
            WasmFilter filter, RecordCodec<IN, OUT> codec) {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(codec, "codec");
        if (!codec.supports(filter.eventFormat())) {
            throw new InvalidConfigurationException(
                    ("The filter of module %s has event format %s, but the codec for elements of"
                         + " type %s does not support it. Choose a codec that does, such as"
                         + " RecordCodecs.bytes(), or set the event format for which the module was"
                         + " built.")
                            .formatted(filter.module(), filter.eventFormat(), codec.inputType()));
        }
        return new WasmFilterFunction<>(filter, codec);
    }

    /** The side output of elements that the guest dropped, as they came. */
    public OutputTag<IN> droppedTag() {
        return droppedTag;
    }

    /** The side output of events that failed; used under {@link FailureHandling#SIDE_OUTPUT}. */
    public OutputTag<FilterFailure> failedTag() {
        return failedTag;
    }

    @Override
    public TypeInformation<OUT> getProducedType() {
        return codec.outputType();
    }

    @Override
    public void open(OpenContext openContext) {
        metrics = FilterMetrics.register(getRuntimeContext().getMetricGroup());
        failureLog = new FailureLog(LOG::warn, System::nanoTime);
        String guest = filter.functionName() + " in " + filter.module();
        executor = FilterExecutor.open(filter, new GuestLog(guest));
        LOG.info("Running {}, sha256 {}.", guest, executor.moduleSha256());
    }

    @Override
    public void processElement(IN element, Context context, Collector<OUT> out)
            throws InterruptedException {
        LogEvent event = codec.toEvent(element, timestampOrZero(context.timestamp()));
        FilterOutcome outcome = executor.execute(event);
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            emit(element, event, emitted.event(), context, out);
        } else if (outcome instanceof FilterOutcome.Dropped) {
            metrics.countDropped();
            context.output(droppedTag, element);
        } else if (outcome instanceof FilterOutcome.Failed failed) {
            fail(element, event, failed.failure(), context, out);
        }
    }

    @Override
    public void close() {
        if (executor != null) {
            executor.close();
            executor = null;
        }
    }

    private void emit(
            IN element, LogEvent event, LogEvent emitted, Context context, Collector<OUT> out) {
        OUT result;
        try {
            result = codec.fromEvent(element, emitted);
        } catch (InvalidRecordException e) {
            fail(element, event, invalidRecord(event, e), context, out);
            return;
        }
        metrics.countEmitted();
        out.collect(result);
    }

    private void fail(
            IN element,
            LogEvent event,
            FilterFailure failure,
            Context context,
            Collector<OUT> out) {
        metrics.countFailed(failure.reason());
        switch (filter.failureHandling()) {
            case FAIL -> throw new FilterFailedException(filter.module(), failure);
            case SIDE_OUTPUT -> context.output(failedTag, failure);
            case PASS_THROUGH -> {
                OUT original = originalOf(element, event, failure);
                failureLog.warn(failure, "was passed through unfiltered");
                out.collect(original);
            }
            case DROP -> {
                failureLog.warn(failure, "was dropped");
                context.output(droppedTag, element);
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
                executor.moduleSha256(),
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
