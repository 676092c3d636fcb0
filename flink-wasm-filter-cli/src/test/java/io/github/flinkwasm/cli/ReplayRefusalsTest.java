package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay says when it cannot begin, and that nothing is left behind then. */
class ReplayRefusalsTest {
    private static final String MODULE = "classpath:examples/c-freestanding/drop_debug.wasm";

    @TempDir private Path directory;

    private Path output;
    private Path input;

    @BeforeEach
    void files() throws IOException {
        output = directory.resolve("out");
        input = Files.writeString(directory.resolve("in.ndjson"), "{}\n");
    }

    @Test
    void brokenModuleIsRefusedBeforeTheOutputIsTaken() {
        // When
        CommandRun run = replay(input.toString(), "drop_debug", input.toString());

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err()).contains("a module starts with 00 61 73 6d");
        assertThat(output).doesNotExist();
    }

    @Test
    void functionThatIsNotThereIsRefusedBeforeTheOutputIsTaken() {
        // When
        CommandRun run = replay(MODULE, "nothing_like_it", input.toString());

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err()).contains("nothing_like_it");
        assertThat(output).doesNotExist();
    }

    @Test
    void brokenModuleToCompareWithIsRefusedToo() {
        // When
        CommandRun run =
                replay(MODULE, "drop_debug", "--against", input.toString(), input.toString());

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(output).doesNotExist();
    }

    @Test
    void globThatIsNotClosedIsWrongUsage() {
        // When
        CommandRun run = replay(MODULE, "drop_debug", directory + "/[a.log");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(run.err()).contains("[a.log").contains("Close every [ and {");
        assertThat(output).doesNotExist();
    }

    @Test
    void timeFormatThatMakesNoTimeIsWrongUsage() {
        // When
        CommandRun run =
                replay(
                        MODULE,
                        "drop_debug",
                        "--time-field",
                        "t",
                        "--time-format",
                        "%b %d %H:%M:%S",
                        input.toString());

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(run.err()).contains("'--time-format'").contains("needs a year");
    }

    @Test
    void replayWithoutFailedEventsHasNoneToRetry() throws IOException {
        // Given
        Path finished = Files.createDirectory(directory.resolve("finished"));
        Files.write(finished.resolve("_SUCCESS"), "".getBytes(StandardCharsets.UTF_8));

        // When
        CommandRun run = replay(MODULE, "drop_debug", "--retry-failed", finished.toString());

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(run.err())
                .contains("There are no failed events in " + finished)
                .doesNotContain("glob");
    }

    private CommandRun replay(String module, String function, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "replay",
                                "--wasm",
                                module,
                                "--function",
                                function,
                                "-o",
                                output.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of("", arguments.toArray(new String[0]));
    }
}
