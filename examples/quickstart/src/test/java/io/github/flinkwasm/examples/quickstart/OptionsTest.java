package io.github.flinkwasm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final Path HOME = Path.of("/repository");

    @Test
    void withoutOptionsTheArchiveGoesThroughAllExamples() throws QuickstartException {
        // Given, when
        Options options = Options.parse(List.of(), HOME);

        // Then
        assertThat(options.archive()).containsExactly(HOME.resolve("examples/archive"));
        assertThat(options.steps())
                .extracting(step -> step.name() + " for " + step.tag())
                .containsExactly("drop_debug for app", "access_log for web.access", "redact for *");
        assertThat(options.output().getParent()).isEqualTo(HOME.resolve("target/quickstart"));
        assertThat(options.parallelism()).isBetween(1, 8);
    }

    @Test
    void anArchiveIsEverythingUpToTheNextOption() throws QuickstartException {
        // Given
        List<String> arguments =
                List.of("--archive", "a", "b c", "--output=o", "--archive=d", "--parallelism", "3");

        // When
        Options options = Options.parse(arguments, HOME);

        // Then
        assertThat(options.archive()).containsExactly(Path.of("a"), Path.of("b c"), Path.of("d"));
        assertThat(options.output()).isEqualTo(Path.of("o"));
        assertThat(options.parallelism()).isEqualTo(3);
    }

    @Test
    void namedExamplesRunInTheirOrderOnEverything() throws QuickstartException {
        // Given
        List<String> arguments = List.of("--filter", "redact", "--filter", "drop_debug");

        // When
        Options options = Options.parse(arguments, HOME);

        // Then
        assertThat(options.steps())
                .extracting(step -> step.name() + " for " + step.tag())
                .containsExactly("redact for *", "drop_debug for *");
    }

    @Test
    void aModuleOfOnesOwnReplacesTheExamples() throws QuickstartException {
        // Given
        List<String> arguments = List.of("--wasm", "my.wasm", "--function", "f");

        // When
        Options options = Options.parse(arguments, HOME);

        // Then
        assertThat(options.steps())
                .singleElement()
                .satisfies(
                        step -> {
                            assertThat(step.filter().module().uri()).isEqualTo("my.wasm");
                            assertThat(step.filter().functionName()).isEqualTo("f");
                            assertThat(step.isForEveryTag()).isTrue();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--speed 3 | There is no option \"--speed\"",
                "archive | There is no option \"archive\"",
                "--archive | --archive needs a value",
                "--archive --output x | --archive needs a value",
                "--output= | --output needs a value",
                "--filter add_tag | There is no example filter \"add_tag\" for JSON",
                "--wasm a.wasm | --wasm is given without --function",
                "--function f | --function is given without --wasm",
                "--wasm a --wasm b --function f | --wasm is given twice",
                "--wasm a --function f --filter redact | exclude each other",
                "--parallelism 0 | from 1 to 64",
                "--parallelism 65 | from 1 to 64",
                "--parallelism -1 | from 1 to 64",
                "--parallelism 99999999999 | from 1 to 64",
                "--parallelism two | from 1 to 64"
            })
    void wrongUsageIsSaid(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(List.of(arguments.split(" ")), HOME))
                .isInstanceOfSatisfying(
                        QuickstartException.class,
                        e -> assertThat(e.exitStatus()).isEqualTo(ExitStatus.WRONG_INPUT))
                .hasMessageContaining(message);
    }
}
