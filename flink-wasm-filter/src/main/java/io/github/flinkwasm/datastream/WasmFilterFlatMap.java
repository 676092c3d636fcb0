package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.WasmFilter;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The filter as a flat map: an emitted event goes on, a dropped one does not. For jobs that have no
 * use for the dropped and failed outputs of {@link WasmFilterFunction}; everything else is the
 * same, the pin in the checkpoint included.
 *
 * <p>A flat map sees no event timestamps: an event's time is the codec's, else 0.
 *
 * @param <IN> an element of the stream that is filtered
 * @param <OUT> an element of the stream of what the filter emitted
 */
@PublicEvolving
public final class WasmFilterFlatMap<IN, OUT> extends RichFlatMapFunction<IN, OUT>
        implements ResultTypeQueryable<OUT>, CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final ElementFilter<IN, OUT> filter;

    private transient @Nullable Out ways;

    private WasmFilterFlatMap(ElementFilter<IN, OUT> filter) {
        this.filter = filter;
    }

    /**
     * A flat map that runs the filter on the elements that the codec translates. Pins the module as
     * {@link WasmFilterFunction#of} does.
     *
     * @throws InvalidConfigurationException when the codec has no records of the filter's format,
     *     or failed events shall go to a side output, which a flat map does not have
     */
    public static <IN, OUT> WasmFilterFlatMap<IN, OUT> of(
            WasmFilter filter, RecordCodec<IN, OUT> codec) {
        requireNoSideOutput(filter, "WasmFilterFlatMap");
        return new WasmFilterFlatMap<>(ElementFilter.of(filter, codec));
    }

    static void requireNoSideOutput(WasmFilter filter, String function) {
        if (filter.failureHandling() == FailureHandling.SIDE_OUTPUT) {
            throw new InvalidConfigurationException(
                    ("The filter of module %s sends failed events to a side output, but %s has"
                         + " none. Use WasmFilterFunction, or another FailureHandling: FAIL,"
                         + " PASS_THROUGH or DROP.")
                            .formatted(filter.module(), function));
        }
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
        ways = new Out();
    }

    @Override
    public void flatMap(IN element, Collector<OUT> out) throws InterruptedException {
        Out current = ways;
        if (current == null) {
            throw new IllegalStateException("open() was not called");
        }
        current.collector = out;
        filter.filter(element, null, current);
    }

    @Override
    public void close() {
        filter.close();
    }

    private final class Out implements ElementFilter.Ways<IN, OUT> {
        private Collector<OUT> collector;

        @Override
        public void emit(OUT element) {
            collector.collect(element);
        }

        @Override
        public void drop(IN element) {
            // Counted by the metrics; a flat map has nowhere else to send it.
        }

        @Override
        public void fail(FilterFailure failure) {
            throw new IllegalStateException("refused in of(): there is no side output");
        }
    }
}
