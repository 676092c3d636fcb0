package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private final JsonScanner scanner = new JsonScanner();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ } \n",
                "{\"a\":1}",
                "{\"a\":1,\"a\":2}",
                "{ \"a\" : [ 1 , -0 , 0.5 , 1E+2 , 1e-2 , -1.0e0 , true , false , null ] }",
                "{\"\":{\"b\":[[],{},[{}]]}}",
                "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"}",
                "{\"é😀\":\"\u007f\"}"
            })
    void acceptsObjectsInBothVersions(String text) {
        // When
        ScanOutcome first = scanFirst(text);
        String copyOfFirst = copy();
        ScanOutcome exact = scanExactly(text);
        String copyOfExact = copy();

        // Then
        assertThat(first).isEqualTo(ScanOutcome.RECORD);
        assertThat(exact).isEqualTo(ScanOutcome.RECORD);
        assertThat(copyOfFirst).isEqualTo(text.strip());
        assertThat(copyOfExact).isEqualTo(text.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{\"a\":1}",
                "{\"a\":1/*x*/}",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":-Infinity}",
                "{\"a\":01}",
                "{\"a\":-01}",
                "{\"a\":00}",
                "{\"a\":.5}",
                "{\"a\":5.}",
                "{\"a\":5.e1}",
                "{\"a\":5e}",
                "{\"a\":5e+}",
                "{\"a\":+1}",
                "{\"a\":-}",
                "{\"a\":0x10}",
                "{\"a\":1e999}",
                "{\"a\":-1e999}",
                "{\"a\":\"\\x41\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u 123\"}",
                "{\"a\":tRue}",
                "{\"a\":nulll}",
                "{\"a\" 1}",
                "{\"a\":}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":[1 2]}",
                "{\"a\":1]",
                "{\"a\":[1}}",
                "{1:2}",
                "{\"a\":1\u000b}",
                "]",
                "}",
                "x"
            })
    void refusesWhatIsNotJson(String text) {
        // When
        ScanOutcome first = scanFirst(text);
        ScanOutcome exact = scanExactly(text);

        // Then
        assertThat(first).isEqualTo(ScanOutcome.MALFORMED);
        assertThat(exact).isEqualTo(ScanOutcome.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2]", "[{\"a\":1}]", "\"abc\"", "true", "false", "null"})
    void saysThatAnotherValueIsNoRecord(String text) {
        // When
        ScanOutcome first = scanFirst(text);
        ScanOutcome exact = scanExactly(text);

        // Then
        assertThat(first).isEqualTo(ScanOutcome.NOT_A_RECORD);
        assertThat(exact).isEqualTo(ScanOutcome.NOT_A_RECORD);
    }

    @Test
    void numberAtTheEndOfTheRangeIsCompleteOnlyWhereTheRangeEndsTheText() {
        // When
        ScanOutcome first = scanFirst("42");
        ScanOutcome firstBeforeNul = scanFirst("42\0");
        ScanOutcome exact = scanExactly("42");

        // Then
        assertThat(first).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
        assertThat(firstBeforeNul).isEqualTo(ScanOutcome.NOT_A_RECORD);
        assertThat(exact).isEqualTo(ScanOutcome.NOT_A_RECORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zzz",
                ",",
                "}",
                "{\"b\":2}",
                "\n{\"b\":2}\n",
                "//c",
                "\0",
                "\0{\"b\":2}",
                "é"
            })
    void ignoresInTheFirstVersionWhatFollowsTheValue(String tail) {
        // When
        ScanOutcome outcome = scanFirst("{\"a\":1}" + tail);

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.RECORD);
        assertThat(copy()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzz", ",", " }", "{\"b\":2}", "\n{\"b\":2}\n", "\0", " \0", "\u00a0"})
    void refusesInTheSecondVersionWhatFollowsTheValue(String tail) {
        // When
        ScanOutcome outcome = scanExactly("{\"a\":1}" + tail);

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.TRAILING_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\r\n"})
    void blankNeedsANulInTheFirstVersion(String blank) {
        // When
        ScanOutcome firstBeforeNul = scanFirst(blank + "\0{}");
        ScanOutcome first = scanFirst(blank);
        ScanOutcome exact = scanExactly(blank);
        ScanOutcome exactBeforeNul = scanExactly(blank + "\0");

        // Then
        assertThat(firstBeforeNul).isEqualTo(ScanOutcome.BLANK);
        assertThat(first).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
        assertThat(exact).isEqualTo(ScanOutcome.BLANK);
        assertThat(exactBeforeNul).isEqualTo(ScanOutcome.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a",
                "{\"a\\",
                "{\"a\\u12",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":-",
                "{\"a\":1",
                "{\"a\":1.",
                "{\"a\":1e",
                "{\"a\":tr",
                "{\"a\":[",
                "{\"a\":[1,",
                "{\"a\":{}",
                "{\"a\":1,",
                "[",
                "\"abc",
                "t"
            })
    void saysWhatCutAValueShort(String begun) {
        // When
        ScanOutcome atEnd = scanFirst(begun);
        ScanOutcome atNul = scanFirst(begun + "\0\"}]");
        ScanOutcome exactAtEnd = scanExactly(begun);
        ScanOutcome exactAtNul = scanExactly(begun + "\0\"}]");

        // Then
        assertThat(atEnd).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
        assertThat(atNul).isEqualTo(ScanOutcome.INCOMPLETE_AT_NUL);
        assertThat(exactAtEnd).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
        assertThat(exactAtNul).isEqualTo(ScanOutcome.MALFORMED);
    }

    @Test
    void looksOnlyAtTheRange() {
        // Given
        byte[] bytes = "{{\"a\":1}}\"x\"}".getBytes(StandardCharsets.US_ASCII);

        // When
        ScanOutcome whole = scanner.scanExactly(bytes, 1, 8);
        int start = scanner.start();
        int end = scanner.end();
        ScanOutcome cut = scanner.scanFirst(bytes, 1, 7);

        // Then
        assertThat(whole).isEqualTo(ScanOutcome.RECORD);
        assertThat(start).isEqualTo(1);
        assertThat(end).isEqualTo(8);
        assertThat(cut).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
    }

    @ParameterizedTest
    @CsvSource({"-1,3", "2,1", "0,5", "5,5", "2147483647,-2147483648"})
    void refusesARangeOutsideTheArray(int from, int to) {
        assertThatThrownBy(() -> scanner.scanFirst(new byte[4], from, to))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void givesNoValueAfterAFailureOrWhenCleared() {
        // Given
        scanFirst("[]");

        // When
        var afterFailure = assertThatThrownBy(scanner::copyValue);
        scanFirst("{}");
        scanner.clear();
        var afterClear = assertThatThrownBy(scanner::end);

        // Then
        afterFailure.isInstanceOf(IllegalStateException.class).hasMessageContaining("an array");
        afterClear.isInstanceOf(IllegalStateException.class);
    }

    private ScanOutcome scanFirst(String text) {
        byte[] bytes = bytes(text);
        return scanner.scanFirst(bytes, 0, bytes.length);
    }

    private ScanOutcome scanExactly(String text) {
        byte[] bytes = bytes(text);
        return scanner.scanExactly(bytes, 0, bytes.length);
    }

    private String copy() {
        return new String(scanner.copyValue(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
