package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.FilterFailureTypeInformation;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

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
 * watermarks pass. A checkpoint remembers the SHA-256 of the module and no guest state: a restored
 * job runs the very same module, in fresh instances, or refuses to start.
 *
 * <p>Opening the function fetches and starts the module, and throws {@link ModuleLoadException} or
 * {@link ModuleRejectedException} when that fails. A cancelled job ends a call that is under way.
 *
 * @param <IN> an element of the stream that is filtered
 * @param <OUT> an element of the stream of what the filter emitted
 */
@PublicEvolving
public final class WasmFilterFunction<IN, OUT> extends ProcessFunction<IN, OUT>
        implements ResultTypeQueryable<OUT>, CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final ElementFilter<IN, OUT> filter;
    private final OutputTag<IN> droppedTag;
    private final OutputTag<FilterFailure> failedTag;

    private transient @Nullable Sides sides;

    private WasmFilterFunction(ElementFilter<IN, OUT> filter) {
        this.filter = filter;
        this.droppedTag = new OutputTag<>("wasm-dropped", filter.codec().inputType());
        this.failedTag = new OutputTag<>("wasm-failed", FilterFailureTypeInformation.INSTANCE);
    }

    /**
     * A function that runs the filter on the elements that the codec translates. Pins the module:
     * reads it now, on the client, unless its reference is pinned already.
     *
     * @throws InvalidConfigurationException when the codec has no records of the filter's format
     * @throws ModuleLoadException when the module cannot be read
     */
    public static <IN, OUT> WasmFilterFunction<IN, OUT> of(
            WasmFilter filter, RecordCodec<IN, OUT> codec) {
        return new WasmFilterFunction<>(ElementFilter.of(filter, codec));
    }

    /** The side output of elements that the guest dropped, as they came. */
    public OutputTag<IN> droppedTag() {
        return droppedTag;
    }

    /** The side output of events that failed; used under {@link FailureHandling#SIDE_OUTPUT}. */
    public OutputTag<FilterFailure> failedTag() {
        return failedTag;
    }

    /** The same as an operator whose module can be changed. */
    UpgradableFilterOperator<IN, OUT> upgradable(UpgradeOptions options) {
        return new UpgradableFilterOperator<>(filter, droppedTag, failedTag, options);
    }

    @Override
    public TypeInformation<OUT> getProducedType() {
        return filter.codec().outputType();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        filter.initializeState(context);
        filter.forgetRestoredPlan();
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        // The pin is in the state from initializeState on and does not change while the job runs.
    }

    @Override
    public void open(OpenContext openContext) throws Exception {
        filter.open(getRuntimeContext());
        sides = new Sides();
    }

    @Override
    public void processElement(IN element, Context context, Collector<OUT> out)
            throws InterruptedException {
        Sides ways = sides;
        if (ways == null) {
            throw new IllegalStateException("open() was not called");
        }
        ways.context = context;
        ways.out = out;
        filter.filter(element, context.timestamp(), ways);
    }

    @Override
    public void close() {
        filter.close();
    }

    /** The three ways out; one object for all elements of a subtask. */
    private final class Sides implements ElementFilter.Ways<IN, OUT> {
        private Context context;
        private Collector<OUT> out;

        @Override
        public void emit(OUT element) {
            out.collect(element);
        }

        @Override
        public void drop(IN element) {
            context.output(droppedTag, element);
        }

        @Override
        public void fail(FilterFailure failure) {
            context.output(failedTag, failure);
        }
    }
}
