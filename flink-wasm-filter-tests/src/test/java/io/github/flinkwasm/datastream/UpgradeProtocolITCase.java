package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.internal.pool.SharedModules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol of an upgrade, with plans and barriers that arrive in every order that Flink allows.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class UpgradeProtocolITCase {

    private static final String RECORD = "{\"n\":1}";

    @TempDir Path directory;

    private final List<UpgradeHarness> opened = new ArrayList<>();
    private VersionedModule v1;
    private VersionedModule v2;
    private VersionedModule v3;

    @BeforeEach
    void writeModules() throws Exception {
        v1 = new VersionedModule(directory, 1);
        v2 = new VersionedModule(directory, 2);
        v3 = new VersionedModule(directory, 3);
    }

    @AfterEach
    void close() throws Exception {
        for (UpgradeHarness harness : opened) {
            harness.close();
        }
    }

    private WasmFilter.Builder filterOf(VersionedModule module) {
        return WasmFilter.builder()
                .setModule(module.reference())
                .setFunctionName("f")
                .setFailureHandling(FailureHandling.FAIL);
    }

    private UpgradeHarness open(int parallelism) throws Exception {
        return added(UpgradeHarness.open(filterOf(v1).build(), parallelism));
    }

    private UpgradeHarness restore(int parallelism, UpgradeHarness.Snapshot snapshot)
            throws Exception {
        return added(UpgradeHarness.restore(filterOf(v1).build(), parallelism, snapshot));
    }

    private UpgradeHarness added(UpgradeHarness harness) {
        opened.add(harness);
        return harness;
    }

    /** What each subtask makes of the same record. */
    private static List<String> emittedBy(UpgradeHarness harness) throws Exception {
        List<String> emitted = new ArrayList<>();
        for (UpgradeHarness.Subtask subtask : harness.subtasks()) {
            emitted.add(subtask.filter(RECORD));
        }
        return emitted;
    }

    private static List<State> statesOf(List<UpgradeReport> reports) {
        return reports.stream().map(UpgradeReport::state).toList();
    }

    @Test
    void everySubtaskSwitchesRightAfterTheBarrierThatTheActivationNames() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage());
        harness.awaitReady("u2");
        harness.send(v2.activate());
        List<String> atOnce = emittedBy(harness);
        harness.checkpoint(2);
        List<String> afterTheNext = emittedBy(harness);

        // When
        harness.checkpoint(3);

        // Then
        assertThat(atOnce).containsOnly(v1.emitted(RECORD));
        assertThat(afterTheNext).containsOnly(v1.emitted(RECORD));
        assertThat(emittedBy(harness)).containsOnly(v2.emitted(RECORD));
        for (UpgradeHarness.Subtask subtask : harness.subtasks()) {
            UpgradeReport report = subtask.awaitReport(State.ACTIVATED, "u2");
            assertThat(report.checkpointId()).isEqualTo(3);
            assertThat(report.sha256()).isEqualTo(v2.sha256());
        }
        assertThat(harness.answers())
                .extracting(UpgradeReport::checkpointId)
                .as("accepted after checkpoint 1, and at checkpoint 3")
                .containsExactly(1L, 3L);
    }

    @Test
    void anOldModuleIsActivatedLikeAnyOther() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        ModuleCommand back = ModuleCommand.stage("back", v1.reference());

        // When
        harness.send(back, ModuleCommand.activate("back"));
        harness.checkpoint(4);
        harness.checkpoint(5);

        // Then
        assertThat(emittedBy(harness)).containsOnly(v1.emitted(RECORD));
    }

    /** What may be wrong with a staged module. */
    enum Defect {
        MISSING("does not exist") {
            @Override
            ModuleCommand stage(VersionedModule module) throws Exception {
                ModuleCommand stage = module.stage();
                module.delete();
                return stage;
            }
        },
        OTHER_BYTES("but it is pinned to") {
            @Override
            ModuleCommand stage(VersionedModule module) throws Exception {
                module.overwriteWith("something else");
                return module.stage();
            }
        },
        NO_MODULE("WebAssembly") {
            @Override
            ModuleCommand stage(VersionedModule module) throws Exception {
                return stageOf("guests/wat/version/version.wat");
            }
        },
        NO_SUCH_FUNCTION("\"other\"") {
            @Override
            ModuleCommand stage(VersionedModule module) {
                return module.stage().withFunctionName("other");
            }
        },
        WRONG_SIGNATURE("Fluent Bit") {
            @Override
            ModuleCommand stage(VersionedModule module) throws Exception {
                return stageOf("guests/wat/hostile/export-wrong-signature.wasm");
            }
        },
        START_CODE_TRAPS("start section") {
            @Override
            ModuleCommand stage(VersionedModule module) throws Exception {
                return stageOf("guests/wat/hostile/start-trap.wasm");
            }
        };

        private final String says;

        Defect(String says) {
            this.says = says;
        }

        abstract ModuleCommand stage(VersionedModule module) throws Exception;

        private static ModuleCommand stageOf(String resource) throws Exception {
            return ModuleCommand.stage(
                    "u2",
                    ModuleReference.pinned("classpath:" + resource, ModuleFile.sha256(resource)));
        }
    }

    @ParameterizedTest
    @EnumSource(Defect.class)
    void aModuleThatCannotRunIsRejectedWhenItIsStagedAndTheRunningOneGoesOn(Defect defect)
            throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        UpgradeHarness.Subtask subtask = harness.subtask(0);
        harness.checkpoint(1);

        // When
        harness.send(defect.stage(v2));
        UpgradeReport report = subtask.awaitReport(State.REJECTED, "u2");

        // Then
        assertThat(report.detail()).contains(defect.says);
        harness.checkpoint(2);
        harness.checkpoint(3);
        assertThat(subtask.filter(RECORD)).isEqualTo(v1.emitted(RECORD));
        assertThat(harness.answers()).hasSize(1);
    }

    @Test
    void aRejectedModuleThatIsActivatedAllTheSameFailsTheJobAndSaysWhy() throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        harness.send(v2.stage().withFunctionName("other"));
        harness.subtask(0).awaitReport(State.REJECTED, "u2");
        harness.send(v2.activate());
        harness.checkpoint(2);

        // When
        assertThatThrownBy(() -> harness.subtask(0).passBarrier(3))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("Upgrade u2 is to take over at checkpoint 3")
                .hasMessageContaining("not ready on subtask 0")
                .hasMessageContaining("\"other\"")
                .hasMessageContaining("send ABORT u2");
    }

    @Test
    void theBarrierWaitsForAFileThatIsPutBackInTime() throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        v2.overwriteWith("wrong bytes on this machine");
        harness.send(v2.stage());
        harness.subtask(0).awaitReport(State.REJECTED, "u2");
        harness.send(v2.activate());
        harness.checkpoint(2);
        Thread somebody = new Thread(() -> putBackLater(v2));

        // When
        somebody.start();
        harness.checkpoint(3);

        // Then
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(v2.emitted(RECORD));
        somebody.join();
    }

    /** When the barrier waits already; and were it earlier, the test would prove less, not fail. */
    private static void putBackLater(VersionedModule module) {
        try {
            TimeUnit.MILLISECONDS.sleep(800);
            module.putBack();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void theJobFailsWhenAModuleIsNotReadyInTime() throws Exception {
        // Given
        UpgradeHarness harness =
                added(
                        UpgradeHarness.open(
                                filterOf(v1).build(),
                                UpgradeOptions.DEFAULT.withActivationTimeout(
                                        Duration.ofMillis(300)),
                                1));
        harness.checkpoint(1);
        String slow = "guests/wat/hostile/start-loop.wasm";
        harness.send(
                ModuleCommand.stage(
                        "slow",
                        ModuleReference.pinned("classpath:" + slow, ModuleFile.sha256(slow))),
                ModuleCommand.activate("slow"));
        harness.checkpoint(2);

        // When
        assertThatThrownBy(() -> harness.subtask(0).passBarrier(3))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("is not ready on subtask 0 after PT0.3S")
                .hasMessageContaining("withActivationTimeout");
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(v1.emitted(RECORD));
    }

    @Test
    void aNewStageTakesThePlaceOfTheOneBefore() throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        harness.send(v2.stage());
        harness.awaitReady("u2");

        // When
        harness.send(v3.stage(), v2.activate(), v3.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);

        // Then
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(v3.emitted(RECORD));
        harness.subtask(0).awaitReport(State.DISCARDED, "u2");
        assertThat(statesOf(harness.answers()))
                .containsExactly(State.ACCEPTED, State.ACCEPTED, State.IGNORED, State.ACCEPTED);
    }

    @Test
    void anAbortedUpgradeNeverTakesOver() throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());

        // When
        harness.send(v2.abort());
        for (int checkpoint = 2; checkpoint <= 5; checkpoint++) {
            harness.checkpoint(checkpoint);
        }

        // Then
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(v1.emitted(RECORD));
    }

    @Test
    void commandsThatComeTwiceDoNothingTheSecondTime() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.stage(), v2.activate(), v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        harness.send(v3.stage(), v3.activate());
        harness.checkpoint(4);
        harness.checkpoint(5);

        // When
        harness.send(v2.stage(), v2.activate(), v3.stage(), v3.activate());
        harness.checkpoint(6);
        harness.checkpoint(7);

        // Then
        assertThat(emittedBy(harness)).containsOnly(v3.emitted(RECORD));
        assertThat(statesOf(harness.answers()))
                .containsExactly(
                        State.ACCEPTED,
                        State.IGNORED,
                        State.ACCEPTED,
                        State.IGNORED,
                        State.ACCEPTED,
                        State.ACCEPTED,
                        State.IGNORED,
                        State.IGNORED,
                        State.IGNORED,
                        State.IGNORED);
    }

    @Test
    void commandsBehindAnActivationWaitUntilItIsDone() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);

        // When
        harness.send(v2.stage(), v2.activate(), v3.stage(), v3.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        List<String> first = emittedBy(harness);
        harness.checkpoint(4);
        harness.checkpoint(5);

        // Then
        assertThat(first).containsOnly(v2.emitted(RECORD));
        assertThat(emittedBy(harness)).containsOnly(v3.emitted(RECORD));
    }

    @Test
    void aSubtaskThatAnAbortedBarrierDidNotReachSwitchesAtTheNext() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);

        // When
        harness.passBarrierAtControl(3);
        harness.subtask(0).passBarrier(3);
        List<String> afterTheAbortedOne = emittedBy(harness);
        harness.checkpoint(4);

        // Then
        assertThat(afterTheAbortedOne).containsExactly(v2.emitted(RECORD), v1.emitted(RECORD));
        assertThat(emittedBy(harness)).containsOnly(v2.emitted(RECORD));
        assertThat(harness.subtask(0).awaitReport(State.ACTIVATED, "u2").checkpointId())
                .isEqualTo(3);
        assertThat(harness.subtask(1).awaitReport(State.ACTIVATED, "u2").checkpointId())
                .isEqualTo(4);
    }

    @Test
    void afterAnAbortedBarrierAllSubtasksAreRestoredWithTheOldModuleAndSwitchTogether()
            throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        UpgradeHarness.Snapshot complete = harness.checkpoint(2);
        harness.subtask(0).passBarrier(3);

        // When
        UpgradeHarness restored = restore(2, complete);
        restored.send();
        List<String> before = emittedBy(restored);
        restored.checkpoint(4);

        // Then
        assertThat(before).containsOnly(v1.emitted(RECORD));
        assertThat(emittedBy(restored)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void anUnalignedBarrierMayOvertakeThePlanOnce() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage());
        harness.awaitReady("u2");
        byte[] activation = harness.plansOf(v2.activate()).get(0);
        harness.subtask(0).follow(activation);

        // When
        harness.passBarrierAtControl(2);
        harness.subtask(0).passBarrier(2);
        harness.subtask(1).passBarrier(2);
        harness.subtask(1).follow(activation);
        harness.checkpoint(3);

        // Then
        assertThat(emittedBy(harness)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void aPlanThatComesAfterItsBarrierFailsTheJobBeforeTheCheckpointCanBeComplete()
            throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage());
        harness.awaitReady("u2");
        byte[] activation = harness.plansOf(v2.activate()).get(0);
        harness.subtask(0).follow(activation);
        harness.subtask(0).passBarrier(3);
        harness.subtask(1).passBarrier(3);

        // When
        assertThatThrownBy(() -> harness.subtask(1).follow(activation))

                // Then
                .hasMessageContaining("barrier 3 reached subtask 1 before a command")
                .hasMessageContaining("u2");
    }

    @Test
    void anAbortThatCrossesTheSwitchFailsTheJobBeforeTheCheckpointCanBeComplete() throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        byte[] abort = harness.plansOf(v2.abort()).get(0);
        harness.subtask(0).passBarrier(3);

        // When
        assertThatThrownBy(() -> harness.subtask(0).follow(abort))

                // Then
                .hasMessageContaining("barrier 3 reached subtask 0 before a command")
                .hasMessageContaining("u2");
    }

    @Test
    void aRestoredJobRunsWhatItWasUpgradedToAtEveryParallelism() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);

        // When
        UpgradeHarness onThree = restore(3, switched);
        UpgradeHarness onOne = restore(1, switched);

        // Then
        assertThat(emittedBy(onThree)).containsOnly(v2.emitted(RECORD));
        assertThat(emittedBy(onOne)).containsOnly(v2.emitted(RECORD));
        UpgradeReport running = onThree.subtask(2).awaitReport(State.RUNNING, "u2");
        assertThat(running.sha256()).isEqualTo(v2.sha256());
    }

    @Test
    void whatWasStagedIsStagedAgainAfterARescaleAndCanBeActivated() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage());
        UpgradeHarness.Snapshot staged = harness.checkpoint(2);

        // When
        UpgradeHarness restored = restore(3, staged);
        restored.send();
        restored.awaitReady("u2");
        restored.send(v2.activate());
        restored.checkpoint(3);
        List<String> before = emittedBy(restored);
        restored.checkpoint(4);

        // Then
        assertThat(before).containsOnly(v1.emitted(RECORD));
        assertThat(emittedBy(restored)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void aPlanThatWasOnItsWayInTheCheckpointIsNotTakenForANewOne() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage());
        harness.awaitReady("u2");
        byte[] onItsWay = harness.plansOf(v2.activate()).get(0);
        harness.subtask(0).follow(onItsWay);
        UpgradeHarness.Snapshot overtaken = harness.checkpoint(2);

        // When
        UpgradeHarness restored = restore(2, overtaken);
        restored.subtask(1).follow(onItsWay);
        restored.subtask(0).passBarrier(3);
        restored.subtask(1).passBarrier(3);
        List<String> before = emittedBy(restored);
        restored.send();
        restored.checkpoint(4);

        // Then
        assertThat(before).containsOnly(v1.emitted(RECORD));
        assertThat(emittedBy(restored)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void anActivationOutlivesItsControlStreamAndARestore() throws Exception {
        // Given
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        UpgradeHarness.Snapshot pending = harness.checkpoint(2);

        // When
        UpgradeHarness restored = restore(2, pending);
        for (UpgradeHarness.Subtask subtask : restored.subtasks()) {
            subtask.endControl();
            subtask.passBarrier(3);
        }

        // Then
        assertThat(emittedBy(restored)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void commandsOfARestoredJobThatHadNoControlStreamWaitForItsFirstCheckpoint() throws Exception {
        // Given
        OperatorSubtaskState withoutControl = snapshotWithoutControl(filterOf(v1).build());
        UpgradeHarness harness =
                restore(1, new UpgradeHarness.Snapshot(50, null, List.of(withoutControl)));

        // When
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(51);
        harness.checkpoint(52);
        String before = harness.subtask(0).filter(RECORD);
        harness.checkpoint(53);

        // Then
        assertThat(before).isEqualTo(v1.emitted(RECORD));
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(v2.emitted(RECORD));
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
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        harness.send(v3.stage());
        UpgradeHarness.Snapshot snapshot = harness.checkpoint(4);

        // When
        List<String> emitted = new ArrayList<>();
        try (OneInputStreamOperatorTestHarness<String, String> restored =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                WasmFilterFunction.of(
                                        filterOf(v1).build(), RecordCodecs.strings())))) {
            restored.initializeState(snapshot.ofAllSubtasks());
            restored.open();
            restored.processElement(new StreamRecord<>(RECORD));
            emitted.addAll(restored.extractOutputValues());
        }

        // Then
        assertThat(emitted).containsExactly(v2.emitted(RECORD));
    }

    @Test
    void aJobThatIsConfiguredWithTheModuleOfItsUpgradeGoesOnWithIt() throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);

        // When
        UpgradeHarness restored = added(UpgradeHarness.restore(filterOf(v2).build(), 1, switched));

        // Then
        assertThat(emittedBy(restored)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void aThirdModuleIsRefusedWithoutRestartUnlessItIsAllowed() throws Exception {
        // Given
        UpgradeHarness harness = open(1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        WasmFilter allowed =
                filterOf(v3)
                        .setModulePersistence(
                                ModulePersistence.DEFAULT.withAllowUpgradeOnRestore(true))
                        .build();

        // When
        assertThatThrownBy(() -> UpgradeHarness.restore(filterOf(v3).build(), 1, switched))

                // Then
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining(v2.sha256())
                .hasStackTraceContaining("module.allow-upgrade-on-restore");
        UpgradeHarness restored = added(UpgradeHarness.restore(allowed, 1, switched));
        assertThat(emittedBy(restored)).containsOnly(v3.emitted(RECORD));
    }

    @Test
    void theCopyInTheCheckpointFollowsTheUpgrade() throws Exception {
        // Given
        WasmFilter embedding =
                filterOf(v1)
                        .setModulePersistence(ModulePersistence.DEFAULT.withEmbedInState(true))
                        .build();
        UpgradeHarness harness = UpgradeHarness.open(embedding, 1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        harness.close();
        v1.delete();
        v2.delete();
        // Nobody holds the compiled module any more.
        SharedModules.instance().endJob(harness.jobId());

        // When
        UpgradeHarness restored = added(UpgradeHarness.restore(embedding, 1, switched));

        // Then
        assertThat(emittedBy(restored)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void theStoreKeepsTheModuleOfAnUpgradeForARestoreWithoutItsFile() throws Exception {
        // Given
        WasmFilter storing =
                filterOf(v1)
                        .setModulePersistence(
                                ModulePersistence.DEFAULT.withStore(
                                        directory.resolve("store").toUri().toString()))
                        .build();
        UpgradeHarness harness = UpgradeHarness.open(storing, 1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        harness.close();
        v2.delete();
        SharedModules.instance().endJob(harness.jobId());

        // When
        UpgradeHarness restored = added(UpgradeHarness.restore(storing, 1, switched));

        // Then
        assertThat(emittedBy(restored)).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void aRestartWithoutAnyCopyFailsUntilTheFileIsBack() throws Exception {
        // Given
        UpgradeHarness harness = UpgradeHarness.open(filterOf(v1).build(), 1);
        harness.checkpoint(1);
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        UpgradeHarness.Snapshot switched = harness.checkpoint(3);
        harness.close();
        v2.delete();
        SharedModules.instance().endJob(harness.jobId());

        // When
        assertThatThrownBy(() -> restore(1, switched))

                // Then
                .isInstanceOf(WasmFilterException.class)
                .hasMessageContaining("No place has module")
                .hasMessageContaining(v2.sha256().substring(0, 12));
        v2.putBack();
        assertThat(emittedBy(restore(1, switched))).containsOnly(v2.emitted(RECORD));
    }

    @Test
    void theModuleBeforeIsLetGoWhenACheckpointWithTheNewOneIsComplete() throws Exception {
        // Given
        int before = SharedModules.instance().size();
        UpgradeHarness harness = open(2);
        harness.checkpoint(1);
        harness.send(v2.stage());
        harness.awaitReady("u2");
        harness.send(v2.activate());
        harness.checkpoint(2);
        harness.subtask(0).passBarrier(3);
        harness.subtask(1).passBarrier(3);
        int whileItMayBeNeeded = SharedModules.instance().size();

        // When
        harness.subtask(0).complete(3);
        harness.subtask(1).complete(3);

        // Then
        assertThat(whileItMayBeNeeded).isEqualTo(before + 2);
        assertThat(SharedModules.instance().size()).isEqualTo(before + 1);
    }

    @Test
    void aModuleIsWarmedWithTheEventsThatTheJobGives() throws Exception {
        // Given
        LogEvent event = LogEvent.of("t", 0, 0, RECORD.getBytes(StandardCharsets.UTF_8));
        UpgradeHarness harness =
                added(
                        UpgradeHarness.open(
                                filterOf(v1).build(),
                                UpgradeOptions.DEFAULT.withWarmUp(List.of(event)),
                                1));
        harness.checkpoint(1);

        // When
        harness.send(v2.stage(), v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);

        // Then
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(v2.emitted(RECORD));
    }

    @Test
    void theControlStreamHoldsNoWatermarkUp() throws Exception {
        // Given
        UpgradeHarness harness = open(1);

        // When
        harness.subtask(0).processWatermarks(42);

        // Then
        assertThat(harness.subtask(0).output()).contains(new Watermark(42));
    }
}
