package io.github.flinkwasm.datastream;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.WasmFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * The two operators of an upgradable filter in Flink's test harnesses: the one that takes commands,
 * and one that filters for each subtask. The test decides when plans and barriers arrive where.
 */
final class UpgradeHarness {

    private static final int MAX_PARALLELISM = 128;

    private final OneInputStreamOperatorTestHarness<ModuleCommand, byte[]> control;
    private final List<Subtask> subtasks = new ArrayList<>();
    private int plansTaken;

    /** One subtask of the filter. */
    static final class Subtask {
        private final TwoInputStreamOperatorTestHarness<String, byte[], String> harness;
        private final UpgradableFilterOperator<String, String> operator;
        private int emittedTaken;

        private Subtask(
                TwoInputStreamOperatorTestHarness<String, byte[], String> harness,
                UpgradableFilterOperator<String, String> operator) {
            this.harness = harness;
            this.operator = operator;
        }

        /** What becomes of a record. */
        String filter(String record) throws Exception {
            harness.processElement1(new StreamRecord<>(record));
            List<String> emitted = harness.extractOutputValues();
            emittedTaken++;
            if (emitted.size() != emittedTaken) {
                throw new AssertionError("Emitted " + emitted);
            }
            return emitted.get(emittedTaken - 1);
        }

        void follow(byte[] plan) throws Exception {
            harness.processElement2(new StreamRecord<>(plan));
        }

        /** The barrier of a checkpoint passes. */
        OperatorSubtaskState passBarrier(long checkpointId) throws Exception {
            harness.prepareSnapshotPreBarrier(checkpointId);
            return harness.snapshot(checkpointId, checkpointId);
        }

        void complete(long checkpointId) throws Exception {
            harness.notifyOfCompletedCheckpoint(checkpointId);
        }

        void endControl() throws Exception {
            ((BoundedMultiInput) operator).endInput(2);
        }

        void processWatermarks(long ofData) throws Exception {
            harness.processWatermark1(new Watermark(ofData));
        }

        List<Object> output() {
            return List.copyOf(harness.getOutput());
        }

        List<UpgradeReport> reports() throws Exception {
            runTimers(harness);
            return reportsOf(harness);
        }

        /** Waits until there is a report of this state about this upgrade, and gives the last. */
        UpgradeReport awaitReport(UpgradeReport.State state, String upgradeId) throws Exception {
            while (true) {
                UpgradeReport found = null;
                for (UpgradeReport report : reports()) {
                    if (report.state() == state && report.upgradeId().equals(upgradeId)) {
                        found = report;
                    }
                }
                if (found != null) {
                    return found;
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    /** What a checkpoint holds; nothing of the control where the job had no control stream. */
    record Snapshot(
            long id, @Nullable OperatorSubtaskState control, List<OperatorSubtaskState> subtasks) {

        /** Of all subtasks, as Flink puts it together before it hands it out. */
        OperatorSubtaskState ofAllSubtasks() throws Exception {
            return AbstractStreamOperatorTestHarness.repackageState(
                    subtasks.toArray(OperatorSubtaskState[]::new));
        }
    }

    private UpgradeHarness(
            WasmFilter filter, UpgradeOptions options, int parallelism, @Nullable Snapshot restored)
            throws Exception {
        control = new OneInputStreamOperatorTestHarness<>(new ModuleControlOperator(), 1, 1, 0);
        OperatorSubtaskState ofControl = restored == null ? null : restored.control();
        if (restored != null && ofControl != null) {
            control.setRestoredCheckpointId(restored.id());
            control.initializeState(ofControl);
        }
        control.open();
        for (int index = 0; index < parallelism; index++) {
            UpgradableFilterOperator<String, String> operator =
                    WasmFilterFunction.of(filter, RecordCodecs.strings()).upgradable(options);
            TwoInputStreamOperatorTestHarness<String, byte[], String> harness =
                    new TwoInputStreamOperatorTestHarness<>(
                            operator, MAX_PARALLELISM, parallelism, index);
            if (restored != null) {
                harness.setRestoredCheckpointId(restored.id());
                harness.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                restored.ofAllSubtasks(),
                                MAX_PARALLELISM,
                                restored.subtasks().size(),
                                parallelism,
                                index));
            }
            harness.open();
            subtasks.add(new Subtask(harness, operator));
        }
    }

    static UpgradeHarness open(WasmFilter filter, int parallelism) throws Exception {
        return open(filter, UpgradeOptions.DEFAULT, parallelism);
    }

    static UpgradeHarness open(WasmFilter filter, UpgradeOptions options, int parallelism)
            throws Exception {
        return new UpgradeHarness(filter, options, parallelism, null);
    }

    static UpgradeHarness restore(WasmFilter filter, int parallelism, Snapshot restored)
            throws Exception {
        return new UpgradeHarness(filter, UpgradeOptions.DEFAULT, parallelism, restored);
    }

    Subtask subtask(int index) {
        return subtasks.get(index);
    }

    List<Subtask> subtasks() {
        return subtasks;
    }

    /** Sends commands, and gives the plans that came of them and were not given before. */
    List<byte[]> plansOf(ModuleCommand... commands) throws Exception {
        for (ModuleCommand command : commands) {
            control.processElement(new StreamRecord<>(command));
        }
        runTimers(control);
        List<byte[]> all = control.extractOutputValues();
        List<byte[]> plans = all.subList(plansTaken, all.size());
        plansTaken = all.size();
        return plans;
    }

    /** Sends commands, whose plans reach all subtasks. */
    void send(ModuleCommand... commands) throws Exception {
        for (byte[] plan : plansOf(commands)) {
            for (Subtask subtask : subtasks) {
                subtask.follow(plan);
            }
        }
    }

    OperatorSubtaskState passBarrierAtControl(long checkpointId) throws Exception {
        control.prepareSnapshotPreBarrier(checkpointId);
        return control.snapshot(checkpointId, checkpointId);
    }

    /** The barrier passes everywhere, and the checkpoint is complete. */
    Snapshot checkpoint(long checkpointId) throws Exception {
        OperatorSubtaskState ofControl = passBarrierAtControl(checkpointId);
        send();
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (Subtask subtask : subtasks) {
            states.add(subtask.passBarrier(checkpointId));
        }
        control.notifyOfCompletedCheckpoint(checkpointId);
        for (Subtask subtask : subtasks) {
            subtask.complete(checkpointId);
        }
        send();
        return new Snapshot(checkpointId, ofControl, states);
    }

    void awaitReady(String upgradeId) throws Exception {
        for (Subtask subtask : subtasks) {
            subtask.awaitReport(UpgradeReport.State.READY, upgradeId);
        }
    }

    /** What the operator that takes commands had to say. */
    List<UpgradeReport> answers() throws Exception {
        runTimers(control);
        return reportsOf(control);
    }

    /** What the compiled modules of these subtasks are kept for. */
    String jobId() {
        return subtasks.get(0).operator.getRuntimeContext().getJobInfo().getJobId().toString();
    }

    void close() throws Exception {
        control.close();
        for (Subtask subtask : subtasks) {
            subtask.harness.close();
        }
    }

    private static List<UpgradeReport> reportsOf(AbstractStreamOperatorTestHarness<?> harness) {
        @Nullable Queue<StreamRecord<UpgradeReport>> reports =
                harness.getSideOutput(ModuleControlOperator.REPORTS);
        return reports == null ? List.of() : reports.stream().map(StreamRecord::getValue).toList();
    }

    private static void runTimers(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + 1_000);
    }
}
