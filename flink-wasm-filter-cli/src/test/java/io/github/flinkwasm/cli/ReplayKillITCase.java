package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay in a process of its own that is killed, and goes on. */
class ReplayKillITCase {
    private static final int FILES = 24;
    private static final Path ARCHIVE = Path.of("..", "examples", "archive");
    private static final Set<String> ABOUT_TIME = Set.of("report.html", "_statistics.json");

    @TempDir private Path directory;

    private @Nullable Process process;

    @AfterEach
    void endTheProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 16})
    void killedReplayEndsWithTheFilesOfAnUndisturbedOne(int unitsBeforeTheKill) throws Exception {
        // Given
        Path archive = archive();
        CommandRun undisturbed = replay(archive, "whole", "--parallelism", "1");
        Process killed = start(arguments(archive, "killed", "--parallelism", "2"));
        awaitUnits(killed, unitsBeforeTheKill);
        killed.destroyForcibly().waitFor();
        boolean wasFinished = Files.exists(directory.resolve("killed/_SUCCESS"));

        // When
        CommandRun resumed = replay(archive, "killed", "--parallelism", "2", "--resume");

        // Then
        assertThat(undisturbed.exitStatus()).as(undisturbed.err()).isZero();
        assertThat(wasFinished).as("the kill came too late to show anything").isFalse();
        assertThat(resumed.exitStatus()).as(resumed.err()).isZero();
        assertThat(digests("killed"))
                .isEqualTo(digests("whole"))
                .hasSizeGreaterThan(FILES)
                .containsKey("_outcomes/part-000000.outcomes.gz");
    }

    @Test
    void anotherModuleIsRefusedOnResume() throws Exception {
        // Given
        Path archive = archive();
        Process killed = start(arguments(archive, "killed", "--parallelism", "2"));
        awaitUnits(killed, 1);
        killed.destroyForcibly().waitFor();

        // When
        CommandRun resumed =
                CommandRun.of(
                        "",
                        "replay",
                        "--wasm",
                        "classpath:examples/c-wasi/redact.wasm",
                        "--function",
                        "redact",
                        "-o",
                        directory.resolve("killed").toString(),
                        "--resume",
                        archive.toString());

        // Then
        assertThat(resumed.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(resumed.err())
                .contains("cannot be resumed")
                .contains("filter 01 module is classpath:examples/c-wasi/redact.wasm, but was")
                .contains("filter 01 sha256 is");
    }

    @Test
    void changedInputIsNamedOnResume() throws Exception {
        // Given
        Path archive = archive();
        Process killed = start(arguments(archive, "killed", "--parallelism", "2"));
        awaitUnits(killed, 1);
        killed.destroyForcibly().waitFor();
        Files.writeString(archive.resolve("file-07.ndjson.gz"), "{}\n");

        // When
        CommandRun resumed = replay(archive, "killed", "--resume");

        // Then
        assertThat(resumed.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(resumed.err()).contains("file-07.ndjson.gz has 3 bytes, but had");
    }

    /** Copies of recorded logs: the same file is a unit of its own under each name. */
    private Path archive() throws IOException {
        Path archive = Files.createDirectory(directory.resolve("archive"));
        List<Path> recorded;
        try (Stream<Path> files = Files.list(ARCHIVE)) {
            recorded =
                    files.filter(file -> file.toString().endsWith(".ndjson.gz")).sorted().toList();
        }
        for (int i = 0; i < FILES; i++) {
            Files.copy(
                    recorded.get(i % recorded.size()),
                    archive.resolve("file-%02d.ndjson.gz".formatted(i)));
        }
        return archive;
    }

    private String[] arguments(Path archive, String output, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "replay",
                                "--wasm",
                                "classpath:examples/c-freestanding/drop_debug.wasm",
                                "--function",
                                "drop_debug",
                                "--time-field",
                                "time",
                                "--partition-by",
                                "tag,day",
                                "--compress",
                                "zst",
                                "--keep-dropped",
                                "-o",
                                directory.resolve(output).toString(),
                                archive.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(new String[0]);
    }

    private CommandRun replay(Path archive, String output, String... more) {
        return CommandRun.of("", arguments(archive, output, more));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        WasmFilterCommand.class.getName()));
        command.addAll(List.of(arguments));
        Process started =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("said").toFile())
                        .start();
        process = started;
        return started;
    }

    /** Until so many units are in the journal. */
    private void awaitUnits(Process running, int units) throws Exception {
        Path plan = directory.resolve("killed/_plan.json");
        Path journal = directory.resolve("killed/_journal");
        while (!Files.exists(plan) || count(journal) < units) {
            assertThat(running.waitFor(5, TimeUnit.MILLISECONDS))
                    .as(() -> "it ended: " + said())
                    .isFalse();
        }
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long count(Path journal) throws IOException {
        if (!Files.exists(journal)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(journal)) {
            return entries.filter(entry -> entry.toString().endsWith(".json")).count();
        }
    }

    /** Of every file but those that say when it was and how long it took. */
    private Map<String, String> digests(String output) throws Exception {
        Path root = directory.resolve(output);
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!ABOUT_TIME.contains(name)) {
                    byte[] digest =
                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                    digests.put(name, HexFormat.of().formatHex(digest));
                }
            }
        }
        return digests;
    }
}
