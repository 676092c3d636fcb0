package io.github.flinkwasm.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleCommand.Action;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UpgradeLedgerTest {

    private final List<UpgradeReport> reports = new ArrayList<>();
    private final UpgradeLedger ledger = new UpgradeLedger(0, reports::add);

    private static ModuleCommand stage(String id) {
        return ModuleCommand.stage(id, ModuleReference.pinned("/" + id, "ab".repeat(32)));
    }

    private List<State> states() {
        return reports.stream().map(UpgradeReport::state).toList();
    }

    private void checkpoint(long id) {
        ledger.passBarrier(id);
        ledger.complete(id);
    }

    private UpgradeLedger restored(long checkpointId) {
        UpgradeLedger restored = new UpgradeLedger(checkpointId, reports::add);
        restored.restore(ledger.toBytes());
        return restored;
    }

    @Test
    void anActivationNamesTheSecondCheckpointAfterIt() {
        // Given
        checkpoint(7);
        ledger.accept(stage("a"));

        // When
        ledger.accept(ModuleCommand.activate("a"));

        // Then
        assertThat(ledger.plan().target()).isEqualTo(9);
        assertThat(ledger.plan().sentAfter()).isEqualTo(7);
    }

    @Test
    void whatIsNotStagedIsNotActivatedAndNotAborted() {
        // Given
        checkpoint(1);
        ledger.accept(ModuleCommand.activate("a"));
        ledger.accept(stage("b"));

        // When
        boolean changed = ledger.accept(ModuleCommand.activate("a"));
        changed |= ledger.accept(ModuleCommand.abort("a"));

        // Then
        assertThat(changed).isFalse();
        assertThat(states())
                .containsExactly(State.REFUSED, State.ACCEPTED, State.REFUSED, State.REFUSED);
        assertThat(reports.get(0).detail()).contains("no upgrade is staged");
        assertThat(reports.get(2).detail()).contains("upgrade b is staged");
    }

    @Test
    void anIdStandsForOneModule() {
        // Given
        ledger.accept(stage("a"));

        // When
        ledger.accept(ModuleCommand.stage("a", ModuleReference.pinned("/other", "cd".repeat(32))));

        // Then
        assertThat(states()).containsExactly(State.ACCEPTED, State.REFUSED);
        assertThat(ledger.plan().upgrade().module().uri()).isEqualTo("/a");
    }

    @Test
    void anUpgradeThatHasTakenOverCannotBeAborted() {
        // Given
        checkpoint(1);
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.activate("a"));
        ledger.passBarrier(2);
        ledger.passBarrier(3);

        // When
        boolean changed = ledger.accept(ModuleCommand.abort("a"));

        // Then
        assertThat(changed).isFalse();
        assertThat(reports.get(2).detail()).contains("took over at checkpoint 3");
    }

    @Test
    void anActivationIsUnderWayUntilACheckpointBehindItIsComplete() {
        // Given
        checkpoint(1);
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.activate("a"));
        ledger.accept(stage("b"));
        ledger.passBarrier(2);
        ledger.passBarrier(3);
        boolean changedByTheAbortedOnes = ledger.complete(2);

        // When
        ledger.passBarrier(4);
        boolean changed = ledger.complete(4);

        // Then
        assertThat(changedByTheAbortedOnes).isFalse();
        assertThat(changed).isTrue();
        assertThat(ledger.plan().upgradeId()).isEqualTo("b");
    }

    @Test
    void aRestoredLedgerKnowsWhatIsStagedAndOverAndNamesALaterCheckpoint() {
        // Given
        checkpoint(1);
        ledger.accept(stage("old"));
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.activate("a"));
        ledger.accept(stage("b"));
        ledger.passBarrier(2);

        // When
        UpgradeLedger restored = restored(2);
        restored.accept(stage("old"));
        restored.passBarrier(3);
        restored.passBarrier(4);
        restored.passBarrier(5);
        restored.complete(5);

        // Then
        assertThat(restored.plan().upgradeId()).isEqualTo("b");
        assertThat(reports)
                .anySatisfy(report -> assertThat(report.detail()).contains("this upgrade is over"));
    }

    @Test
    void anActivationOfARestoredLedgerCanBeTakenBackWhateverIdsCheckpointsHaveNow() {
        // Given
        checkpoint(1);
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.activate("a"));
        ledger.passBarrier(2);
        UpgradeLedger restored = restored(2);
        UpgradePlan beforeTheFirstBarrier = restored.plan();

        // When
        restored.passBarrier(40);
        UpgradePlan afterIt = restored.plan();
        boolean changed = restored.accept(ModuleCommand.abort("a"));

        // Then
        assertThat(beforeTheFirstBarrier.sentAfter()).isZero();
        assertThat(afterIt.sentAfter()).isEqualTo(40);
        assertThat(afterIt.target()).isEqualTo(42);
        assertThat(reports.get(reports.size() - 2).checkpointId()).isEqualTo(42);
        assertThat(changed).isTrue();
        assertThat(restored.plan().upgrade()).isNull();
    }

    @Test
    void aLedgerOfTheCheckpointOfTheSwitchHoldsTheUpgradeForDone() {
        // Given
        checkpoint(1);
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.activate("a"));
        ledger.passBarrier(2);
        ledger.passBarrier(3);

        // When
        UpgradeLedger restored = restored(3);
        restored.accept(stage("a"));

        // Then
        assertThat(restored.plan().upgrade()).isNull();
        assertThat(reports.get(reports.size() - 1).state()).isEqualTo(State.IGNORED);
    }

    @Test
    void commandsThatNobodyCanWaitForAnyMoreAreRefused() {
        // Given
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.activate("a"));

        // When
        ledger.end();

        // Then
        assertThat(states()).containsExactly(State.ACCEPTED, State.ACCEPTED, State.REFUSED);
        assertThat(reports.get(2).detail()).contains("the control stream ended");
    }

    @Test
    void programsReadFromAnswersWhichCommandTheyAreAboutAndThatItsUpgradeIsOver() {
        // Given
        checkpoint(1);

        // When
        ledger.accept(stage("a"));
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.abort("a"));
        ledger.accept(ModuleCommand.activate("a"));

        // Then
        assertThat(reports)
                .extracting(report -> CommandAnswer.actionOf(report).orElseThrow())
                .containsExactly(Action.STAGE, Action.STAGE, Action.ABORT, Action.ACTIVATE);
        assertThat(reports)
                .extracting(CommandAnswer::saysOver)
                .containsExactly(false, false, false, true);
    }

    @Test
    void oldIdsAreForgottenAtSomeTime() {
        // Given
        for (int n = 0; n <= UpgradeLedger.REMEMBERED + 1; n++) {
            ledger.accept(stage("a" + n));
        }

        // When
        boolean newest = ledger.accept(stage("a" + UpgradeLedger.REMEMBERED));
        boolean oldest = ledger.accept(stage("a0"));

        // Then
        assertThat(newest).isFalse();
        assertThat(oldest).isTrue();
    }

    @Test
    void noMoreCommandsWaitThanACheckpointShouldHold() {
        // Given
        checkpoint(1);
        ledger.accept(stage("a"));
        ledger.accept(ModuleCommand.activate("a"));
        for (int n = 0; n < UpgradeLedger.MOST_WAITING; n++) {
            ledger.accept(stage("b" + n));
        }
        reports.clear();

        // When
        ledger.accept(stage("one-more"));
        ledger.accept(ModuleCommand.abort("a"));

        // Then
        assertThat(reports.get(0).state()).isEqualTo(State.REFUSED);
        assertThat(reports.get(0).detail()).contains("100 commands wait already");
        assertThat(ledger.plan().upgradeId()).as("the last of those that waited").isEqualTo("b99");
    }

    @Test
    void damagedCommandsOfALedgerAreRefused() {
        // Given
        byte[] impossibleLength = {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, -1, -1, -1, -1};

        // When
        assertThatThrownBy(() -> ledger.restore(impossibleLength))

                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is damaged (14 bytes");
    }

    @Test
    void bytesOfALaterFormatAreRefused() {
        // Given
        byte[] later = ledger.toBytes();
        later[0] = 2;

        // When
        assertThatThrownBy(() -> ledger.restore(later))

                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format version 2");
    }

    @Test
    void damagedBytesAreRefused() {
        // When
        assertThatThrownBy(() -> UpgradePlan.fromBytes(new byte[] {1, 0, 0}))

                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is damaged (3 bytes");
    }
}
