package io.github.flinkwasm.datastream;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Takes every line, with parallelism 1, and shows them in the {@link JobControl}. The lines are in
 * its own state, so what they are after a restore is exactly-once by construction: a line that was
 * lost or came twice on its way here is missing or twice.
 */
final class CollectedLines extends ProcessFunction<String, String> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** So long that a checkpoint meets lines on their way, so short that a test can wait. */
    private static final long MILLIS_PER_LINE_WHEN_SLOW = 2;

    private final String controlId;

    private transient JobControl control;
    private transient ListState<String> state;

    CollectedLines(JobControl control) {
        this.controlId = control.id();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        control = JobControl.byId(controlId);
        state =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>("lines", StringSerializer.INSTANCE));
        control.startOver(state.get());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.update(control.lines());
    }

    @Override
    public void processElement(String line, Context context, Collector<String> out)
            throws InterruptedException {
        if (control.isSlow()) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_PER_LINE_WHEN_SLOW);
        }
        control.add(line);
    }
}
