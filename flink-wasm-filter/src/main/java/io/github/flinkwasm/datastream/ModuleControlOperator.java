package io.github.flinkwasm.datastream;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReportTypeInformation;
import io.github.flinkwasm.internal.upgrade.UpgradeLedger;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one plan out of the commands of a control stream, whatever its parallelism: runs with
 * parallelism 1, keeps the {@link UpgradeLedger}, and emits every new plan for all subtasks of the
 * filter. An operator and no function, since only an operator can keep the control stream's
 * watermarks from the filter's, which would wait for them.
 */
final class ModuleControlOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<ModuleCommand, byte[]>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ModuleControlOperator.class);

    static final OutputTag<UpgradeReport> REPORTS =
            new OutputTag<>("wasm-upgrade-reports", UpgradeReportTypeInformation.INSTANCE);

    private static final ListStateDescriptor<byte[]> LEDGER =
            new ListStateDescriptor<>("wasm-module-ledger", BytePrimitiveArraySerializer.INSTANCE);

    private transient UpgradeLedger ledger;
    private transient ListState<byte[]> state;
    private transient boolean wasRestored;

    /** What is to be told as soon as that is possible: not while a snapshot is taken. */
    private transient PendingReports reports;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        reports = new PendingReports();
        state = context.getOperatorStateStore().getListState(LEDGER);
        ledger =
                new UpgradeLedger(
                        context.getRestoredCheckpointId().orElse(0),
                        report -> {
                            LOG.info(
                                    "Upgrade {}: {}, {}",
                                    report.upgradeId(),
                                    report.state(),
                                    report.detail());
                            reports.add(report);
                        });
        for (byte[] restored : state.get()) {
            try {
                ledger.restore(restored);
            } catch (IllegalArgumentException unreadable) {
                throw new SuppressRestartsException(
                        new ModuleRejectedException(
                                String.valueOf(unreadable.getMessage()), unreadable));
            }
            wasRestored = true;
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (wasRestored) {
            // All subtasks start anew, whatever plans were on their way to them.
            soon(this::emitPlan);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails in a timer fails the task
    private void soon(Runnable action) {
        getProcessingTimeService()
                .registerTimer(
                        getProcessingTimeService().getCurrentProcessingTime(),
                        time -> action.run());
    }

    @Override
    public void processElement(StreamRecord<ModuleCommand> command) {
        if (ledger.accept(command.getValue())) {
            emitPlan();
        }
        reports.emitTo(output);
    }

    private void emitPlan() {
        output.collect(new StreamRecord<>(ledger.plan().toBytes()));
        reports.emitTo(output);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (ledger.passBarrier(context.getCheckpointId())) {
            soon(this::emitPlan);
        }
        state.update(List.of(ledger.toBytes()));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        if (ledger.complete(checkpointId)) {
            soon(this::emitPlan);
        } else {
            soon(() -> reports.emitTo(output));
        }
    }

    @Override
    public void endInput() {
        ledger.end();
        reports.emitTo(output);
    }

    /** The control stream's time is none of the filter's. */
    @Override
    public void processWatermark(Watermark watermark) {}

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {}
}
