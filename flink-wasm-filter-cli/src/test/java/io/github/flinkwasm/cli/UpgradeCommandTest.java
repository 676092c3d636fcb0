package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeCommandTest {
    private static final String SHA256 = "ab".repeat(32);
    private static final String OTHER_SHA256 = "cd".repeat(32);

    @TempDir private Path directory;

    private static UpgradeReport of(String upgrade, State state, int subtask, long checkpoint) {
        return new UpgradeReport(
                state, upgrade, SHA256, subtask, 2, checkpoint, state + " says subtask " + subtask);
    }

    private static UpgradeReport answer(State state, String sha256, String detail) {
        return new UpgradeReport(state, "u", sha256, 0, 1, 9, detail);
    }

    private static String lines(UpgradeReport... reports) {
        return Stream.of(reports)
                .map(ModuleUpgrades::toJson)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static CommandRun status(String reports, String... more) {
        return CommandRun.of(
                reports,
                Stream.concat(Stream.of("upgrade", "status", "--id", "u"), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void stageGivesALineThatTheJobReads() {
        // When
        CommandRun run =
                CommandRun.of(
                        "",
                        "upgrade",
                        "stage",
                        "--id",
                        "u-1",
                        "--wasm",
                        CommandRun.IDENTITY,
                        "--as",
                        "s3://filters/identity.wasm",
                        "--function",
                        "f");

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).hasLineCount(1);
        ModuleCommand command = ModuleUpgrades.commandFromJson(run.out().strip());
        assertThat(command.action()).isEqualTo(ModuleCommand.Action.STAGE);
        assertThat(command.upgradeId()).isEqualTo("u-1");
        assertThat(command.functionName()).contains("f");
        assertThat(command.module().orElseThrow().uri()).isEqualTo("s3://filters/identity.wasm");
        assertThat(command.module().orElseThrow().sha256()).isPresent();
    }

    @Test
    void aPathBecomesAbsoluteSinceTaskManagersWorkElsewhere() throws IOException {
        // Given
        Path module = directory.resolve("m.wasm");
        Files.write(module, guest("guests/wat/identity.wasm"));
        String relative = Path.of("").toAbsolutePath().relativize(module).toString();

        // When
        CommandRun run = CommandRun.of("", "upgrade", "stage", "--id", "u", "--wasm", relative);

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(ModuleUpgrades.commandFromJson(run.out().strip()).module().orElseThrow().uri())
                .isEqualTo(module.toString());
        assertThat(run.err()).contains("every TaskManager has to have the module at");
    }

    private static byte[] guest(String resource) throws IOException {
        try (var in = UpgradeCommandTest.class.getClassLoader().getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "guests/wat/identity.wasm, --function=other, no function",
        "guests/wat/hostile/start-trap.wasm, --function=f, start",
        "guests/wat/hostile/export-wrong-signature.wasm, --memory=64m, exports no filter",
        "guests/wat/version/version.wat, --memory=64m, is WebAssembly text",
        "guests/no-such.wasm, --memory=64m, not on the class path"
    })
    void whatTheJobWouldRejectIsNotStaged(String module, String option, String says) {
        // When
        CommandRun run =
                CommandRun.of(
                        "",
                        "upgrade",
                        "stage",
                        "--id",
                        "u",
                        "--wasm",
                        "classpath:" + module,
                        option,
                        "--to",
                        directory.toString());

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(says);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "--id=a/b, --wasm=classpath:guests/wat/identity.wasm, 'letters, digits'",
        "--id=u, --as=relative/m.wasm, is a relative path",
        "--id=u, --as=s3://key:secret@b/m.wasm, 'a user name or password'",
        "--id=u, --to=/no/such/directory, there is no directory /no/such/directory"
    })
    void whatCannotBeACommandIsWrongUsage(String first, String second, String says) {
        // When
        CommandRun run =
                CommandRun.of(
                        "",
                        second.startsWith("--wasm")
                                ? new String[] {"upgrade", "stage", first, second}
                                : new String[] {
                                    "upgrade",
                                    "stage",
                                    first,
                                    second,
                                    "--wasm",
                                    "classpath:guests/wat/identity.wasm"
                                });

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(says).doesNotContain("secret");
    }

    @Test
    void commandsInADirectoryAreWholeFilesWhoseNamesSortByTime() throws IOException {
        // When
        for (String command : List.of("abort", "activate", "abort")) {
            String[] arguments = {
                "upgrade", command, "--id", "u", "--to", directory.toUri().toString(), "--force"
            };
            CommandRun run =
                    CommandRun.of(
                            "",
                            command.equals("activate")
                                    ? arguments
                                    : List.of(arguments).subList(0, 6).toArray(String[]::new));
            assertThat(run.exitStatus()).as(run.err()).isZero();
            assertThat(run.out()).isEmpty();
        }

        // Then
        List<String> written;
        try (Stream<Path> files = Files.list(directory)) {
            written =
                    files.sorted()
                            .filter(file -> file.getFileName().toString().endsWith("-u.json"))
                            .map(UpgradeCommandTest::contentOf)
                            .toList();
        }
        assertThat(written)
                .containsExactly(
                        "{\"command\":\"abort\",\"upgrade\":\"u\"}\n",
                        "{\"command\":\"activate\",\"upgrade\":\"u\"}\n",
                        "{\"command\":\"abort\",\"upgrade\":\"u\"}\n");
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatNobodyReportsIsUnknownAndNotYet() {
        // When
        CommandRun run = status(lines(of("other", State.READY, 0, 1)));

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
                                of("u", State.STAGING, 0, 1),
                                of("u", State.STAGING, 1, 1),
                                of("u", State.READY, 1, 1)));

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
                        of("u", State.READY, 0, 1),
                        of("u", State.READY, 1, 1));

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
        CommandRun run = status(lines(of("u", State.READY, 0, 1), of("u", State.REJECTED, 1, 1)));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(run.out())
                .contains("upgrade u: rejected")
                .contains("  subtask 1   REJECTED says subtask 1");
    }

    @Test
    void activatedNamesTheCheckpointInTextAndJson() {
        // Given
        String reports = lines(of("u", State.ACTIVATED, 0, 114), of("u", State.ACTIVATED, 1, 114));

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
        String beforeTheFailure = lines(of("u", State.READY, 0, 5), of("u", State.READY, 1, 5));
        String afterIt =
                lines(of("initial", State.RUNNING, 0, 5), of("initial", State.RUNNING, 1, 5));
        String again = lines(of("u", State.READY, 0, 5), of("u", State.READY, 1, 5));

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
        String switched = lines(of("u", State.ACTIVATED, 0, 7), of("u", State.ACTIVATED, 1, 7));

        // When
        CommandRun run =
                status(
                        switched
                                + lines(
                                        of("before", State.RUNNING, 0, 6),
                                        of("before", State.RUNNING, 1, 6)));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
        CommandRun kept =
                status(
                        switched
                                + lines(
                                        of("u", State.RUNNING, 0, 7),
                                        of("u", State.RUNNING, 1, 7)));
        assertThat(kept.out()).contains("activated").contains("at checkpoint 7");
    }

    @Test
    void anotherParallelismMakesAllSubtasksNew() {
        // Given
        UpgradeReport one = new UpgradeReport(State.READY, "u", SHA256, 0, 3, 9, "");

        // When
        CommandRun run = status(lines(of("u", State.READY, 0, 5), of("u", State.READY, 1, 5), one));

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
                                of("u", State.ACTIVATED, 0, 7),
                                of("u", State.ACTIVATED, 1, 7),
                                of("v", State.ACTIVATED, 0, 9),
                                of("v", State.ACTIVATED, 1, 9),
                                of("v", State.RUNNING, 1, 9)));

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
                                of("u", State.READY, 0, 5),
                                of("u", State.READY, 1, 5),
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
                                of("u", State.ACTIVATED, 0, 5),
                                of("u", State.ACTIVATED, 1, 5),
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
                                        of("u", State.READY, 0, 1),
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
                of("u", State.READY, 0, 1),
                of("u", State.READY, 1, 1));
        write(bucket.resolve("part-x-10"), 1, of("initial", State.RUNNING, 0, 1));
        write(bucket.resolve("part-a-0"), 2, of("u", State.READY, 0, 1));
        write(bucket.resolve(".part-b-0.inprogress"), 3, of("u", State.REJECTED, 0, 1));

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

    @ParameterizedTest
    @CsvSource({"READY, 0", "STAGING, 5", "REJECTED, 6", "ACTIVATED, 6", "DISCARDED, 6"})
    void activatesWhatIsReadyOnAllSubtasksAndNothingElse(State ofTheSecond, int exitStatus) {
        // When
        CommandRun run =
                CommandRun.of(
                        lines(of("u", State.READY, 0, 1), of("u", ofTheSecond, 1, 1)),
                        "upgrade",
                        "activate",
                        "--id",
                        "u",
                        "--reports",
                        "-");

        // Then
        assertThat(run.exitStatus()).isEqualTo(exitStatus);
        assertThat(run.out())
                .isEqualTo(exitStatus == 0 ? "{\"command\":\"activate\",\"upgrade\":\"u\"}\n" : "");
        assertThat(run.err().contains("nothing was activated")).isEqualTo(exitStatus != 0);
    }

    @Test
    void activateAsksForReportsOrForce() {
        // When
        CommandRun neither = CommandRun.of("", "upgrade", "activate", "--id", "u");
        CommandRun both =
                CommandRun.of("", "upgrade", "activate", "--id", "u", "--reports", "-", "--force");
        CommandRun forced = CommandRun.of("", "upgrade", "activate", "--id", "u", "--force");

        // Then
        assertThat(neither.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(neither.err()).contains("Missing option: '--reports'");
        assertThat(both.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(forced.exitStatus()).isZero();
        assertThat(forced.out()).isEqualTo("{\"command\":\"activate\",\"upgrade\":\"u\"}\n");
    }
}
