package io.github.flinkwasm.datastream;

import static io.github.flinkwasm.datastream.UpgradeHarnesses.RECORD;
import static io.github.flinkwasm.datastream.UpgradeHarnesses.emittedBy;
import static io.github.flinkwasm.datastream.UpgradeHarnesses.filterOf;
import static io.github.flinkwasm.datastream.UpgradeHarnesses.statesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.internal.pool.SharedModules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The commands of an upgrade and what each subtask makes of them, where every barrier comes in
 * order.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class UpgradeProtocolITCase {

    @RegisterExtension final UpgradeHarnesses jobs = new UpgradeHarnesses();

    @Test
    void everySubtaskSwitchesRightAfterTheBarrierThatTheActivationNames() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage());
        harness.awaitReady("u2");
        harness.send(jobs.v2.activate());
        List<String> atOnce = emittedBy(harness);
        harness.checkpoint(2);
        List<String> afterTheNext = emittedBy(harness);

        // When
        harness.checkpoint(3);

        // Then
        assertThat(atOnce).containsOnly(jobs.v1.emitted(RECORD));
        assertThat(afterTheNext).containsOnly(jobs.v1.emitted(RECORD));
        assertThat(emittedBy(harness)).containsOnly(jobs.v2.emitted(RECORD));
        for (UpgradeHarness.Subtask subtask : harness.subtasks()) {
            UpgradeReport report = subtask.awaitReport(State.ACTIVATED, "u2");
            assertThat(report.checkpointId()).isEqualTo(3);
            assertThat(report.sha256()).isEqualTo(jobs.v2.sha256());
        }
        assertThat(harness.answers())
                .extracting(UpgradeReport::checkpointId)
                .as("accepted after checkpoint 1, and at checkpoint 3")
                .containsExactly(1L, 3L);
    }

    @Test
    void anOldModuleIsActivatedLikeAnyOther() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        ModuleCommand back = ModuleCommand.stage("back", jobs.v1.reference());

        // When
        harness.send(back, ModuleCommand.activate("back"));
        harness.checkpoint(4);
        harness.checkpoint(5);

        // Then
        assertThat(emittedBy(harness)).containsOnly(jobs.v1.emitted(RECORD));
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
        UpgradeHarness harness = jobs.open(1);
        UpgradeHarness.Subtask subtask = harness.subtask(0);
        harness.checkpoint(1);

        // When
        harness.send(defect.stage(jobs.v2));
        UpgradeReport report = subtask.awaitReport(State.REJECTED, "u2");

        // Then
        assertThat(report.detail()).contains(defect.says);
        harness.checkpoint(2);
        harness.checkpoint(3);
        assertThat(subtask.filter(RECORD)).isEqualTo(jobs.v1.emitted(RECORD));
        assertThat(harness.answers()).hasSize(1);
    }

    @Test
    void aRejectedModuleThatIsActivatedAllTheSameFailsTheJobAndSaysWhy() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage().withFunctionName("other"));
        harness.subtask(0).awaitReport(State.REJECTED, "u2");
        harness.send(jobs.v2.activate());
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
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        jobs.v2.overwriteWith("wrong bytes on this machine");
        harness.send(jobs.v2.stage());
        harness.subtask(0).awaitReport(State.REJECTED, "u2");
        harness.send(jobs.v2.activate());
        harness.checkpoint(2);
        Thread somebody = new Thread(() -> putBackLater(jobs.v2));

        // When
        somebody.start();
        harness.checkpoint(3);

        // Then
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(jobs.v2.emitted(RECORD));
        somebody.join();
    }

    @Test
    void theSameStageOnceMoreLetsSubtasksReadTheModuleAgain() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        jobs.v2.overwriteWith("wrong bytes on this machine");
        harness.send(jobs.v2.stage());
        harness.subtask(0).awaitReport(State.REJECTED, "u2");
        jobs.v2.putBack();

        // When
        harness.send(jobs.v2.stage());

        // Then
        harness.subtask(0).awaitReport(State.READY, "u2");
        assertThat(statesOf(harness.answers())).containsExactly(State.ACCEPTED, State.IGNORED);
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
                jobs.added(
                        UpgradeHarness.open(
                                filterOf(jobs.v1).build(),
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
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(jobs.v1.emitted(RECORD));
    }

    @Test
    void whileAModuleIsMadeReadyTheRunningOneGoesOn() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        UpgradeHarness.Subtask subtask = harness.subtask(0);
        String slow = "guests/wat/hostile/start-loop.wasm";

        // When
        harness.send(
                ModuleCommand.stage(
                        "slow",
                        ModuleReference.pinned("classpath:" + slow, ModuleFile.sha256(slow))));
        String emitted = subtask.filter(RECORD);
        harness.checkpoint(1);

        // Then
        assertThat(emitted).isEqualTo(jobs.v1.emitted(RECORD));
        assertThat(statesOf(subtask.reports())).containsExactly(State.RUNNING, State.STAGING);
        harness.send(ModuleCommand.abort("slow"));
        subtask.awaitReport(State.DISCARDED, "slow");
    }

    @Test
    void aNewStageTakesThePlaceOfTheOneBefore() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage());
        harness.awaitReady("u2");

        // When
        harness.send(jobs.v3.stage(), jobs.v2.activate(), jobs.v3.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);

        // Then
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(jobs.v3.emitted(RECORD));
        harness.subtask(0).awaitReport(State.DISCARDED, "u2");
        assertThat(statesOf(harness.answers()))
                .containsExactly(State.ACCEPTED, State.ACCEPTED, State.IGNORED, State.ACCEPTED);
    }

    @Test
    void anAbortedUpgradeNeverTakesOver() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());

        // When
        harness.send(jobs.v2.abort());
        for (int checkpoint = 2; checkpoint <= 5; checkpoint++) {
            harness.checkpoint(checkpoint);
        }

        // Then
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(jobs.v1.emitted(RECORD));
    }

    @Test
    void commandsThatComeTwiceDoNothingTheSecondTime() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.stage(), jobs.v2.activate(), jobs.v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        harness.send(jobs.v3.stage(), jobs.v3.activate());
        harness.checkpoint(4);
        harness.checkpoint(5);

        // When
        harness.send(jobs.v2.stage(), jobs.v2.activate(), jobs.v3.stage(), jobs.v3.activate());
        harness.checkpoint(6);
        harness.checkpoint(7);

        // Then
        assertThat(emittedBy(harness)).containsOnly(jobs.v3.emitted(RECORD));
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
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);

        // When
        harness.send(jobs.v2.stage(), jobs.v2.activate(), jobs.v3.stage(), jobs.v3.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);
        List<String> first = emittedBy(harness);
        harness.checkpoint(4);
        harness.checkpoint(5);

        // Then
        assertThat(first).containsOnly(jobs.v2.emitted(RECORD));
        assertThat(emittedBy(harness)).containsOnly(jobs.v3.emitted(RECORD));
    }

    @Test
    void theModuleBeforeIsLetGoWhenACheckpointWithTheNewOneIsComplete() throws Exception {
        // Given
        int before = SharedModules.instance().size();
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage());
        harness.awaitReady("u2");
        harness.send(jobs.v2.activate());
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
                jobs.added(
                        UpgradeHarness.open(
                                filterOf(jobs.v1).build(),
                                UpgradeOptions.DEFAULT.withWarmUp(List.of(event)),
                                1));
        harness.checkpoint(1);

        // When
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        harness.checkpoint(3);

        // Then
        assertThat(harness.subtask(0).awaitReport(State.READY, "u2").detail())
                .containsPattern("warmed with [1-9][0-9,]* calls");
        assertThat(harness.subtask(0).filter(RECORD)).isEqualTo(jobs.v2.emitted(RECORD));
    }

    @Test
    void theControlStreamHoldsNoWatermarkUp() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(1);

        // When
        harness.subtask(0).processWatermarks(42);

        // Then
        assertThat(harness.subtask(0).output()).contains(new Watermark(42));
    }
}
