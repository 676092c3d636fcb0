package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command line cannot mean ends with status 2, a line that says so, and nothing run. */
class RunUsageTest {

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                wrong("write one of 1, 2", "--abi-version", "3"),
                wrong("write one of json, msgpack", "--event-format", "xml"),
                wrong("write one of every-event, auto, never", "--reset", "sometimes"),
                wrong("write one of fail, side-output, pass-through, drop", "--on-failure", "ask"),
                wrong("\"12q\" cannot be read; write a whole number and b", "--memory", "12q"),
                wrong("\"1.5g\" cannot be read", "--memory", "1.5g"),
                wrong("\"99999999999g\" is too large", "--memory", "99999999999g"),
                wrong("memory is 3 gb, but must be from 64 kb to 1792 mb", "--memory", "3g"),
                wrong("memory is 1 bytes, but must be from 64 kb", "--memory", "1"),
                wrong("\"5\" cannot be read; write a whole number and ms", "--timeout", "5"),
                wrong("callTimeout is PT0S, but must be", "--timeout", "0s"),
                wrong("startupTimeout is PT0S", "--startup-timeout", "0ms"),
                wrong("maxOutput is 1 bytes", "--max-output", "1b"),
                wrong("\"yesterday\" is no time", "--time", "yesterday"),
                wrong("\"1.0000000001\" is no time", "--time", "1.0000000001"),
                wrong("\"-1\" is no time", "--time=-1"),
                wrong("\"REGION\" is no variable; write NAME=VALUE", "--env", "REGION"),
                wrong("\"=eu\" is no variable", "--env", "=eu"),
                wrong("\"/no/such\" is no directory", "--accessible-path", "/no/such"),
                wrong("\"/no/such\" is no directory", "--accessible-path", "/data=/no/such"),
                wrong("the guest's name for the directory is empty", "--accessible-path", "=."),
                wrong(
                        "two accessible paths that the guest would see as \"a\"",
                        "--accessible-path",
                        "a=.",
                        "--accessible-path",
                        "a=."),
                wrong("exclude each other", "--escape-unicode", "--event-format", "msgpack"),
                wrong("should be specified only once", "--tag", "a", "--tag", "b"),
                wrong("Unknown option: '--tiem'", "--tiem", "3"),
                wrong("Possible solutions: --timeout, --time", "--tiem", "3"),
                wrong("Input /no/such.jsonl does not exist", "/no/such.jsonl"),
                wrong("Input . is a directory", "-", "."));
    }

    private static Arguments wrong(String message, String... args) {
        return Arguments.of(message, Arrays.asList(args));
    }

    @ParameterizedTest
    @MethodSource
    void wrongOptions(String message, List<String> options) {
        // Given
        List<String> args =
                new ArrayList<>(List.of("run", "--wasm", CommandRun.IDENTITY, "--function", "f"));
        args.addAll(options);

        // When
        CommandRun run = CommandRun.of("{\"a\":1}\n", args.toArray(new String[0]));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("wasm-filter: ")
                .contains(message)
                .endsWith("Try \"wasm-filter run --help\".\n")
                .doesNotContain("\tat ");
    }

    static Stream<Arguments> wrongCommands() {
        return Stream.of(
                Arguments.of("Missing required subcommand", List.of()),
                Arguments.of("Did you mean: wasm-filter run?", List.of("rum")),
                Arguments.of("Did you mean: wasm-filter check?", List.of("chek")),
                Arguments.of(
                        "Missing required options: '--wasm=URI', '--function=NAME'",
                        List.of("run")),
                Arguments.of("Missing required option: '--wasm=URI'", List.of("check")),
                Arguments.of(
                        "Missing required option: '--function=NAME'",
                        List.of("run", "--wasm", "x.wasm")),
                Arguments.of(
                        "Invalid value for option '--wasm': The module's URI is \"\"",
                        List.of("check", "--wasm", "")),
                Arguments.of(
                        "Invalid value for option '--function': the name is empty",
                        List.of("check", "--wasm", "x.wasm", "--function", "")),
                Arguments.of(
                        "Invalid value for option '--function': the name is empty",
                        List.of("run", "--wasm", "x.wasm", "--function", "")),
                Arguments.of(
                        "Unmatched argument at index 3: 'events.jsonl'",
                        List.of("check", "--wasm", "x.wasm", "events.jsonl")));
    }

    @ParameterizedTest
    @MethodSource
    void wrongCommands(String message, List<String> args) {
        // When
        CommandRun run = CommandRun.of("", args.toArray(new String[0]));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message).contains("Try \"wasm-filter");
    }
}
