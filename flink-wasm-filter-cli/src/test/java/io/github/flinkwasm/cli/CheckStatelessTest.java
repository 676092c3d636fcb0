package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckStatelessTest {
    private static final String MEMORIES = "classpath:guests/command-line/memories.wasm";
    private static final int EVENTS = 100;

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"length", "clock", "random", "odd"})
    void filterThatRemembersNothingPasses(String function) throws IOException {
        // When
        CommandRun check = check(function);

        // Then
        assertThat(check.out())
                .contains("  events     100\n")
                .contains("  in order   as in fresh instances\n")
                .contains("  shuffled   as in fresh instances\n")
                .contains("  verdict    every event is treated alone\n");
        assertThat(check.exitStatus()).isZero();
    }

    @Test
    void firstEventThatCameOutDifferentlyIsNamedWithBothOutcomes() throws IOException {
        // When
        CommandRun check = check("calls");

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.NOT_STATELESS);
        assertThat(check.out())
                .contains(
                        """
                          in order   90 of 100 differ; the first is %1$s, line 2
                            it came as number 2, after %1$s, line 1
                            a fresh instance: emitted {"n":0}
                            this instance:    emitted {"n":1}
                        """
                                .formatted(records()))
                .contains("  verdict    NOT state-free: ");
    }

    @Test
    void filterThatDropsOnlyWhenFreshIsFound() throws IOException {
        // When
        CommandRun check = check("first");

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.NOT_STATELESS);
        assertThat(check.out())
                .contains("  in order   99 of 100 differ; the first is " + records() + ", line 2\n")
                .contains("    a fresh instance: dropped\n");
    }

    @Test
    void memoryThatShowsOnlyInAnotherOrderIsFoundByShuffling() throws IOException {
        // When
        CommandRun check = check("longest");

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.NOT_STATELESS);
        assertThat(check.out())
                .contains("  in order   as in fresh instances\n")
                .containsPattern("  shuffled   [0-9]+ of 100 differ; the first is ");
    }

    @Test
    void leakIsReportedButIsNotRemembering() throws IOException {
        // When
        CommandRun check = check("leak", "--memory", "32m");

        // Then
        assertThat(check.exitStatus()).isZero();
        assertThat(check.out())
                .containsPattern("    the guest leaks: it filled its memory [0-9]+ times and was");
    }

    @ParameterizedTest
    @CsvSource({"clock, 100", "random, 9[0-9]|8[0-9]|100"})
    void outcomesThatDependOnTimeOrChanceAreCounted(String function, String count)
            throws IOException {
        // When
        CommandRun check = check(function);

        // Then
        assertThat(check.out())
                .containsPattern(
                        "note: ("
                                + count
                                + ") outcomes depend on the time or on random numbers, first that"
                                + " of .*, line 1\n");
    }

    @Test
    void failuresCountAsOutcomesLikeOthers() throws IOException {
        // When
        CommandRun check = check("odd");

        // Then
        assertThat(check.out()).contains("  failed     50, in fresh instances too\n");
    }

    @Test
    void jsonHasTheSame() throws IOException {
        // When
        CommandRun check = check("calls", "--json");

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.NOT_STATELESS);
        assertThat(check.out())
                .contains("\"state\":{\"events\":100,\"failed\":0,\"stateless\":false,")
                .contains("{\"order\":\"in_order\",\"different\":90,\"resets_for_memory\":0,")
                .contains("\"position\":2,\"fresh\":\"emitted {\\\"n\\\":0}\"");
    }

    @Test
    void eventsHaveTheirOwnTagAndMayComeFromStandardInput() {
        // When
        CommandRun check =
                CommandRun.of(
                        "{\"tag\":\"a\",\"sec\":1,\"nsec\":2,\"record\":{}}\n\n",
                        with("length", "--events", "-"));

        // Then
        assertThat(check.exitStatus()).isZero();
        assertThat(check.out()).contains("  events     1\n");
    }

    @Test
    void noMoreEventsAreReadThanAskedFor() throws IOException {
        // When
        CommandRun check = check("length", "--max-events", "7");

        // Then
        assertThat(check.out()).contains("  events     7\n");
    }

    @Test
    void lineThatIsNoEventEndsTheCommandBeforeAnythingRuns() {
        // When
        CommandRun check = CommandRun.of("{}\n[1]\n", with("length", "--records", "-"));

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(check.err())
                .startsWith("wasm-filter: standard input, line 2: The line holds an array")
                .contains("Nothing was run.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--stateless --records -|'--stateless' needs '--function'",
                "--stateless --function length|'--stateless' needs events to run",
                "--function length --events -|'--events' and '--records' are for '--stateless'",
                "--stateless --function length --records -|There is no event in -",
                "--stateless --function length --records - --max-events 0|'--max-events': 0",
                "--stateless --function length --records no-such-file|does not exist",
            })
    void wrongUsageIsExplained(String arguments, String message) {
        // When
        CommandRun check =
                CommandRun.of("\n", ("check --wasm " + MEMORIES + " " + arguments).split(" ", -1));

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(check.err()).contains(message);
    }

    private CommandRun check(String function, String... more) throws IOException {
        // Sorted by length, from 13 to 22 bytes, ten of each.
        String records =
                IntStream.range(0, EVENTS)
                        .mapToObj(i -> "{\"text\":\"" + "x".repeat(2 + i / 10) + "\"}\n")
                        .collect(Collectors.joining());
        Files.writeString(directory.resolve("records.jsonl"), records);
        String[] arguments = with(function, "--records", records());
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return CommandRun.of("", all);
    }

    private String records() {
        return directory.resolve("records.jsonl").toString();
    }

    private static String[] with(String function, String option, String file) {
        return new String[] {
            "check", "--wasm", MEMORIES, "--function", function, "--stateless", option, file
        };
    }
}
