package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonScannerDetailTest {
    private final JsonScanner scanner = new JsonScanner();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1}|unexpected byte 0x27 (') at offset 1 of the result; a key in double"
                        + " quotes or } is needed there: \"{'a':1}\"",
                "{\"a\":1 ]|unexpected byte 0x5d (]) at offset 7 of the result; a comma or } is"
                        + " needed there: \"{\\\"a\\\":1 ]\"",
                "[1]|found an array, where one JSON object is needed: \"[1]\"",
                "{\"aé\":|the bytes end before one JSON value is complete at offset 7 of the"
                        + " result: \"{\\\"a\\xc3\\xa9\\\":\""
            })
    void saysWhatItFoundAndWhere(String text, String detail) {
        // When
        scanExactly(text);

        // Then
        assertThat(scanner.detail()).isEqualTo(detail);
    }

    @Test
    void quotesOnlyAFewBytesInOneLineOfAscii() {
        // Given
        String text =
                "{\"secret\":\"" + "s".repeat(5_000) + "\n\u001b[31mé\" oops" + "t".repeat(99);

        // When
        scanFirst(text);

        // Then
        assertThat(scanner.detail()).hasSizeLessThan(200).matches("[ -~…]+");
    }

    @Test
    void countsOffsetsFromTheStartOfTheRange() {
        // Given
        byte[] bytes = bytes("xx{]");

        // When
        scanner.scanFirst(bytes, 2, bytes.length);

        // Then
        assertThat(scanner.detail()).contains("at offset 1 of the result");
    }

    private ScanOutcome scanFirst(String text) {
        byte[] bytes = bytes(text);
        return scanner.scanFirst(bytes, 0, bytes.length);
    }

    private ScanOutcome scanExactly(String text) {
        byte[] bytes = bytes(text);
        return scanner.scanExactly(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
