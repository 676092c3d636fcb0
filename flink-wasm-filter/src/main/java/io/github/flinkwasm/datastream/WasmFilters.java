package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.WasmFilter;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

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
        return new FilteredStream<>(
                stream, function, "wasm " + filter.functionName() + " (" + file + ")");
    }

    /**
     * A filtered stream: its three outputs. An output that nobody reads costs nothing.
     *
     * @param <IN> an element of the stream that was filtered
     * @param <OUT> an element of the stream of what the filter emitted
     */
    @PublicEvolving
    public static final class FilteredStream<IN, OUT> {
        private final DataStream<IN> stream;
        private final WasmFilterFunction<IN, OUT> function;
        private String name;
        private @Nullable String uid;
        private @Nullable SingleOutputStreamOperator<OUT> emitted;

        private FilteredStream(
                DataStream<IN> stream, WasmFilterFunction<IN, OUT> function, String name) {
            this.stream = stream;
            this.function = function;
            this.name = name;
        }

        /** Sets the operator's uid: with it, a savepoint finds its way back to the operator. */
        public FilteredStream<IN, OUT> uid(String uid) {
            this.uid = uid;
            if (emitted != null) {
                emitted.uid(uid);
            }
            return this;
        }

        /** Replaces the operator's name. */
        public FilteredStream<IN, OUT> name(String name) {
            this.name = name;
            if (emitted != null) {
                emitted.name(name);
            }
            return this;
        }

        /**
         * Lets commands change the module while the job runs. The operator then has two inputs, and
         * is not chained to the stream before it any more: that costs a hop through Flink's network
         * stack for each element ({@code docs/how-to/roll-out-a-new-module.md}).
         *
         * @param control of any parallelism; {@link ModuleUpgrades#commands} makes one of lines of
         *     JSON
         * @throws IllegalStateException when an output of this stream was asked for already
         */
        public UpgradableStream<IN, OUT> withControlStream(DataStream<ModuleCommand> control) {
            if (emitted != null) {
                throw new IllegalStateException(
                        "An output of this stream was asked for already, so its operator has no"
                                + " control stream. Call withControlStream before emitted(),"
                                + " dropped() and failed().");
            }
            return new UpgradableStream<>(
                    stream, function, Objects.requireNonNull(control, "control"), name, uid);
        }

        /** What the filter emitted; also the operator itself, for parallelism and resources. */
        public SingleOutputStreamOperator<OUT> emitted() {
            if (emitted == null) {
                emitted = stream.process(function, function.getProducedType()).name(name);
                if (uid != null) {
                    emitted.uid(uid);
                }
            }
            return emitted;
        }

        /** The elements that the filter dropped, as they came. */
        public DataStream<IN> dropped() {
            return emitted().getSideOutput(function.droppedTag());
        }

        /** The events that failed, under {@link FailureHandling#SIDE_OUTPUT}. */
        public DataStream<FilterFailure> failed() {
            return emitted().getSideOutput(function.failedTag());
        }
    }
}
