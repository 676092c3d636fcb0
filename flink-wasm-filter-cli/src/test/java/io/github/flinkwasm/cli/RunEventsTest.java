package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --events} and {@code --outcomes}, the exact forms of both. */
class RunEventsTest {

    @Test
    void eventSaysTagTimeAndRecord() {
        // When
        CommandRun run =
                CommandRun.ofWaysOut(
                        "{\"tag\":\"t.x\",\"sec\":12,\"nsec\":34,\"record\":{\"do\": \"emit\","
                                + " \"ü\":1}}",
                        "--events");

        // Then
        assertThat(run.out())
                .isEqualTo(
                        "{\"tag\":\"t.x\",\"sec\":12,\"nsec\":34,\"record\":{\"do\":\"emit\",\"ü\":1}}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                    | fallback | 7 | 500000000",
                "\"tag\":\"t\",         | t        | 7 | 500000000",
                "\"sec\":3,           | fallback | 3 | 0",
                "\"nsec\":4,          | fallback | 0 | 4",
                "\"sec\":0,           | fallback | 0 | 0",
            })
    void whatAnEventLeavesOutIsAsTheOptionsSay(
            @Nullable String given, String tag, long sec, int nsec) {
        // When
        CommandRun run =
                CommandRun.ofWaysOut(
                        "{" + (given == null ? "" : given) + "\"record\":{\"do\":\"emit\"}}",
                        "--events",
                        "--tag",
                        "fallback",
                        "--time",
                        "7.5");

        // Then
        assertThat(run.out())
                .isEqualTo(
                        ("{\"tag\":\"%s\",\"sec\":%d,\"nsec\":%d,\"record\":{\"do\":\"emit\"}}"
                                        + "\n")
                                .formatted(tag, sec, nsec));
    }

    @Test
    void recordThatIsAStringIsSentAsThatVeryText() {
        // When
        CommandRun run =
                CommandRun.ofIdentity(
                        "{\"record\":\"{ \\\"a\\\" :\\t1.0 }\"}", "--events", "--outcomes");

        // Then
        assertThat(run.out())
                .isEqualTo("{\"outcome\":\"emitted\",\"text\":\"{ \\\"a\\\" :\\t1.0 }\"}\n");
    }

    @Test
    void msgpackRecordIsItsBytes() {
        // When
        CommandRun run =
                CommandRun.ofIdentity(
                        "{\"record_hex\":\"81a16100\"}",
                        "--events",
                        "--outcomes",
                        "--event-format",
                        "msgpack");

        // Then
        assertThat(run.out()).isEqualTo("{\"outcome\":\"emitted\",\"hex\":\"81a16100\"}\n");
    }

    @Test
    void msgpackRecordMayBeAnObject() {
        // When
        CommandRun run =
                CommandRun.ofIdentity(
                        "{\"record\":{\"a\":0}}",
                        "--events",
                        "--outcomes",
                        "--event-format",
                        "msgpack");

        // Then
        assertThat(run.out()).isEqualTo("{\"outcome\":\"emitted\",\"hex\":\"81a16100\"}\n");
    }

    @Test
    void msgpackThatJsonCannotShowIsEmittedAsItsBytes() {
        // Given: a map with a map as its key, which has a map as its key
        String bytes = "8181818001c0c0";

        // When
        CommandRun run =
                CommandRun.ofIdentity(
                        "{\"record_hex\":\"" + bytes + "\"}",
                        "--events",
                        "--event-format",
                        "msgpack");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("{\"hex\":\"" + bytes + "\"}\n");
    }

    @Test
    void everyLineGivesOneOutcomeAndNoneEndsTheRun() {
        // When
        CommandRun run =
                CommandRun.ofWaysOut(
                        """
                        {"do":"trap"}

                        {"do":"lines"}
                        {"do":"drop"}
                        nonsense
                        {"do":"invalid"}
                        """,
                        "--outcomes");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        String[] lines = run.out().lines().toArray(String[]::new);
        assertThat(lines).hasSize(5);
        assertThat(lines[0])
                .startsWith("{\"outcome\":\"failed\",\"reason\":\"TRAP\",\"detail\":\"")
                .endsWith("\"}");
        assertThat(lines[1])
                .isEqualTo(
                        "{\"outcome\":\"emitted\",\"text\":\"{\\\"tag\\\":\\\"\\\",\\\"sec\\\":0,\\\"nsec\\\":0,\\r"
                            + "\\n"
                            + "\\\"record\\\":{\\\"do\\\":\\\"lines\\\"}\\r"
                            + "\\n"
                            + "}\"}");
        assertThat(lines[2]).isEqualTo("{\"outcome\":\"dropped\"}");
        assertThat(lines[3]).startsWith("{\"outcome\":\"failed\",\"reason\":\"INVALID_INPUT\",");
        assertThat(lines[4]).startsWith("{\"outcome\":\"failed\",\"reason\":\"INVALID_RECORD\",");
        assertThat(run.err())
                .isEqualTo(
                        "wasm-filter: 5 events: 1 emitted, 1 dropped, 3 failed (INVALID_INPUT 1,"
                                + " INVALID_RECORD 1, TRAP 1)\n");
    }

    @ParameterizedTest
    @CsvSource({"fail, 1", "side-output, 0", "pass-through, 0", "drop, 0"})
    void failedOutcomesAreAFailureOnlyUnderFail(String handling, int exitStatus) {
        // When
        CommandRun run =
                CommandRun.ofWaysOut("{\"do\":\"trap\"}", "--outcomes", "--on-failure", handling);

        // Then
        assertThat(run.exitStatus()).isEqualTo(exitStatus);
        assertThat(run.out()).hasLineCount(1).contains("\"reason\":\"TRAP\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json    | [1]                                  | an array, but an event is an"
                        + " object",
                "json    | {\"tag\":\"t\"}                      | has no \"record\"",
                "json    | {\"record\":[1]}                     | allowed is an object or a string",
                "json    | {\"record\":{},\"colour\":1}         | unknown key",
                "json    | {\"record\":{},\"nsec\":1000000000}  | allowed is 0 to 999999999",
                "msgpack | {\"record\":\"text\"}                | but the filter's event format is"
                        + " msgpack",
                "msgpack | {\"record_hex\":\"8\"}               | pairs of the digits",
            })
    void lineThatIsNoEventIsNamed(String format, String line, String message) {
        // When
        CommandRun run = CommandRun.ofIdentity(line, "--events", "--event-format", format);

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(run.err()).contains("standard input, line 1: INVALID_INPUT: ").contains(message);
    }
}
