package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonOutcomesTest {

    @Test
    void emittedTextIsEscapedIntoOneLine() {
        // Given
        byte[] json = "{\"a\":\"é😀\\n\",\r\n\"b\":\"\\\\\"}".getBytes(StandardCharsets.UTF_8);

        // When
        String line = JsonOutcomes.emittedText(json);

        // Then
        assertThat(line)
                .isEqualTo(
                        "{\"outcome\":\"emitted\",\"text\":\"{\\\"a\\\":\\\"é😀\\\\n"
                                + "\\\",\\r"
                                + "\\n"
                                + "\\\"b\\\":\\\"\\\\\\\\\\\"}\"}");
    }

    @Test
    void emittedBytesAreHexadecimal() {
        // When
        String line = JsonOutcomes.emittedHex(new byte[] {(byte) 0x81, 0x00, (byte) 0xff});

        // Then
        assertThat(line).isEqualTo("{\"outcome\":\"emitted\",\"hex\":\"8100ff\"}");
    }

    @Test
    void droppedSaysNoMore() {
        // When
        String line = JsonOutcomes.dropped();

        // Then
        assertThat(line).isEqualTo("{\"outcome\":\"dropped\"}");
    }

    @Test
    void failedGivesReasonAndDetail() {
        // When
        String line = JsonOutcomes.failed("TRAP", "unreachable at \"f\"\n\tin module\u0000");

        // Then
        assertThat(line)
                .isEqualTo(
                        "{\"outcome\":\"failed\",\"reason\":\"TRAP\","
                                + "\"detail\":\"unreachable at \\\"f\\\"\\n\\tin module\\u0000\"}");
    }

    @Test
    void everyLineIsWellFormedJson() throws MalformedRecordException {
        // Given
        String anything = "\ud83d x \u2028 \u007f </script> \\u12 \u0001";

        // When
        String line = JsonOutcomes.failed(anything, anything);

        // Then
        assertThat(JsonText.compact(line)).startsWith("{\"outcome\":\"failed\",\"reason\":");
        assertThat(line).doesNotContain("\n", "\r");
    }
}
