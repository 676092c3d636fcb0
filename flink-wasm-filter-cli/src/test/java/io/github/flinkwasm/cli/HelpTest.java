package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpTest {

    /** The reference shows each help text as it is. To renew it, paste what this test wanted. */
    @ParameterizedTest
    @CsvSource({
        "wasm-filter --help",
        "wasm-filter run --help",
        "wasm-filter replay --help",
        "wasm-filter check --help",
        "wasm-filter compile --help",
        "wasm-filter artifacts list --help",
        "wasm-filter artifacts prune --help",
        "wasm-filter upgrade stage --help",
        "wasm-filter upgrade activate --help",
        "wasm-filter upgrade abort --help",
        "wasm-filter upgrade status --help"
    })
    void referenceShowsTheHelp(String commandLine) throws Exception {
        // Given
        String document = Files.readString(Path.of("..", "docs", "reference", "cli.md"));
        Matcher block =
                Pattern.compile("```text\n\\$ " + commandLine + "\n(.*?)```\n", Pattern.DOTALL)
                        .matcher(document);
        String shown = block.find() ? block.group(1) : "";

        // When
        CommandRun help =
                CommandRun.of("", commandLine.substring("wasm-filter ".length()).split(" ", -1));

        // Then
        assertThat(help.exitStatus()).isZero();
        assertThat(shown).isEqualTo(help.out());
    }

    @Test
    void helpFitsATerminal() {
        // When
        CommandRun help = CommandRun.of("", "run", "-h");

        // Then
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @CsvSource({"-V", "--version", "run -V", "check --version"})
    void versionNamesEverythingThatTakesPart(String args) {
        // When
        CommandRun version = CommandRun.of("", args.split(" ", -1));

        // Then
        assertThat(version.exitStatus()).isZero();
        assertThat(version.out())
                .containsPattern("^wasm-filter \\d+\\.\\d+\\.\\d+")
                .containsPattern("\nChicory \\d+\\.\\d+\\.\\d+\n")
                .containsPattern("\nFlink \\d+\\.\\d+\\.\\d+\n")
                .containsPattern("\nJava \\d+");
    }
}
