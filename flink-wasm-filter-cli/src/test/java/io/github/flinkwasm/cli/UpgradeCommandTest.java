package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeCommandTest {
    @TempDir private Path directory;

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

    @ParameterizedTest
    @CsvSource({"READY, 0", "STAGING, 5", "REJECTED, 6", "ACTIVATED, 6", "DISCARDED, 6"})
    void activatesWhatIsReadyOnAllSubtasksAndNothingElse(State ofTheSecond, int exitStatus) {
        // When
        CommandRun run =
                CommandRun.of(
                        UpgradeReports.lines(
                                UpgradeReports.report("u", State.READY, 0, 1),
                                UpgradeReports.report("u", ofTheSecond, 1, 1)),
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
