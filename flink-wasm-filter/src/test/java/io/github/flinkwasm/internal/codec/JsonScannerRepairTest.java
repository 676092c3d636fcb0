package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonScannerRepairTest {
    private final JsonScanner scanner = new JsonScanner();

    @Test
    void escapesEveryRawControlCharacterInStrings() {
        for (char control = 1; control < ' '; control++) {
            // Given
            String text = "{\"k" + control + "\":\"x" + control + "y\"}";

            // When
            ScanOutcome outcome = scanFirst(text);

            // Then
            String escape = String.format("\\u%04x", (int) control);
            assertThat(outcome).isEqualTo(ScanOutcome.RECORD);
            assertThat(copy()).isEqualTo("{\"k" + escape + "\":\"x" + escape + "y\"}");
        }
    }

    @Test
    void replacesIllFormedUtf8() {
        // Given
        byte[] bytes = "{\"a\":\"x??(y?\"}".getBytes(StandardCharsets.US_ASCII);
        bytes[7] = (byte) 0xff;
        bytes[8] = (byte) 0xc3;
        bytes[11] = (byte) 0xe2;

        // When
        ScanOutcome outcome = scanner.scanFirst(bytes, 0, bytes.length);

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.RECORD);
        assertThat(copy()).isEqualTo("{\"a\":\"x\ufffd\ufffd(y\ufffd\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud83d, \ufffd",
        "\\ude00, \ufffd",
        "\\uD83Dx, \ufffdx",
        "\\ud83d\\ud83d\\ude00, \ufffd\\ud83d\\ude00",
        "\\ud83d\\u0041, \ufffd\\u0041",
        "\\ud83d\\n, \ufffd\\n",
        "\\ude00\\ud83d, \ufffd\ufffd",
        "\\ud83d\\ude00, \\ud83d\\ude00",
        "\\\\ud83d, \\\\ud83d"
    })
    void replacesEscapesOfLoneSurrogates(String written, String repaired) {
        // When
        ScanOutcome outcome = scanFirst("{\"a\":\"" + written + "\"}");

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.RECORD);
        assertThat(copy()).isEqualTo("{\"a\":\"" + repaired + "\"}");
    }

    @Test
    void keepsTheTextOfNumbersTheOrderOfKeysAndWhiteSpace() {
        // Given
        String text = "{ \"b\":1.0,\n\"a\":100000000000000000000000001,\"b\":-0,\"c\":1E0\r\n}";

        // When
        ScanOutcome outcome = scanFirst(text);

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.RECORD);
        assertThat(copy()).isEqualTo(text);
    }

    private ScanOutcome scanFirst(String text) {
        byte[] bytes = bytes(text);
        return scanner.scanFirst(bytes, 0, bytes.length);
    }

    private String copy() {
        return new String(scanner.copyValue(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
