package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each option of {@code wasm-filter run} reaches the guest or its limits. */
class RunOptionsTest {
    private static final String SURROUNDINGS = "classpath:guests/command-line/surroundings.wasm";
    private static final String COUNTER = "classpath:guests/command-line/counter.wasm";
    private static final String SHAPES = "classpath:guests/command-line/shapes.wasm";

    @Test
    void emittedRecordsAreStandardOutputAndCountsAreStandardError() {
        // When
        CommandRun run = CommandRun.ofIdentity("{\"a\": 1}\n{ \"b\":[ 2 ] }\n");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("{\"a\":1}\n{\"b\":[2]}\n");
        assertThat(run.err()).isEqualTo("wasm-filter: 2 events: 2 emitted, 0 dropped, 0 failed\n");
    }

    @Test
    void droppedRecordsAreOnlyCounted() {
        // When
        CommandRun run = CommandRun.ofWaysOut("{\"do\":\"drop\"}\n");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("wasm-filter: 1 event: 0 emitted, 1 dropped, 0 failed\n");
    }

    @Test
    void recordThatTheGuestSpreadsOverLinesIsOneLine() {
        // When
        CommandRun run = CommandRun.ofWaysOut("{\"do\":\"lines\"}\n");

        // Then
        assertThat(run.out())
                .isEqualTo("{\"tag\":\"\",\"sec\":0,\"nsec\":0,\"record\":{\"do\":\"lines\"}}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000, 0",
        "1700000000.123456789, 1700000000, 123456789",
        "7.5, 7, 500000000",
        "7.000000001, 7, 1",
        "0, 0, 0",
    })
    void tagAndTimeReachTheGuest(String time, long sec, int nsec) {
        // When
        CommandRun run =
                CommandRun.ofWaysOut("{\"do\":\"emit\"}\n", "--tag", "app.web", "--time", time);

        // Then
        assertThat(run.out())
                .isEqualTo(
                        ("{\"tag\":\"app.web\",\"sec\":%d,\"nsec\":%d,\"record\":{\"do\":\"emit\"}}"
                                        + "\n")
                                .formatted(sec, nsec));
    }

    @Test
    void keysKeepTheirOrderAndTextItsCharacters() {
        // When
        CommandRun run = CommandRun.ofIdentity("{\"z\":1.50,\"a\":\"\\u00e9 \\ud83d\\ude00\"}");

        // Then
        assertThat(run.out()).isEqualTo("{\"z\":1.50,\"a\":\"é 😀\"}\n");
    }

    @Test
    void guestSeesEscapesUnderEscapeUnicode() {
        // When
        CommandRun run = CommandRun.ofIdentity("{\"a\":\"é 😀\"}", "--escape-unicode");

        // Then
        assertThat(run.out()).isEqualTo("{\"a\":\"\\u00e9 \\ud83d\\ude00\"}\n");
    }

    @Test
    void guestSeesNothingThatWasNotGranted() {
        // When
        CommandRun run = CommandRun.of("{}", surroundings());

        // Then
        assertThat(run.out()).isEqualTo("{\"region\":null,\"note\":null}\n");
    }

    @Test
    void guestSeesVariablesAndDirectoriesThatWereGranted(@TempDir Path directory) throws Exception {
        // Given
        Files.writeString(directory.resolve("note.txt"), "hello");

        // When
        CommandRun run =
                CommandRun.of(
                        "{}",
                        surroundings(
                                "--env", "REGION=a=b", "--accessible-path", "/notes=" + directory));

        // Then
        assertThat(run.out()).isEqualTo("{\"region\":\"a=b\",\"note\":\"hello\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"--writable-path,0,2", "--accessible-path,69,0"})
    void guestChangesOnlyWhatWasGrantedForWriting(
            String option, int errno, int lines, @TempDir Path directory) throws Exception {
        // Given
        Path events = Files.createFile(directory.resolve("events"));

        // When
        CommandRun run =
                CommandRun.of(
                        "{\"n\":1}\n{\"n\":2}\n",
                        "run",
                        "--wasm",
                        "classpath:guests/wasi-libc/surroundings.wasm",
                        "--function",
                        "append",
                        option,
                        "/data=" + directory);

        // Then
        assertThat(run.out()).isEqualTo("{\"errno\":%d}\n".formatted(errno).repeat(2));
        assertThat(Files.readAllLines(events))
                .isEqualTo(List.of("{\"n\":1}", "{\"n\":2}").subList(0, lines));
    }

    @Test
    void guestOutputIsStandardErrorAndHarmlessForATerminal() {
        // When
        CommandRun run = CommandRun.of("{}", surroundings("--tag", "t.x"));

        // Then
        assertThat(run.err())
                .isEqualTo(
                        """
                        guest: called with tag t.x
                        guest: careful, \\x1b[31mred
                        wasm-filter: 1 event: 1 emitted, 0 dropped, 0 failed
                        """);
    }

    @Test
    void quietLeavesOutGuestOutputAndCounts() {
        // When
        CommandRun run = CommandRun.of("{}", surroundings("--quiet"));

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isNotEmpty();
    }

    @Test
    void quietKeepsWhatWentWrong() {
        // When
        CommandRun run = CommandRun.ofWaysOut("{\"do\":\"trap\"}\n", "-q");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(run.err()).startsWith("wasm-filter: standard input, line 1: TRAP: ");
    }

    @ParameterizedTest
    @CsvSource({
        "every-event, 0, 0, 0",
        "EVERY-EVENT, 0, 0, 0",
        "auto, 0, 1, 2",
        "never, 0, 1, 2",
    })
    void resetPolicyDecidesWhatTheGuestRemembers(String policy, int first, int second, int third) {
        // When
        CommandRun run =
                CommandRun.of(
                        "{}\n{}\n{}\n",
                        "run",
                        "--wasm",
                        COUNTER,
                        "--function",
                        "f",
                        "--reset",
                        policy);

        // Then
        assertThat(run.out())
                .isEqualTo("{\"n\":%d}\n{\"n\":%d}\n{\"n\":%d}\n".formatted(first, second, third));
    }

    @ParameterizedTest
    @CsvSource({"version_1, 1", "version_2, 2"})
    void abiVersionMayBeSaid(String function, String version) {
        // When
        CommandRun run =
                CommandRun.of(
                        "{\"a\":1}",
                        "run",
                        "--wasm",
                        SHAPES,
                        "--function",
                        function,
                        "--abi-version",
                        version);

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("{\"a\":1}\n");
    }

    @ParameterizedTest
    @CsvSource({"version_1, 2", "version_2, 1"})
    void otherAbiVersionThanTheSignatureSaysIsRefused(String function, String version) {
        // When
        CommandRun run =
                CommandRun.of(
                        "{\"a\":1}",
                        "run",
                        "--wasm",
                        SHAPES,
                        "--function",
                        function,
                        "--abi-version",
                        version);

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err()).contains("asks for ABI version " + version);
    }

    @Test
    void timeoutEndsAnEndlessLoop() {
        // When
        CommandRun run =
                CommandRun.ofWaysOut(
                        "{\"do\":\"forever\"}\n{\"do\":\"drop\"}\n",
                        "--timeout",
                        "50ms",
                        "--on-failure",
                        "drop");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.err())
                .contains("line 1: TIMEOUT: ")
                .contains("2 events: 0 emitted, 1 dropped, 1 failed (TIMEOUT 1)");
    }

    @Test
    void memoryLimitIsTheGuests() {
        // When
        CommandRun run =
                CommandRun.of(
                        "{\"b\":1}",
                        "run",
                        "--wasm",
                        "classpath:guests/wat/hostile/grow-then-trap.wasm",
                        "--function",
                        "f",
                        "--memory",
                        "2 MiB");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(run.err())
                .contains("MEMORY_LIMIT")
                .contains("What to do: give the guest more with --memory");
    }

    @Test
    void maxOutputIsTheResults() {
        // Given
        String record = "{\"a\":\"" + "x".repeat(2000) + "\"}\n";

        // When
        CommandRun tooSmall = CommandRun.ofIdentity(record, "--max-output", "1k");
        CommandRun enough = CommandRun.ofIdentity(record, "--max-output", "4kb");

        // Then
        assertThat(tooSmall.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(tooSmall.err()).contains("OUTPUT_TOO_LARGE").contains("--max-output");
        assertThat(enough.out()).isEqualTo(record);
    }

    @Test
    void startupTimeoutIsTheStartCodes() {
        // When
        CommandRun run =
                CommandRun.of(
                        "",
                        "run",
                        "--wasm",
                        "classpath:guests/command-line/start-loop.wasm",
                        "--function",
                        "f",
                        "--startup-timeout",
                        "50ms");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err()).contains("start code").contains("50 ms");
    }

    @Test
    void msgpackFilterReadsAndWritesJsonHere() {
        // When
        CommandRun run =
                CommandRun.ofIdentity("{\"a\":[1,-2.5,null,\"é\"]}", "--event-format", "msgpack");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("{\"a\":[1,-2.5,null,\"é\"]}\n");
    }

    private static String[] surroundings(String... more) {
        String[] args = {"run", "--wasm", SURROUNDINGS, "--function", "surroundings"};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }

    @Test
    void aRunWithFixedClockAndSeedCanBeRepeated() {
        // Given
        String[] arguments = {
            "run",
            "--wasm",
            "classpath:guests/wat/sandbox/clock-and-random.wasm",
            "--function",
            "f",
            "--clock",
            "1.5",
            "--random-seed",
            "-3"
        };

        // When
        CommandRun first = CommandRun.of("{}\n{\"k\":1}\n", arguments);
        CommandRun second = CommandRun.of("{}\n{\"k\":1}\n", arguments);

        // Then
        assertThat(first.out())
                .contains("\"time\":\"000000005%07x\"".formatted(1_500_000_000 & 0xfffffff))
                .isEqualTo(second.out());
    }

    @ParameterizedTest
    @CsvSource({
        "--max-nesting-depth 1, nested deeper than the allowed 1 levels",
        "--max-number-length 2, more characters than the allowed 2",
        "--max-output 3, not complete after 3 bytes",
    })
    void limitsOfTheReturnedRecordReachTheReader(String option, String detail) {
        // When
        CommandRun run = CommandRun.ofIdentity("{\"k\":[123]}\n", option.split(" ", -1));

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(run.err()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource({
        "--max-guest-output 20, … 7 more bytes dropped; one call may print 20",
        "--max-guest-output-per-second 70, … 2 lines of guest output left out",
    })
    void limitsOfGuestOutputReachTheGuest(String option, String note) {
        // When
        CommandRun run =
                CommandRun.of(
                        "{}",
                        surroundings(
                                "--tag",
                                "0123456789",
                                option.substring(0, option.indexOf(' ')),
                                option.substring(option.indexOf(' ') + 1)));

        // Then
        assertThat(run.err()).contains(note);
    }

    @ParameterizedTest
    @CsvSource({
        "--max-module-size 10, '10'",
        "--max-table-elements 2, but the limit is 2",
    })
    void limitsOfTheModuleRefuseIt(String option, String message) {
        // Given
        String[] arguments = {
            "run",
            "--wasm",
            SHAPES,
            "--function",
            "version_1",
            option.substring(0, option.indexOf(' ')),
            option.substring(option.indexOf(' ') + 1)
        };

        // When
        CommandRun run = CommandRun.of("{}", arguments);

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err()).contains(message);
    }
}
