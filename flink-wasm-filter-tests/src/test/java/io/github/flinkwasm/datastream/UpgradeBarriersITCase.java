package io.github.flinkwasm.datastream;

import static io.github.flinkwasm.datastream.UpgradeHarnesses.RECORD;
import static io.github.flinkwasm.datastream.UpgradeHarnesses.emittedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.UpgradeReport.State;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Upgrades whose plans and barriers arrive in every order that Flink allows, and whose checkpoints
 * are aborted.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class UpgradeBarriersITCase {

    @RegisterExtension final UpgradeHarnesses jobs = new UpgradeHarnesses();

    @Test
    void aSubtaskThatAnAbortedBarrierDidNotReachSwitchesAtTheNext() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);

        // When
        harness.passBarrierAtControl(3);
        harness.subtask(0).passBarrier(3);
        List<String> afterTheAbortedOne = emittedBy(harness);
        harness.checkpoint(4);

        // Then
        assertThat(afterTheAbortedOne)
                .containsExactly(jobs.v2.emitted(RECORD), jobs.v1.emitted(RECORD));
        assertThat(emittedBy(harness)).containsOnly(jobs.v2.emitted(RECORD));
        assertThat(harness.subtask(0).awaitReport(State.ACTIVATED, "u2").checkpointId())
                .isEqualTo(3);
        assertThat(harness.subtask(1).awaitReport(State.ACTIVATED, "u2").checkpointId())
                .isEqualTo(4);
    }

    @Test
    void afterAnAbortedBarrierAllSubtasksAreRestoredWithTheOldModuleAndSwitchTogether()
            throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        UpgradeHarness.Snapshot complete = harness.checkpoint(2);
        harness.subtask(0).passBarrier(3);

        // When
        UpgradeHarness restored = jobs.restore(2, complete);
        restored.send();
        restored.checkpoint(4);
        restored.checkpoint(5);
        List<String> before = emittedBy(restored);
        restored.checkpoint(6);

        // Then
        assertThat(before).containsOnly(jobs.v1.emitted(RECORD));
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void anActivationThatARestoredJobCarriesOutAnewCanBeTakenBackAfterItsFirstBarrier()
            throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        UpgradeHarness.Snapshot complete = harness.checkpoint(2);
        UpgradeHarness restored = jobs.restore(2, complete);
        restored.send();

        // When
        restored.checkpoint(9);
        restored.send(jobs.v2.abort());
        for (int checkpoint = 10; checkpoint <= 12; checkpoint++) {
            restored.checkpoint(checkpoint);
        }

        // Then
        assertThat(emittedBy(restored)).containsOnly(jobs.v1.emitted(RECORD));
        restored.subtask(1).awaitReport(State.DISCARDED, "u2");
    }

    @Test
    void theFirstBarrierOfARestoredJobMayOvertakeThePlanWhateverItsId() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        UpgradeHarness.Snapshot complete = harness.checkpoint(2);
        UpgradeHarness restored = jobs.restore(2, complete);
        byte[] plan = restored.plansOf().get(0);
        restored.subtask(0).follow(plan);

        // When
        restored.passBarrierAtControl(9);
        restored.subtask(0).passBarrier(9);
        restored.subtask(1).passBarrier(9);
        restored.subtask(1).follow(plan);
        restored.send();
        restored.checkpoint(10);
        List<String> before = emittedBy(restored);
        restored.checkpoint(11);

        // Then
        assertThat(before).containsOnly(jobs.v1.emitted(RECORD));
        assertThat(emittedBy(restored)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void anUnalignedBarrierMayOvertakeThePlanOnce() throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage());
        harness.awaitReady("u2");
        byte[] activation = harness.plansOf(jobs.v2.activate()).get(0);
        harness.subtask(0).follow(activation);

        // When
        harness.passBarrierAtControl(2);
        harness.subtask(0).passBarrier(2);
        harness.subtask(1).passBarrier(2);
        harness.subtask(1).follow(activation);
        harness.checkpoint(3);

        // Then
        assertThat(emittedBy(harness)).containsOnly(jobs.v2.emitted(RECORD));
    }

    @Test
    void aPlanThatComesAfterItsBarrierFailsTheJobBeforeTheCheckpointCanBeComplete()
            throws Exception {
        // Given
        UpgradeHarness harness = jobs.open(2);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage());
        harness.awaitReady("u2");
        byte[] activation = harness.plansOf(jobs.v2.activate()).get(0);
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
        UpgradeHarness harness = jobs.open(1);
        harness.checkpoint(1);
        harness.send(jobs.v2.stage(), jobs.v2.activate());
        harness.checkpoint(2);
        byte[] abort = harness.plansOf(jobs.v2.abort()).get(0);
        harness.subtask(0).passBarrier(3);

        // When
        assertThatThrownBy(() -> harness.subtask(0).follow(abort))

                // Then
                .hasMessageContaining("barrier 3 reached subtask 0 before a command")
                .hasMessageContaining("u2");
    }
}
