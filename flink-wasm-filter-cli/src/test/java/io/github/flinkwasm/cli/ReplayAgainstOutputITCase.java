package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay that is compared with the output of an earlier one, right and wrong. */
class ReplayAgainstOutputITCase {
    private static final Path ARCHIVE = Path.of("..", "examples", "archive");
    private static final String DROP_DEBUG = "classpath:examples/c-freestanding/drop_debug.wasm";

    @TempDir private Path directory;

    @BeforeEach
    void record() throws IOException {
        Files.createDirectory(directory.resolve("archive"));
        for (String file : List.of("application.ndjson.gz", "web-error.ndjson.gz")) {
            Files.copy(ARCHIVE.resolve(file), directory.resolve("archive").resolve(file));
        }
        CommandRun recorded =
                replay("then", "--wasm", DROP_DEBUG, "--function", "drop_debug", "archive");
        assertThat(recorded.exitStatus()).as(recorded.err()).isZero();
    }

    @Test
    void reportNamesTheRecordedFilterAndWhatItCostThen() throws IOException {
        // When
        CommandRun now = compare("now", "archive/application.ndjson.gz");

        // Then
        assertThat(now.exitStatus()).as(now.err()).isZero();
        assertThat(now.err()).contains("Compared with the baseline:\n  unchanged ", "\n  changed ");
        assertThat(report("now"))
                .contains("Did not run. As recorded in <code>" + directory.resolve("then"))
                .contains(DROP_DEBUG)
                .contains("baseline, then: drop_debug")
                .contains("its cost was measured when that was written");
        assertThat(Files.readString(directory.resolve("now/manifest.json")))
                .contains("\"baseline 01 module\" : \"" + DROP_DEBUG)
                .contains("\"against-output manifest sha256\"");
    }

    @Test
    void reportSaysThatNobodyMeasuredTheRecordedFilter() throws IOException {
        // Given
        Files.delete(directory.resolve("then/_statistics.json"));

        // When
        CommandRun now = compare("now", "archive");

        // Then
        assertThat(now.exitStatus()).as(now.err()).isZero();
        assertThat(report("now"))
                .contains("The cost of the baseline is not known.")
                .doesNotContain("baseline, then: drop_debug");
    }

    @Test
    void whatCannotBeComparedIsRefusedBeforeAnythingIsWritten() throws IOException {
        // Given
        Path archive = directory.resolve("archive");
        Files.copy(ARCHIVE.resolve("packages.ndjson.gz"), directory.resolve("packages.ndjson.gz"));

        // Then
        assertRefused(compare("now", "archive", "--against", DROP_DEBUG))
                .contains("'--against-output' compares with what was recorded, and '--against'");
        assertRefused(replayRedact("now", "archive", "--against-output", at("archive")))
                .contains("There is no finished replay in " + archive, "it has no _SUCCESS");
        assertRefused(compare("now", "archive", "packages.ndjson.gz"))
                .contains("1 of 3 inputs were not in it: ", "packages.ndjson.gz. Leave these out");
        assertRefused(compare("now", "archive", "--tag", "web", "--max-line", "1m"))
                .contains("input tag is web, but was not set")
                .contains("input max-line is 1 mb, but was not set");
        Files.setLastModifiedTime(
                archive.resolve("web-error.ndjson.gz"), FileTime.fromMillis(1_790_000_000_000L));
        assertRefused(compare("now", "archive"))
                .contains("inputs have changed since: ", "web-error.ndjson.gz was written to");
        Path manifest = directory.resolve("then/manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.substring(0, text.length() / 2));
        assertRefused(compare("now", "archive")).contains("its manifest.json is damaged");
        Files.writeString(manifest, text.replace("_outcomes/", "_other/"));
        assertRefused(compare("now", "archive/application.ndjson.gz"))
                .contains("its manifest names no _outcomes/part-000000.outcomes.gz");
        assertThat(directory.resolve("now")).doesNotExist();
    }

    @Test
    void lostFileEndsTheReplayWhichGoesOnOnceItIsThereAgain() throws IOException {
        // Given
        Path part = directory.resolve("then/part-000000-0000.ndjson");
        byte[] content = Files.readAllBytes(part);
        Files.delete(part);

        // When
        CommandRun stopped = compare("now", "archive");
        Files.write(part, content);
        CommandRun resumed = compare("now", "archive", "--resume");

        // Then
        assertThat(stopped.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(stopped.err())
                .contains("cannot be compared with: the file ")
                .contains("then/part-000000-0000.ndjson is not there");
        assertThat(resumed.exitStatus()).as(resumed.err()).isZero();
        assertThat(report("now")).contains("What changes");
    }

    private static AbstractStringAssert<?> assertRefused(CommandRun run) {
        assertThat(run.exitStatus()).as(run.err()).isEqualTo(ExitStatus.WRONG_USAGE);
        return assertThat(run.err());
    }

    private CommandRun compare(String output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--against-output", at("then")));
        arguments.addAll(List.of(more));
        return replayRedact(output, arguments.toArray(new String[0]));
    }

    private CommandRun replayRedact(String output, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--wasm",
                                "classpath:examples/c-wasi/redact.wasm",
                                "--function",
                                "redact"));
        arguments.addAll(List.of(more));
        return replay(output, arguments.toArray(new String[0]));
    }

    private CommandRun replay(String output, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("replay", "--time-field", "time", "-o", at(output)));
        for (String argument : more) {
            boolean isInput = argument.startsWith("archive") || argument.startsWith("packages");
            arguments.add(isInput ? at(argument) : argument);
        }
        return CommandRun.of("", arguments.toArray(new String[0]));
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    private String report(String output) throws IOException {
        return Files.readString(directory.resolve(output).resolve("report.html"));
    }
}
