package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.UpgradeReport;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * A filtered stream whose module can be changed while the job runs. {@link
 * ModuleCommand.Action#STAGE} gets another module ready on every subtask, in the background; {@link
 * ModuleCommand.Action#ACTIVATE} lets it take over on all of them right after the barrier of one
 * and the same checkpoint; each subtask tells in {@link #reports()} how far it is. What is
 * guaranteed, and what is not, is in {@code docs/concepts.md}.
 *
 * <p>Set everything before the first output is asked for.
 *
 * @param <IN> an element of the stream that is filtered
 * @param <OUT> an element of the stream of what the filter emitted
 */
@PublicEvolving
public final class UpgradableStream<IN, OUT> {

    private final DataStream<IN> stream;
    private final WasmFilterFunction<IN, OUT> function;
    private final DataStream<ModuleCommand> control;
    private String name;
    private @Nullable String uid;
    private UpgradeOptions options = UpgradeOptions.DEFAULT;
    private @Nullable Outputs<OUT> outputs;

    private record Outputs<OUT>(
            SingleOutputStreamOperator<OUT> emitted, DataStream<UpgradeReport> ofControl) {}

    UpgradableStream(
            DataStream<IN> stream,
            WasmFilterFunction<IN, OUT> function,
            DataStream<ModuleCommand> control,
            String name,
            @Nullable String uid) {
        this.stream = stream;
        this.function = function;
        this.control = control;
        this.name = name;
        this.uid = uid;
    }

    /**
     * Sets the uid of the filter, and with {@code -control} behind it that of the operator that
     * takes its commands: with them, a savepoint finds its way back.
     */
    public UpgradableStream<IN, OUT> uid(String uid) {
        requireNoOutputs();
        this.uid = uid;
        return this;
    }

    /** Replaces the operator's name. */
    public UpgradableStream<IN, OUT> name(String name) {
        requireNoOutputs();
        this.name = name;
        return this;
    }

    /**
     * How long a subtask holds up the barrier at which a module takes over that is not ready there;
     * then the job fails, and restarts with the old one. A minute unless set.
     *
     * @throws InvalidConfigurationException when it is negative
     */
    public UpgradableStream<IN, OUT> withActivationTimeout(Duration timeout) {
        requireNoOutputs();
        if (timeout.isNegative()) {
            throw new InvalidConfigurationException(
                    "The activation timeout is %s, but it cannot be negative. Give for example one minute."
                            .formatted(timeout));
        }
        options = options.withActivationTimeout(timeout);
        return this;
    }

    /**
     * Warms every staged module with some events, over and over for at most two seconds, so that
     * the JVM has compiled it when it takes over. They run through an instance of their own, which
     * is thrown away with what it returns; no event of the stream is ever used.
     *
     * @param events in the filter's event format
     */
    public UpgradableStream<IN, OUT> withWarmUp(List<LogEvent> events) {
        requireNoOutputs();
        options = options.withWarmUp(events);
        return this;
    }

    /** What the filter emitted; also the operator itself, for parallelism and resources. */
    public SingleOutputStreamOperator<OUT> emitted() {
        return outputs().emitted();
    }

    /** The elements that the filter dropped, as they came. */
    public DataStream<IN> dropped() {
        return outputs().emitted().getSideOutput(function.droppedTag());
    }

    /** The events that failed, under {@link FailureHandling#SIDE_OUTPUT}. */
    public DataStream<FilterFailure> failed() {
        return outputs().emitted().getSideOutput(function.failedTag());
    }

    /** What became of the commands, and how far every subtask is. */
    public DataStream<UpgradeReport> reports() {
        return outputs()
                .emitted()
                .getSideOutput(ModuleControlOperator.REPORTS)
                .union(outputs().ofControl());
    }

    private void requireNoOutputs() {
        if (outputs != null) {
            throw new IllegalStateException(
                    "An output of this stream was asked for already. Set name, uid and options"
                            + " before that.");
        }
    }

    private Outputs<OUT> outputs() {
        if (outputs == null) {
            outputs = build();
        }
        return outputs;
    }

    private Outputs<OUT> build() {
        SingleOutputStreamOperator<byte[]> plans =
                control.transform(
                                "module control",
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                                new ModuleControlOperator())
                        .forceNonParallel();
        // Not as it is if it is keyed: keys are for state that this operator does not have.
        DataStream<IN> data =
                new DataStream<>(stream.getExecutionEnvironment(), stream.getTransformation());
        SingleOutputStreamOperator<OUT> emitted =
                data.connect(plans.broadcast())
                        .transform(name, function.getProducedType(), function.upgradable(options));
        if (uid != null) {
            plans.uid(uid + "-control");
            emitted.uid(uid);
        }
        return new Outputs<>(emitted, plans.getSideOutput(ModuleControlOperator.REPORTS));
    }
}
