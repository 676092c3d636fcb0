package io.github.flinkwasm.cli;

import static io.github.flinkwasm.cli.UpgradeReports.OTHER_SHA256;
import static io.github.flinkwasm.cli.UpgradeReports.SHA256;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import org.junit.jupiter.api.Test;

/** {@code wasm-filter upgrade status} of upgrades that are over, however they ended. */
class UpgradeStatusEndsTest {
    private static UpgradeReport of(String upgrade, State state, int subtask, int parallelism) {
        return new UpgradeReport(state, upgrade, SHA256, subtask, parallelism, 9, "");
    }

    private static UpgradeReport answer(String upgrade, State state, String detail) {
        return new UpgradeReport(state, upgrade, SHA256, 0, 1, 9, detail);
    }

    private static CommandRun status(UpgradeReport... reports) {
        return CommandRun.of(UpgradeReports.lines(reports), "upgrade", "status", "--id", "u");
    }

    private static void assertOver(CommandRun run, String phase) {
        assertThat(run.out()).startsWith("upgrade u: " + phase);
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
    }

    private static void assertUnfinished(CommandRun run, String phase) {
        assertThat(run.out()).startsWith("upgrade u: " + phase);
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
    }

    @Test
    void anUpgradeThatWaitedAndWasReplacedBeforeAnySubtaskHeardOfItIsDiscarded() {
        // When
        CommandRun run =
                status(
                        answer("u", State.ACCEPTED, "STAGE: waits for the activation of upgrade t"),
                        answer("v", State.ACCEPTED, "STAGE: waits for the activation of upgrade t"),
                        answer("u", State.ACCEPTED, "STAGE: is staged"),
                        answer("v", State.ACCEPTED, "STAGE: is staged, in the place of upgrade u"),
                        of("v", State.READY, 0, 1));

        // Then
        assertOver(run, "discarded");
    }

    @Test
    void anUpgradeThatWaitedAndWasAbortedBeforeAnySubtaskHeardOfItIsDiscarded() {
        // When
        CommandRun run =
                status(
                        answer("u", State.ACCEPTED, "STAGE: waits for the activation of upgrade t"),
                        answer("u", State.ACCEPTED, "ABORT: waits for the activation of upgrade t"),
                        answer("u", State.ACCEPTED, "STAGE: is staged"),
                        answer("u", State.ACCEPTED, "ABORT: is forgotten"));

        // Then
        assertOver(run, "discarded");
    }

    @Test
    void whatIsReadyIsNotActivatedAnyMoreOnceItsAbortIsAccepted() {
        // When
        CommandRun run =
                status(
                        answer("u", State.ACCEPTED, "STAGE: is staged"),
                        of("u", State.READY, 0, 1),
                        answer("u", State.ACCEPTED, "ABORT: is forgotten"));

        // Then
        assertOver(run, "discarded");
    }

    @Test
    void aStageThatWaitsForAnActivationDoesNotEndWhatIsActivated() {
        // When
        CommandRun run =
                status(
                        of("u", State.STAGING, 0, 1),
                        answer("u", State.ACCEPTED, "STAGE: is staged"),
                        answer("u", State.ACCEPTED, "ACTIVATE: takes over at checkpoint 11"),
                        answer("v", State.ACCEPTED, "STAGE: waits for the activation of upgrade u"),
                        answer("v", State.ACCEPTED, "ACTIVATE: waits for the activation of u"));

        // Then
        assertUnfinished(run, "staging");
    }

    @Test
    void aRefusedStageOfAnotherUpgradeEndsNothing() {
        // When
        CommandRun run =
                status(
                        answer("u", State.ACCEPTED, "STAGE: is staged"),
                        answer("v", State.REFUSED, "STAGE: 100 commands wait already"),
                        answer("w", State.IGNORED, "STAGE: this upgrade is over"));

        // Then
        assertUnfinished(run, "staging");
    }

    @Test
    void anAbortThatWaitsDoesNotEndAnUpgradeThatRuns() {
        // When
        CommandRun run =
                status(
                        of("u", State.ACTIVATED, 0, 1),
                        answer("u", State.ACCEPTED, "ABORT: waits for the activation of v"));

        // Then
        assertThat(run.out()).startsWith("upgrade u: activated");
        assertThat(run.exitStatus()).isZero();
    }

    @Test
    void anotherParallelismDoesNotReviveADiscardedUpgrade() {
        // When
        CommandRun run =
                status(
                        of("u", State.READY, 0, 1),
                        of("u", State.DISCARDED, 0, 1),
                        of("initial", State.RUNNING, 0, 2),
                        of("initial", State.RUNNING, 1, 2),
                        of("initial", State.RUNNING, 0, 1));

        // Then
        assertOver(run, "discarded");
    }

    @Test
    void anotherParallelismDoesNotReviveAReplacedUpgrade() {
        // When
        CommandRun run =
                status(
                        answer("u", State.ACCEPTED, "ACTIVATE: takes over at checkpoint 11"),
                        of("u", State.ACTIVATED, 0, 1),
                        of("v", State.ACTIVATED, 0, 1),
                        of("v", State.RUNNING, 0, 2),
                        of("v", State.RUNNING, 1, 2));

        // Then
        assertOver(run, "replaced");
    }

    @Test
    void aFailureThatUndoesASwitchRevivesTheUpgradeBeforeItAtAnyParallelism() {
        // When
        CommandRun run =
                status(
                        of("u", State.ACTIVATED, 0, 1),
                        of("v", State.ACTIVATED, 0, 1),
                        of("u", State.RUNNING, 0, 2),
                        of("u", State.RUNNING, 1, 2));

        // Then
        assertThat(run.out()).startsWith("upgrade u: activated");
        assertThat(run.exitStatus()).isZero();
    }

    @Test
    void anUpgradeThatTheRestoredJobStagesAgainIsNotOver() {
        // When
        CommandRun run =
                status(
                        of("u", State.READY, 0, 1),
                        of("u", State.DISCARDED, 0, 1),
                        of("initial", State.RUNNING, 0, 2),
                        of("u", State.STAGING, 0, 2));

        // Then
        assertUnfinished(run, "staging");
    }

    @Test
    void anIdThatIsOverBeforeTheReportsBeginIsRefused() {
        // When
        CommandRun run =
                status(
                        answer(
                                "u",
                                State.IGNORED,
                                "STAGE: this upgrade is over; a new one needs a new id"));

        // Then
        assertOver(run, "refused");
        assertThat(run.out()).contains("this upgrade is over");
    }

    @Test
    void whatIsStagedBeforeTheReportsBeginIsNotOver() {
        // When
        CommandRun run =
                status(answer("u", State.IGNORED, "STAGE: it is staged; subtasks that could not"));

        // Then
        assertUnfinished(run, "staging");
    }

    @Test
    void theIdOfTheRunningModuleIsRefusedForAnotherOne() {
        // When
        CommandRun run =
                status(
                        of("u", State.RUNNING, 0, 1),
                        new UpgradeReport(
                                State.ACCEPTED, "u", OTHER_SHA256, 0, 1, 9, "STAGE: is staged"));

        // Then
        assertOver(run, "refused");
    }

    @Test
    void theConfiguredModuleIsNoUpgrade() {
        // When
        CommandRun run = CommandRun.of("", "upgrade", "activate", "--id", "initial", "--force");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("the module that the job was configured with");
    }
}
