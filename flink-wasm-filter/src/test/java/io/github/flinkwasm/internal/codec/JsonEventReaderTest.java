package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEventReaderTest {
    private final JsonEventReader reader = new JsonEventReader();

    @Test
    void readsAnEventWithAnObject() throws MalformedRecordException {
        // When
        JsonEvent event =
                read(
                        "{\"tag\":\"t.é\",\"sec\":1700000000,\"nsec\":999999999,\"record\":{ \"b\":"
                                + " 1.0, \"a\": [\"\\u00e9\", -0], \"b\": {} }}");

        // Then
        assertThat(event.tag()).contains("t.é");
        assertThat(event.timeSec()).isEqualTo(1_700_000_000);
        assertThat(event.timeNsec()).isEqualTo(999_999_999);
        assertThat(event.kind()).isEqualTo(JsonEvent.Kind.OBJECT);
        assertThat(event.record())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"b\":1.0,\"a\":[\"é\",-0],\"b\":{}}");
    }

    @Test
    void readsAStringAsThatVeryText() throws MalformedRecordException {
        // When
        JsonEvent event = read("{\"record\":\"{ \\\"a\\\":\\u0000 \\u00e9\\ud83d\\ude00\"}");

        // Then
        assertThat(event.kind()).isEqualTo(JsonEvent.Kind.TEXT);
        assertThat(event.record()).asString(StandardCharsets.UTF_8).isEqualTo("{ \"a\":\0 é😀");
    }

    @Test
    void readsHexadecimalBytes() throws MalformedRecordException {
        // When
        JsonEvent event = read("{\"record_hex\":\"81A16bfF00\"}");

        // Then
        assertThat(event.kind()).isEqualTo(JsonEvent.Kind.HEX);
        assertThat(event.record()).asHexString().isEqualToIgnoringCase("81a16bff00");
    }

    @Test
    void whatIsLeftOutHasADefault() throws MalformedRecordException {
        // When
        JsonEvent event = read(" {\"record\":{}} ");

        // Then
        assertThat(event.tag()).isEmpty();
        assertThat(event.hasTime()).isFalse();
        assertThat(event.timeSec()).isZero();
        assertThat(event.timeNsec()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-9223372036854775808", "9223372036854775807", "-1", "0"})
    void secondsMayBeAny64BitInteger(long sec) throws MalformedRecordException {
        // When
        JsonEvent event = read("{\"sec\":" + sec + ",\"record\":{}}");

        // Then
        assertThat(event.hasTime()).isTrue();
        assertThat(event.timeSec()).isEqualTo(sec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"record\":{},\"time\":1}|unknown key \"time\"; known are \"tag\", \"sec\",",
                "{\"tag\":\"t\"}|no \"record\" and no \"record_hex\"",
                "{\"tag\":1,\"record\":{}}|\"tag\" is a whole number; allowed is a string",
                "{\"tag\":null,\"record\":{}}|\"tag\" is null; allowed is a string",
                "{\"sec\":\"1\",\"record\":{}}|\"sec\" is a string; allowed is a whole number",
                "{\"sec\":1.0,\"record\":{}}|\"sec\" is a number with a point or an exponent",
                "{\"sec\":9223372036854775808,\"record\":{}}|\"sec\" is \"9223372036854775808\";"
                        + " allowed is -9223372036854775808 to 9223372036854775807",
                "{\"sec\":-9223372036854775809,\"record\":{}}|\"sec\" is \"-9223372036854775809\"",
                "{\"nsec\":1000000000,\"record\":{}}|\"nsec\" is \"1000000000\"; allowed is 0 to"
                        + " 999999999",
                "{\"nsec\":-1,\"record\":{}}|\"nsec\" is \"-1\"; allowed is 0 to 999999999",
                "{\"nsec\":true,\"record\":{}}|\"nsec\" is a boolean; allowed is a whole number",
                "{\"record\":[{}]}|\"record\" is an array; allowed is an object or a string",
                "{\"record\":null}|\"record\" is null; allowed is an object or a string",
                "{\"record_hex\":{}}|\"record_hex\" is an object; allowed is a string",
                "{\"record_hex\":\"8\"}|\"record_hex\" is \"8\"; allowed are pairs",
                "{\"record_hex\":\"8g\"}|\"record_hex\" is \"8g\"; allowed are pairs",
                "{\"record\":{},\"record_hex\":\"80\"}|both \"record\" and \"record_hex\"",
                "{\"record_hex\":\"80\",\"record\":\"\"}|both \"record\" and \"record_hex\"",
                "{\"record\":{},\"sec\":1,\"sec\":1}|the key \"sec\" twice",
                "[]|The line holds an array, but an event is an object",
                "{\"record\":{}|the bytes end before one JSON value is complete at line 1, column",
                "{'record':{}}|unexpected byte 0x27 (') at line 1, column 2"
            })
    void saysWhichKeyIsWrong(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(message);
    }

    @Test
    void quotesAForeignKeyInOneShortLine() {
        assertThatThrownBy(() -> read("{\"\\n😀" + "x".repeat(5_000) + "\":1}"))
                .message()
                .hasSizeLessThan(250)
                .matches("[ -~…]+");
    }

    private JsonEvent read(String line) throws MalformedRecordException {
        return reader.read(line.getBytes(StandardCharsets.UTF_8));
    }
}
