package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events that fail and of lines that are none, under each {@code --on-failure}. */
class RunFailuresTest {
    private static final String EVENTS =
            """
            {"do":"emit"}
            {"do":"trap"}
            {"do":"drop"}
            {"do":
            {"do":"invalid"}
            {"do":"emit"}
            """;
    private static final String EMITTED =
            "{\"tag\":\"\",\"sec\":0,\"nsec\":0,\"record\":{\"do\":\"emit\"}}\n";

    @Test
    void failStopsAtTheFirstFailureAndSaysWhereWhyAndWhatToDo() {
        // When
        CommandRun run = CommandRun.ofWaysOut(EVENTS);

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(run.out()).isEqualTo(EMITTED);
        assertThat(run.err())
                .contains("wasm-filter: standard input, line 2: TRAP: ")
                .contains("What to do: read what the guest printed")
                .contains("choose --on-failure side-output, pass-through or drop\n")
                .endsWith(
                        "wasm-filter: 2 events: 1 emitted, 0 dropped, 1 failed (TRAP 1); stopped at"
                                + " the first failure\n")
                .hasLineCount(2);
    }

    @Test
    void failStopsAtALineThatIsNoEvent() {
        // When
        CommandRun run = CommandRun.ofWaysOut("{\"do\":\"emit\"}\n{\"do\":\n{\"do\":\"emit\"}\n");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(run.out()).isEqualTo(EMITTED);
        assertThat(run.err())
                .contains("standard input, line 2: INVALID_INPUT: Not well-formed JSON: ")
                .contains(" at column 7")
                .contains("correct the line");
    }

    @Test
    void sideOutputWritesEveryFailureWithItsEventAndGoesOn() {
        // When
        CommandRun run = CommandRun.ofWaysOut(EVENTS, "--on-failure", "side-output", "--tag", "t");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .isEqualTo((EMITTED + EMITTED).replace("\"tag\":\"\"", "\"tag\":\"t\""));
        String[] lines = run.err().lines().toArray(String[]::new);
        assertThat(lines).hasSize(4);
        assertThat(lines[0])
                .startsWith("{\"reason\":\"TRAP\",\"detail\":\"")
                .contains("\"input\":\"standard input\",\"line\":2,\"module_sha256\":\"")
                .endsWith(
                        "\"function\":\"ways_out\",\"event\":{\"tag\":\"t\",\"sec\":0,\"nsec\":0,"
                                + "\"record\":{\"do\":\"trap\"}}}");
        assertThat(lines[1])
                .startsWith("{\"reason\":\"INVALID_INPUT\",")
                .endsWith("\"line\":4,\"text\":\"{\\\"do\\\":\"}");
        assertThat(lines[2]).startsWith("{\"reason\":\"INVALID_RECORD\",").contains("\"line\":5,");
        assertThat(lines[3])
                .isEqualTo(
                        "wasm-filter: 6 events: 2 emitted, 1 dropped, 3 failed (INVALID_INPUT 1,"
                                + " INVALID_RECORD 1, TRAP 1)");
    }

    @Test
    void eventOfASideOutputLineCanBeRunAgain() {
        // Given
        CommandRun failed =
                CommandRun.ofWaysOut(
                        "{\"tag\":\"ü\",\"sec\":5,\"nsec\":6,\"record\":{\"do\":\"trap\",\"z\":1.0}}",
                        "--events",
                        "--on-failure",
                        "side-output",
                        "--quiet");
        String line = failed.err().strip();
        String event =
                line.substring(
                        line.indexOf("\"event\":") + "\"event\":".length(), line.length() - 1);

        // When
        CommandRun again = CommandRun.ofIdentity(event, "--events");

        // Then
        assertThat(again.exitStatus()).isZero();
        assertThat(again.out()).isEqualTo("{\"do\":\"trap\",\"z\":1.0}\n");
    }

    @Test
    void passThroughWritesWhatCameIn() {
        // When
        CommandRun run = CommandRun.ofWaysOut(EVENTS, "--on-failure", "pass-through");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        EMITTED + "{\"do\":\"trap\"}\n{\"do\":\n{\"do\":\"invalid\"}\n" + EMITTED);
        assertThat(run.err())
                .contains("line 2: TRAP: ")
                .contains("line 4: INVALID_INPUT: ")
                .contains("line 5: INVALID_RECORD: ")
                .contains("3 failed");
    }

    @Test
    void passThroughOfAnEventThatIsNoRecordKeepsItApart() {
        // When
        CommandRun run =
                CommandRun.ofWaysOut(
                        "{\"record\":\"no JSON,\\n two lines\"}",
                        "--events",
                        "--on-failure",
                        "pass-through");

        // Then
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("\"record\":\"no JSON,\\u000a two lines\"}}\n");
    }

    @Test
    void passThroughOfMsgpackIsJson() {
        // When
        CommandRun run =
                CommandRun.ofWaysOut(
                        "{\"b\":[1,\"é\"]}\n",
                        "--event-format",
                        "msgpack",
                        "--on-failure",
                        "pass-through");

        // Then
        assertThat(run.out()).isEqualTo("{\"b\":[1,\"é\"]}\n");
        assertThat(run.err()).contains("1 failed");
    }

    @Test
    void dropLeavesFailuresOutAndCountsThem() {
        // When
        CommandRun run = CommandRun.ofWaysOut(EVENTS, "--on-failure", "drop");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo(EMITTED + EMITTED);
        assertThat(run.err())
                .endsWith(
                        "6 events: 2 emitted, 1 dropped, 3 failed (INVALID_INPUT 1, INVALID_RECORD"
                                + " 1, TRAP 1)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "pass-through"})
    void onlyTheFirstFailuresAreDescribed(String handling) {
        // When
        CommandRun run =
                CommandRun.ofWaysOut("{\"do\":\"trap\"}\n".repeat(50), "--on-failure", handling);

        // Then
        assertThat(run.err())
                .contains("line 10: TRAP")
                .doesNotContain("line 11: TRAP")
                .containsOnlyOnce("further failures are counted, but not described")
                .contains("50 failed (TRAP 50)");
    }

    @ParameterizedTest
    @CsvSource({
        "unreachable, TRAP",
        "divide-by-zero, TRAP",
        "missing-import, TRAP",
        "recursion, STACK_EXHAUSTED",
        "proc-exit, EXITED",
        "loop, TIMEOUT",
        "grow-then-trap, MEMORY_LIMIT",
        "bad-pointer, INVALID_POINTER",
        "array, INVALID_RECORD",
    })
    void everyReasonIsNamedAndTheNextEventIsRight(String guest, String reason) {
        // When
        CommandRun run =
                CommandRun.of(
                        "{\"b\":1}\n{\"a\":2}\n",
                        "run",
                        "--wasm",
                        "classpath:guests/wat/hostile/" + guest + ".wasm",
                        "--function",
                        "f",
                        "--memory",
                        "4m",
                        "--timeout",
                        "2s",
                        "--on-failure",
                        "side-output");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("{\"a\":2}\n");
        assertThat(run.err())
                .startsWith("{\"reason\":\"" + reason + "\",")
                .contains("1 failed (" + reason + " 1)");
    }
}
