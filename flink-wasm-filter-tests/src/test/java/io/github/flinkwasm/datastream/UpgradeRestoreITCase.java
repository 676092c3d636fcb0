package io.github.flinkwasm.datastream;

import static io.github.flinkwasm.datastream.UpgradeHarnesses.RECORD;
import static io.github.flinkwasm.datastream.UpgradeHarnesses.emittedBy;
import static io.github.flinkwasm.datastream.UpgradeHarnesses.filterOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.internal.pool.SharedModules;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a restored job knows of an upgrade: that it took place, is under way, or was under way, and
 * where its module is.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class UpgradeRestoreITCase {

    @RegisterExtension final UpgradeHarnesses jobs = new UpgradeHarnesses();

    @Test
    void aRestoredJobRunsWhatItWasUpgradedToAtEveryParallelism() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);

        // When
        UpgradeHarness onThree = jobs.restore(3, switched);
        UpgradeHarness onOne = jobs.restore(1, switched);

        // Then
        assertThat(emittedBy(onThree)).containsOnly(jobs.v2.emitted(RECORD));
        assertThat(emittedBy(onOne)).containsOnly(jobs.v2.emitted(RECORD));
        UpgradeReport running = onThree.subtask(2).awaitReport(State.RUNNING, "u2");
        assertThat(running.sha256()).isEqualTo(jobs.v2.sha256());
    }

    @Test
    void whatWasStagedIsStagedAgainAfterARescaleAndCanBeActivated() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage());
        UpgradeHarness.Snapshot staged = harness.checkpoint(2);

        // When
        UpgradeHarness restored = jobs.restore(3, staged);
        restored.send();
        restored.awaitReady("u2");
        restored.send(jobs.v2.activate());
        restored.checkpoint(3);
        restored.checkpoint(4);
        List<String> before = emittedBy(restored);
        restored.checkpoint(5);

        // Then
        assertThat(before).containsOnly(jobs.v1.emitted(RECORD));
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void aPlanThatWasOnItsWayInTheCheckpointIsNotTakenForANewOne() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage());
        harness.awaitReady("u2");
        byte[] onItsWay = harness.plansOf(jobs.v2.activate()).get(0);
        harness.subtask(0).follow(onItsWay);
        UpgradeHarness.Snapshot overtaken = harness.checkpoint(2);

        // When
        UpgradeHarness restored = jobs.restore(2, overtaken);
        restored.subtask(1).follow(onItsWay);
        restored.subtask(0).passBarrier(3);
        restored.subtask(1).passBarrier(3);
        List<String> before = emittedBy(restored);
        restored.send();
        restored.checkpoint(4);
        restored.checkpoint(5);
        restored.checkpoint(6);

        // Then
        assertThat(before).containsOnly(jobs.v1.emitted(RECORD));
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void anActivationOutlivesItsControlStreamAndARestore() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        UpgradeHarness.Snapshot pending = harness.checkpoint(2);

        // When
        UpgradeHarness restored = jobs.restore(2, pending);
        for (UpgradeHarness.Subtask subtask : restored.subtasks()) {
            subtask.endControl();
            subtask.passBarrier(3);
        }

        // Then
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void afterItsControlStreamAnActivationIsDueAtTheFirstBarrierWhoseIdIsNotTooSmall()
            throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        UpgradeHarness.Snapshot pending = harness.checkpoint(2);
        UpgradeHarness restored = jobs.restore(2, pending);
        for (UpgradeHarness.Subtask subtask : restored.subtasks()) {
            subtask.endControl();
        }

        // When
        for (UpgradeHarness.Subtask subtask : restored.subtasks()) {
            subtask.passBarrier(40);
        }

        // Then
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void aJobWithoutControlStreamForgetsAnActivationThatWasUnderWay() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        UpgradeHarness.Snapshot pending = harness.checkpoint(2);
        jobs.v2.delete();

        // When
        List<String> emitted = emittedWithoutControl(filterOf(jobs.v1).build(), pending);

        // Then
        assertThat(emitted).containsExactly(jobs.v1.emitted(RECORD));
    }

    /** What a job that has no control stream any more makes of a record, behind a barrier. */
    private static List<String> emittedWithoutControl(
            WasmFilter filter, UpgradeHarness.Snapshot snapshot) throws Exception {
        try (OneInputStreamOperatorTestHarness<String, String> restored =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                WasmFilterFunction.of(filter, RecordCodecs.strings())))) {
            restored.setRestoredCheckpointId(snapshot.id());
            restored.initializeState(snapshot.ofAllSubtasks());
            restored.open();
            restored.snapshot(40, 40);
            restored.processElement(new StreamRecord<>(RECORD));
            return List.copyOf(restored.extractOutputValues());
        }
    }

    @Test
    void commandsOfARestoredJobThatHadNoControlStreamWaitForItsFirstCheckpoint() throws Exception {
        // Given
        OperatorSubtaskState withoutControl = snapshotWithoutControl(filterOf(jobs.v1).build());
        UpgradeHarness harness =
                jobs.restore(1, new UpgradeHarness.Snapshot(50, null, List.of(withoutControl)));

        // When
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(51);
        harness.checkpoint(52);
        String before = harness.subtask(0).filter(RECORD);
        harness.checkpoint(53);

        // Then
        assertThat(before).isEqualTo(jobs.v1.emitted(RECORD));
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(jobs.v2.emitted(RECORD));
    }

    /** What another module may have in common with the running one, when it takes its id. */
    enum Reuse {
        OTHER_BYTES {
            @Override
            ModuleCommand stage(UpgradeHarnesses jobs) {
                return ModuleCommand.stage("u2", jobs.v3.reference());
            }
        },
        OTHER_FUNCTION {
            @Override
            ModuleCommand stage(UpgradeHarnesses jobs) {
                return jobs.v2.stage().withFunctionName("other");
            }
        };

        abstract ModuleCommand stage(UpgradeHarnesses jobs);
    }

    /** Runs u2; its control stream was taken away and added again, so no id is known any more. */
    private UpgradeHarness upgradedWithoutItsLedger() throws Exception {
        UpgradeHarness upgraded = jobs.open(1);
        upgraded.checkpoint(1);
        upgraded.send(jobs.v2.stage(), jobs.v2.activate());
        upgraded.checkpoint(2);
        UpgradeHarness.Snapshot switched = upgraded.checkpoint(3);
        return jobs.restore(1, new UpgradeHarness.Snapshot(3, null, switched.subtasks()));
    }

    @ParameterizedTest
    @EnumSource(Reuse.class)
    void theIdOfTheRunningModuleIsRejectedForAnotherOneWhereTheLedgerWasLeftBehind(Reuse reuse)
            throws Exception {
        // Given
        UpgradeHarness harness = upgradedWithoutItsLedger();

        // When
        harness.send(reuse.stage(jobs));

        // Then
        assertThat(harness.subtask(0).reports())
                .extracting(UpgradeReport::state)
                .containsExactly(State.RUNNING, State.REJECTED);
        assertThat(harness.subtask(0).awaitReport(State.REJECTED, "u2").detail())
                .contains("this id is that of the running module, function \"f\" of ")
                .contains(jobs.v2.sha256().substring(0, 12))
                .contains("an id of its own");
        harness.send(ModuleCommand.abort("u2"));
        harness.subtask(0).awaitReport(State.DISCARDED, "u2");
        assertThat(emittedBy(harness)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void activatingAModuleUnderTheIdOfTheRunningOneChangesNothing() throws Exception {
        // Given
        UpgradeHarness harness = upgradedWithoutItsLedger();
        harness.send(ModuleCommand.stage("u2", jobs.v3.reference()));
        harness.subtask(0).awaitReport(State.REJECTED, "u2");

        // When
        harness.send(ModuleCommand.activate("u2"));
        for (int checkpoint = 4; checkpoint <= 7; checkpoint++) {
            harness.checkpoint(checkpoint);
        }

        // Then
        assertThat(emittedBy(harness)).containsOnly(jobs.v2.emitted(RECORD));
        assertThat(harness.subtask(0).reports())
                .extracting(UpgradeReport::state)
                .containsExactly(State.RUNNING, State.REJECTED);
    }

    @Test
    void theSameModuleUnderTheIdOfTheRunningOneIsNoNews() throws Exception {
        // Given
        UpgradeHarness harness = upgradedWithoutItsLedger();
        harness.send(jobs.v3.stage());
        harness.awaitReady("u3");

        // When
        harness.send(jobs.v2.stage());

        // Then
        assertThat(harness.subtask(0).reports())
                .extracting(UpgradeReport::state)
                .as("of the new one in whose place it is, and no other")
                .containsExactly(State.RUNNING, State.STAGING, State.READY, State.DISCARDED);
    }

    private static OperatorSubtaskState snapshotWithoutControl(WasmFilter filter) throws Exception {
        try (OneInputStreamOperatorTestHarness<String, String> harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                WasmFilterFunction.of(filter, RecordCodecs.strings())))) {
            harness.open();
            return harness.snapshot(50, 50);
        }
    }

    @Test
    void aJobWithoutControlStreamGoesOnWithWhatItWasUpgradedTo() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        harness.send(jobs.v3.stage());
        UpgradeHarness.Snapshot snapshot = harness.checkpoint(4);

        // When
        List<String> emitted = emittedWithoutControl(filterOf(jobs.v1).build(), snapshot);

        // Then
        assertThat(emitted).containsExactly(jobs.v2.emitted(RECORD));
    }

    @Test
    void aJobThatIsConfiguredWithTheModuleOfItsUpgradeGoesOnWithIt() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);

        // When
        UpgradeHarness restored =
                jobs.added(UpgradeHarness.restore(filterOf(jobs.v2).build(), 1, switched));

        // Then
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void aThirdModuleIsRefusedWithoutRestartUnlessItIsAllowed() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        WasmFilter allowed =
                filterOf(jobs.v3)
                        .setModulePersistence(
                                ModulePersistence.DEFAULT.withAllowUpgradeOnRestore(true))
                        .build();

        // When
        assertThatThrownBy(() -> UpgradeHarness.restore(filterOf(jobs.v3).build(), 1, switched))

                // Then
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining(jobs.v2.sha256())
                .hasStackTraceContaining("module.allow-upgrade-on-restore");
        UpgradeHarness restored = jobs.added(UpgradeHarness.restore(allowed, 1, switched));
        assertThat(emittedBy(restored)).containsOnly(jobs.v3.emitted(RECORD));
    }

    @Test
    void theCopyInTheCheckpointFollowsTheUpgrade() throws Exception {
        // Given
        WasmFilter embedding =
                filterOf(jobs.v1)
                        .setModulePersistence(ModulePersistence.DEFAULT.withEmbedInState(true))
                        .build();
        UpgradeHarness harness = UpgradeHarness.open(embedding, 1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        harness.close();
        jobs.v1.delete();
        jobs.v2.delete();
        // Nobody holds the compiled module any more.
        SharedModules.instance().endJob(harness.jobId());

        // When
        UpgradeHarness restored = jobs.added(UpgradeHarness.restore(embedding, 1, switched));

        // Then
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void theStoreKeepsTheModuleOfAnUpgradeForARestoreWithoutItsFile() throws Exception {
        // Given
        WasmFilter storing =
                filterOf(jobs.v1)
                        .setModulePersistence(
                                ModulePersistence.DEFAULT.withStore(
                                        jobs.directory().resolve("store").toUri().toString()))
                        .build();
        UpgradeHarness harness = UpgradeHarness.open(storing, 1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        harness.close();
        jobs.v2.delete();
        SharedModules.instance().endJob(harness.jobId());

        // When
        UpgradeHarness restored = jobs.added(UpgradeHarness.restore(storing, 1, switched));

        // Then
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void aRestartWithoutAnyCopyFailsUntilTheFileIsBack() throws Exception {
        // Given
        UpgradeHarness harness = UpgradeHarness.open(filterOf(jobs.v1).build(), 1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        harness.close();
        jobs.v2.delete();
        SharedModules.instance().endJob(harness.jobId());

        // When
        assertThatThrownBy(() -> jobs.restore(1, switched))

                // Then
                .isInstanceOf(WasmFilterException.class)
                .hasMessageContaining("No place has module")
                .hasMessageContaining(jobs.v2.sha256().substring(0, 12));
        jobs.v2.putBack();
        assertThat(emittedBy(jobs.restore(1, switched))).containsOnly(jobs.v2.emitted(RECORD));
    }
}
