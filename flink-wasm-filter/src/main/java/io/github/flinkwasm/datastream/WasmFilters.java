package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.WasmFilter;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Applies filters to streams with one call, names and types included.
 *
 * <pre>{@code
 * FilteredStream<String, String> filtered = WasmFilters.apply(lines, filter).uid("redact");
 * filtered.emitted().sinkTo(good);
 * filtered.failed().sinkTo(deadLetters);
 * }</pre>
 */
@PublicEvolving
public final class WasmFilters {

    private WasmFilters() {}

    /**
     * Sends a stream through a filter, with the codec that fits the stream's type: texts, bytes,
     * {@link io.github.flinkwasm.LogEvent}s, rows, POJOs, Java records, tuples or maps. The tag is
     * {@value RecordCodecs#DEFAULT_TAG}, the time the event timestamp, but for events, which have
     * their own. The operator is named after function and module; give it a uid, as any operator
     * that has state.
     *
     * @throws io.github.flinkwasm.InvalidConfigurationException when there is no codec for the
     *     stream's type
     * @throws io.github.flinkwasm.WasmFilterException as {@link WasmFilterFunction#of}
     */
    public static <T> FilteredStream<T, T> apply(DataStream<T> stream, WasmFilter filter) {
        return apply(stream, filter, RecordCodecs.forType(stream.getType()));
    }

    /**
     * Sends a stream through a filter. The operator is named after function and module; give it a
     * uid, as any operator that has state.
     *
     * @throws io.github.flinkwasm.WasmFilterException as {@link WasmFilterFunction#of}
     */
    public static <IN, OUT> FilteredStream<IN, OUT> apply(
            DataStream<IN> stream, WasmFilter filter, RecordCodec<IN, OUT> codec) {
        WasmFilterFunction<IN, OUT> function = WasmFilterFunction.of(filter, codec);
        String uri = filter.module().uri();
        String file = uri.substring(uri.lastIndexOf('/') + 1);
        SingleOutputStreamOperator<OUT> emitted =
                stream.process(function, codec.outputType())
                        .name("wasm " + filter.functionName() + " (" + file + ")");
        return new FilteredStream<>(function, emitted);
    }

    /**
     * A filtered stream: its three outputs. An output that nobody reads costs nothing.
     *
     * @param <IN> an element of the stream that was filtered
     * @param <OUT> an element of the stream of what the filter emitted
     */
    @PublicEvolving
    public static final class FilteredStream<IN, OUT> {
        private final WasmFilterFunction<IN, OUT> function;
        private final SingleOutputStreamOperator<OUT> emitted;

        private FilteredStream(
                WasmFilterFunction<IN, OUT> function, SingleOutputStreamOperator<OUT> emitted) {
            this.function = function;
            this.emitted = emitted;
        }

        /** Sets the operator's uid: with it, a savepoint finds its way back to the operator. */
        public FilteredStream<IN, OUT> uid(String uid) {
            emitted.uid(uid);
            return this;
        }

        /** Replaces the operator's name. */
        public FilteredStream<IN, OUT> name(String name) {
            emitted.name(name);
            return this;
        }

        /** What the filter emitted; also the operator itself, for parallelism and resources. */
        public SingleOutputStreamOperator<OUT> emitted() {
            return emitted;
        }

        /** The elements that the filter dropped, as they came. */
        public DataStream<IN> dropped() {
            return emitted.getSideOutput(function.droppedTag());
        }

        /** The events that failed, under {@link FailureHandling#SIDE_OUTPUT}. */
        public DataStream<FilterFailure> failed() {
            return emitted.getSideOutput(function.failedTag());
        }
    }
}
