package io.github.flinkwasm.cli;

import static io.github.flinkwasm.cli.UpgradeReports.OTHER_SHA256;
import static io.github.flinkwasm.cli.UpgradeReports.SHA256;
import static io.github.flinkwasm.cli.UpgradeReports.lines;
import static io.github.flinkwasm.cli.UpgradeReports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code upgrade status}: what the reports of a job's subtasks come to. */
class UpgradeStatusTest {
    @TempDir private Path directory;

    private static UpgradeReport answer(State state, String sha256, String detail) {
        return new UpgradeReport(state, "u", sha256, 0, 1, 9, detail);
    }

    private static CommandRun status(String reports, String... more) {
        return CommandRun.of(
                reports,
                Stream.concat(Stream.of("upgrade", "status", "--id", "u"), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void whatNobodyReportsIsUnknownAndNotYet() {
        // When
        CommandRun run = status(lines(report("other", State.READY, 0, 1)));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
        assertThat(run.out()).startsWith("upgrade u: unknown");
    }

    @Test
    void oneSubtaskIsNotAll() {
        // When
        CommandRun run =
                status(
                        lines(
                                report("u", State.STAGING, 0, 1),
                                report("u", State.STAGING, 1, 1),
                                report("u", State.READY, 1, 1)));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
        assertThat(run.out()).contains("staging").contains("2: 1 staging, 1 ready");
    }

    @Test
    void readyIsReadyAndNotActivated() {
        // Given
        String reports =
                lines(
                        answer(State.ACCEPTED, SHA256, "STAGE: is staged"),
                        report("u", State.READY, 0, 1),
                        report("u", State.READY, 1, 1));

        // When
        CommandRun run = status(reports);

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).contains("upgrade u: ready").contains(SHA256).contains("is staged");
        assertThat(status(reports, "--expect", "activated").exitStatus())
                .isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
    }

    @Test
    void aRejectionNamesSubtaskAndReason() {
        // When
        CommandRun run =
                status(lines(report("u", State.READY, 0, 1), report("u", State.REJECTED, 1, 1)));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(run.out())
                .contains("upgrade u: rejected")
                .contains("  subtask 1   REJECTED says subtask 1");
    }

    @Test
    void activatedNamesTheCheckpointInTextAndJson() {
        // Given
        String reports =
                lines(report("u", State.ACTIVATED, 0, 114), report("u", State.ACTIVATED, 1, 114));

        // When
        CommandRun run = status(reports, "--expect", "activated", "--json");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        "{\"upgrade\":\"u\",\"phase\":\"activated\",\"sha256\":\""
                                + SHA256
                                + "\",\"parallelism\":2,\"subtasks\":{\"staging\":0,\"ready\":0,"
                                + "\"rejected\":0,\"discarded\":0,\"activated\":2,\"replaced\":0},"
                                + "\"checkpoints\":[114],\"rejections\":[]}\n");
        assertThat(status(reports).out()).contains("switched    at checkpoint 114");
    }

    @Test
    void aSubtaskThatFailedHasNothingReadyUntilItSaysSoAgain() {
        // Given
        String beforeTheFailure =
                lines(report("u", State.READY, 0, 5), report("u", State.READY, 1, 5));
        String afterIt =
                lines(
                        report("initial", State.RUNNING, 0, 5),
                        report("initial", State.RUNNING, 1, 5));
        String again = lines(report("u", State.READY, 0, 5), report("u", State.READY, 1, 5));

        // When
        CommandRun run = status(beforeTheFailure + afterIt);

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
        assertThat(run.out()).contains("2 said nothing yet");
        assertThat(status(beforeTheFailure + afterIt + again).exitStatus()).isZero();
    }

    @Test
    void aSwitchThatAFailureUndidIsNone() {
        // Given
        String switched =
                lines(report("u", State.ACTIVATED, 0, 7), report("u", State.ACTIVATED, 1, 7));

        // When
        CommandRun run =
                status(
                        switched
                                + lines(
                                        report("before", State.RUNNING, 0, 6),
                                        report("before", State.RUNNING, 1, 6)));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
        CommandRun kept =
                status(
                        switched
                                + lines(
                                        report("u", State.RUNNING, 0, 7),
                                        report("u", State.RUNNING, 1, 7)));
        assertThat(kept.out()).contains("activated").contains("at checkpoint 7");
    }

    @Test
    void anotherParallelismMakesAllSubtasksNew() {
        // Given
        UpgradeReport one = new UpgradeReport(State.READY, "u", SHA256, 0, 3, 9, "");

        // When
        CommandRun run =
                status(lines(report("u", State.READY, 0, 5), report("u", State.READY, 1, 5), one));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
        assertThat(run.out()).contains("3: 1 ready, 2 said nothing yet");
    }

    @Test
    void anUpgradeIsOverWhenAnotherOneHasTakenOver() {
        // When
        CommandRun run =
                status(
                        lines(
                                report("u", State.ACTIVATED, 0, 7),
                                report("u", State.ACTIVATED, 1, 7),
                                report("v", State.ACTIVATED, 0, 9),
                                report("v", State.ACTIVATED, 1, 9),
                                report("v", State.RUNNING, 1, 9)));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(run.out()).contains("upgrade u: replaced");
    }

    @Test
    void anIdThatAnotherModuleHasTakenIsRefusedEvenIfThatModuleIsReady() {
        // When
        CommandRun run =
                status(
                        lines(
                                report("u", State.READY, 0, 5),
                                report("u", State.READY, 1, 5),
                                answer(State.REFUSED, OTHER_SHA256, "STAGE: this id is taken")));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(run.out()).contains("upgrade u: refused").contains("this id is taken");
    }

    @Test
    void anIdOfAnEarlierUpgradeIsNotTakenForActivated() {
        // When
        CommandRun run =
                status(
                        lines(
                                report("u", State.ACTIVATED, 0, 5),
                                report("u", State.ACTIVATED, 1, 5),
                                answer(
                                        State.IGNORED,
                                        OTHER_SHA256,
                                        "STAGE: this upgrade is over")));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(run.out()).contains("upgrade u: refused");
    }

    @Test
    void linesThatAreNoReportsAreLeftOutAndHarmless() {
        // When
        CommandRun run =
                status(
                        "\u001b[2J is no report\n\n"
                                + "[".repeat(3_000_000)
                                + "\n"
                                + lines(
                                        report("u", State.READY, 0, 1),
                                        new UpgradeReport(
                                                State.REJECTED,
                                                "u",
                                                SHA256,
                                                1,
                                                2,
                                                1,
                                                "\u001b[2J")));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(run.err())
                .contains("standard input, line 1 is left out")
                .contains("2 lines are no reports")
                .doesNotContain("\u001b");
        assertThat(run.out()).contains("\\u001b[2J").doesNotContain("\u001b");
        assertThat(status("nothing\n").exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
    }

    @Test
    void reportsOfADirectoryAreReadInTheOrderOfTheirFiles() throws IOException {
        // Given
        Path bucket = Files.createDirectory(directory.resolve("2026-01-01--00"));
        write(
                bucket.resolve("part-x-9"),
                1,
                report("u", State.READY, 0, 1),
                report("u", State.READY, 1, 1));
        write(bucket.resolve("part-x-10"), 1, report("initial", State.RUNNING, 0, 1));
        write(bucket.resolve("part-a-0"), 2, report("u", State.READY, 0, 1));
        write(bucket.resolve(".part-b-0.inprogress"), 3, report("u", State.REJECTED, 0, 1));

        // When
        CommandRun run = status("", "--reports", directory.toString());

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.exitStatus()).isZero();
        assertThat(status("", "--reports", directory.resolve("no").toString()).exitStatus())
                .isEqualTo(ExitStatus.WRONG_USAGE);
    }

    private static void write(Path file, long second, UpgradeReport... reports) throws IOException {
        Files.writeString(file, lines(reports));
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1_000));
    }
}
