package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FilterFailure;
import java.util.Objects;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Sends every element of its first input through a filter, as {@link WasmFilterFunction} does, and
 * follows the plans of its second input.
 *
 * <p>An operator and no function, for three reasons: a function of two inputs without keys has no
 * timer, and so cannot tell that a module is ready while no element comes; it takes the smaller of
 * two watermarks, and the control stream has none; and it cannot wait before a barrier is handed
 * on.
 */
final class UpgradableFilterOperator<IN, OUT> extends AbstractStreamOperator<OUT>
        implements TwoInputStreamOperator<IN, byte[], OUT>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    /** So often is looked whether a module has become ready; nothing is looked at otherwise. */
    private static final long POLL_MILLIS = 20;

    private static final int CONTROL = 2;

    private final ElementFilter<IN, OUT> filter;
    private final OutputTag<IN> droppedTag;
    private final OutputTag<FilterFailure> failedTag;
    private final UpgradeOptions options;

    private transient @Nullable UpgradeFollower follower;
    private transient Sides sides;
    private transient boolean polling;

    UpgradableFilterOperator(
            ElementFilter<IN, OUT> filter,
            OutputTag<IN> droppedTag,
            OutputTag<FilterFailure> failedTag,
            UpgradeOptions options) {
        this.filter = filter;
        this.droppedTag = droppedTag;
        this.failedTag = failedTag;
        this.options = options;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        filter.initializeState(context);
        follower =
                new UpgradeFollower(
                        filter,
                        options,
                        context.getRestoredCheckpointId().orElse(0),
                        getRuntimeContext().getTaskInfo());
    }

    @Override
    public void open() throws Exception {
        super.open();
        filter.open(getRuntimeContext());
        sides = new Sides();
        // The control stream has no time: what it does not say must hold nobody up.
        processWatermarkStatus2(WatermarkStatus.IDLE);
        follower().open();
        poll();
    }

    private UpgradeFollower follower() {
        return Objects.requireNonNull(follower, "initializeState() was not called");
    }

    @Override
    public void processElement1(StreamRecord<IN> element) throws Exception {
        sides.of(element);
        filter.filter(
                element.getValue(), element.hasTimestamp() ? element.getTimestamp() : null, sides);
    }

    @Override
    public void processElement2(StreamRecord<byte[]> plan) throws Exception {
        follower().follow(plan.getValue());
        poll();
    }

    /** The plans carry no time, and no watermark comes with them. */
    @Override
    public void processWatermark1(Watermark watermark) throws Exception {
        processWatermark(watermark);
    }

    @Override
    public void processWatermark2(Watermark watermark) {}

    @Override
    public void endInput(int input) throws Exception {
        if (input == CONTROL) {
            follower().endPlans();
            poll();
        }
    }

    /** Tells what there is to tell, now and as long as a module is being made ready. */
    private void poll() {
        if (!polling) {
            polling = true;
            pollIn(0);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails in a timer fails the task
    private void pollIn(long millis) {
        getProcessingTimeService()
                .registerTimer(
                        getProcessingTimeService().getCurrentProcessingTime() + millis,
                        time -> {
                            follower().look();
                            follower().reports().emitTo(output);
                            polling = follower().isStaging();
                            if (polling) {
                                pollIn(POLL_MILLIS);
                            }
                        });
    }

    /**
     * The module that is to take over after this barrier has to be ready before it is handed on.
     */
    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        follower().awaitReady(checkpointId);
    }

    /** Downstream has the barrier already, so what is emitted from here on belongs behind it. */
    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        follower().passBarrier(context.getCheckpointId());
        if (!follower().reports().isEmpty()) {
            poll();
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        follower().complete(checkpointId);
    }

    @Override
    public void finish() throws Exception {
        follower().reports().emitTo(output);
        super.finish();
    }

    @Override
    public void close() throws Exception {
        try {
            if (follower != null) {
                follower.close();
            }
            filter.close();
        } finally {
            super.close();
        }
    }

    /** The three ways out; one object for all elements of a subtask. */
    private final class Sides implements ElementFilter.Ways<IN, OUT> {
        private StreamRecord<IN> element;

        void of(StreamRecord<IN> element) {
            this.element = element;
        }

        @Override
        public void emit(OUT emitted) {
            output.collect(withTimestamp(emitted));
        }

        @Override
        public void drop(IN dropped) {
            output.collect(droppedTag, withTimestamp(dropped));
        }

        @Override
        public void fail(FilterFailure failure) {
            output.collect(failedTag, withTimestamp(failure));
        }

        private <T> StreamRecord<T> withTimestamp(T value) {
            return element.hasTimestamp()
                    ? new StreamRecord<>(value, element.getTimestamp())
                    : new StreamRecord<>(value);
        }
    }
}
