package io.github.flinkwasm.datastream;

import io.github.flinkwasm.DroppedEventException;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.WasmFilter;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * The filter as a map, for filters that change records and never drop one: every element becomes
 * exactly one. A dropped event is an error here and fails the job, since a map cannot leave an
 * element out; a filter that drops belongs into a {@link WasmFilterFunction} or a {@link
 * WasmFilterFlatMap}.
 *
 * <p>A map sees no event timestamps: an event's time is the codec's, else 0.
 *
 * @param <IN> an element of the stream that is filtered
 * @param <OUT> an element of the stream of what the filter emitted
 */
@PublicEvolving
public final class WasmFilterMap<IN, OUT> extends RichMapFunction<IN, OUT>
        implements ResultTypeQueryable<OUT>, CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final ElementFilter<IN, OUT> filter;

    private transient @Nullable Result result;

    private WasmFilterMap(ElementFilter<IN, OUT> filter) {
        this.filter = filter;
    }

    /**
     * A map that runs the filter on the elements that the codec translates. Pins the module as
     * {@link WasmFilterFunction#of} does.
     *
     * @throws InvalidConfigurationException when the codec has no records of the filter's format,
     *     or failed events shall go to a side output, which a map does not have
     */
    public static <IN, OUT> WasmFilterMap<IN, OUT> of(
            WasmFilter filter, RecordCodec<IN, OUT> codec) {
        WasmFilterFlatMap.requireNoSideOutput(filter, "WasmFilterMap");
        return new WasmFilterMap<>(ElementFilter.of(filter, codec));
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
        result = new Result();
    }

    @Override
    public OUT map(IN element) throws InterruptedException {
        Result current = result;
        if (current == null) {
            throw new IllegalStateException("open() was not called");
        }
        filter.filter(element, null, current);
        return current.take();
    }

    @Override
    public void close() {
        filter.close();
    }

    private final class Result implements ElementFilter.Ways<IN, OUT> {
        private @Nullable OUT emitted;

        @Override
        public void emit(OUT element) {
            emitted = element;
        }

        @Override
        public void drop(IN element) {
            throw new DroppedEventException(
                    filter.filter().module(), filter.filter().functionName());
        }

        @Override
        public void fail(FilterFailure failure) {
            throw new IllegalStateException("refused in of(): there is no side output");
        }

        OUT take() {
            OUT taken = emitted;
            emitted = null;
            if (taken == null) {
                throw new IllegalStateException("The filter went no way");
            }
            return taken;
        }
    }
}
