package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @Test
    void removesLineBreaksBetweenTokensOnly() {
        // Given
        byte[] json = bytes("{\r\n  \"a\\n\" :\n1,\r\"b\":\"x\\r\\ny\"\n}");

        // When
        byte[] line = JsonText.withoutLineBreaks(json);

        // Then
        assertThat(text(line)).isEqualTo("{  \"a\\n\" :1,\"b\":\"x\\r\\ny\"}");
    }

    @Test
    void noGuestCanForgeALine() throws MalformedRecordException {
        // Given: a raw line break in a string, and others between tokens
        JsonScanner scanner = new JsonScanner();
        byte[] returned =
                bytes("{\"a\":\"x\n{\\\"forged\\\":1}\",\n\r\"b\":[1,\n2]}\n{\"forged\":2}");
        scanner.scanFirst(returned, 0, returned.length);
        byte[] value = scanner.copyValue();

        // When
        byte[] line = JsonText.withoutLineBreaks(value);

        // Then
        assertThat(text(line)).doesNotContain("\n", "\r");
        assertThat(JsonText.compact(line)).isEqualTo(JsonText.compact(value));
    }

    @Test
    void keepsTheArrayWhereThereIsNoLineBreak() {
        // Given
        byte[] json = bytes("{\"a\":\"\\n\"}");

        // When
        byte[] line = JsonText.withoutLineBreaks(json);

        // Then
        assertThat(line).isSameAs(json);
    }

    @ParameterizedTest
    @CsvSource({
        "{\"é\":1}, {\"\\u00e9\":1}",
        "{\"a\":\"€\"}, {\"a\":\"\\u20ac\"}",
        "{\"a\":\"x😀\"}, {\"a\":\"x\\ud83d\\ude00\"}",
        "{\"a\":\"\uffff\"}, {\"a\":\"\\uffff\"}",
        "{\"a\":\"\\u00e9é\"}, {\"a\":\"\\u00e9\\u00e9\"}"
    })
    void escapesCharactersBeyondAscii(String json, String escaped) {
        // When
        byte[] ascii = JsonText.escapeNonAscii(bytes(json));

        // Then
        assertThat(text(ascii)).isEqualTo(escaped);
    }

    @Test
    void escapesTheReplacementCharacterForIllFormedUtf8() {
        // Given
        byte[] json = bytes("{\"a\":\"???\"}");
        json[6] = (byte) 0xe2;
        json[7] = (byte) 0x82;
        json[8] = (byte) 0xff;

        // When
        byte[] ascii = JsonText.escapeNonAscii(json);

        // Then
        assertThat(text(ascii)).isEqualTo("{\"a\":\"\\ufffd\\ufffd\"}");
    }

    @Test
    void keepsTheArrayThatIsAscii() {
        // Given
        byte[] json = bytes("{\"a\":\"\\u00e9 \u007f\"}");

        // When
        byte[] ascii = JsonText.escapeNonAscii(json);

        // Then
        assertThat(ascii).isSameAs(json);
    }

    @Test
    void compactKeepsNumbersKeysAndCharacters() throws MalformedRecordException {
        // Given
        String json =
                " { \"z\" : [ 1.0 , -0 , 1e2 , 0.30000000000000004 , 123456789012345678901234567890"
                    + " ] ,\n"
                    + "\t\"a\" : { } , \"z\" : null , \"\\u00e9\" : \"\\ud83d\\ude00 \\/ \\u0001"
                    + " \\\" €\" } \r\n";

        // When
        String compact = JsonText.compact(json);

        // Then
        assertThat(compact)
                .isEqualTo(
                        "{\"z\":[1.0,-0,1e2,0.30000000000000004,123456789012345678901234567890],"
                                + "\"a\":{},\"z\":null,\"é\":\"😀 / \\u0001 \\\" €\"}");
    }

    @Test
    void compactDoesNotChangeCompactTextOfAnyLength() throws MalformedRecordException {
        // Given: characters of two UTF-16 units across every boundary of the writer's buffers
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            String json =
                    "{\"a\":\""
                            + "x".repeat(random.nextInt(9))
                            + "é😀€".repeat(700 * round)
                            + "\"}";

            // When
            String compact = JsonText.compact(json);

            // Then
            assertThat(compact.equals(json)).as("round %d", round).isTrue();
        }
    }

    @Test
    void compactRepairsStringsAsTheScannerDoes() throws MalformedRecordException {
        // When
        String compact = JsonText.compact("{\"\\ud83d\":\"a\nb\\udc00\"}");

        // Then
        assertThat(compact).isEqualTo("{\"\ufffd\":\"a\\nb\ufffd\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1}|byte 0x27 (') at line 1, column 2; a key in double quotes or } is needed",
                "{\"a\":1} x|byte 0x78 (x) at line 1, column 9; after the JSON value only",
                "{\"a\":|the bytes end before one JSON value is complete at line 1, column 6",
                "``|nothing but white space",
                "{\"a\":1e999}|infinite as a double at line 1, column 6"
            })
    void compactSaysInWhichLineAndColumnTheTextIsWrong(String json, String message) {
        assertThatThrownBy(() -> JsonText.compact(json))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("Not well-formed JSON: ")
                .hasMessageContaining(message);
    }

    @Test
    void linesAndColumnsCountCharacters() {
        // Given
        String json =
                """
                {"é€😀":
                 [1,
                  "é😀" 3]}
                """;

        // When / Then
        assertThatThrownBy(() -> JsonText.compact(json))
                .hasMessageContaining("byte 0x33 (3) at line 3, column 8; a comma or ] is needed");
    }

    @Test
    void compactTakesAnyWellFormedText() throws MalformedRecordException {
        RandomJson texts = new RandomJson(11);
        JsonScanner scanner = new JsonScanner();
        for (int round = 0; round < 1_000; round++) {
            // Given
            byte[] json = bytes(texts.value());
            ScanOutcome outcome = scanner.scanExactly(json, 0, json.length);
            if (outcome != ScanOutcome.RECORD && outcome != ScanOutcome.NOT_A_RECORD) {
                continue; // a number in it is infinite
            }

            // When
            byte[] compact = JsonText.compact(json);

            // Then
            assertThat(JsonText.compact(compact)).isEqualTo(compact);
            assertThat(compact.length).isLessThanOrEqualTo(scanner.copyAnyValue().length);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
