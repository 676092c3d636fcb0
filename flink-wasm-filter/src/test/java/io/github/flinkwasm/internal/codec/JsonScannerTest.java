package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

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

        // Then
        assertThat(firstBeforeNul).isEqualTo(ScanOutcome.BLANK);
        assertThat(first).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
        assertThat(exact).isEqualTo(ScanOutcome.BLANK);
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
    void allowsExactlyTheConfiguredDepth() {
        // Given
        JsonScanner shallow = new JsonScanner(3, 10);
        byte[] three = bytes("{\"a\":[{}],\"b\":[[]]}");
        byte[] four = bytes("{\"a\":[{\"c\":[]}]}");

        // When
        ScanOutcome atLimit = shallow.scanFirst(three, 0, three.length);
        ScanOutcome beyond = shallow.scanFirst(four, 0, four.length);

        // Then
        assertThat(atLimit).isEqualTo(ScanOutcome.RECORD);
        assertThat(beyond).isEqualTo(ScanOutcome.TOO_DEEP);
        assertThat(shallow.detail()).contains("3 levels").contains("offset 11 of the result");
    }

    @Test
    void hostileNestingEndsAtTheLimit() {
        // Given
        byte[] brackets = bytes("[".repeat(1_000_000));
        JsonScanner deep = new JsonScanner(1_000_000, 10);

        // When
        ScanOutcome byDefault = scanner.scanFirst(brackets, 0, brackets.length);
        ScanOutcome allowed = deep.scanFirst(brackets, 0, brackets.length);

        // Then
        assertThat(byDefault).isEqualTo(ScanOutcome.TOO_DEEP);
        assertThat(allowed).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
    }

    @Test
    void allowsExactlyTheConfiguredNumberLength() {
        // Given
        String longest = "1".repeat(300) + "." + "2".repeat(699);

        // When
        ScanOutcome atLimit = scanFirst("{\"a\":" + longest + "}");
        ScanOutcome beyond = scanFirst("{\"a\":" + longest + "2}");

        // Then
        assertThat(atLimit).isEqualTo(ScanOutcome.RECORD);
        assertThat(beyond).isEqualTo(ScanOutcome.MALFORMED);
        assertThat(scanner.detail()).contains("the allowed 1000 ").contains("offset 5");
    }

    @Test
    void refusesIntegersThatAreInfiniteAsADouble() {
        // When
        ScanOutcome finite = scanFirst("{\"a\":" + "1".repeat(309) + "}");
        ScanOutcome infinite = scanFirst("{\"a\":" + "1".repeat(400) + "}");

        // Then
        assertThat(finite).isEqualTo(ScanOutcome.RECORD);
        assertThat(infinite).isEqualTo(ScanOutcome.MALFORMED);
        assertThat(scanner.detail()).contains("infinite as a double").contains("offset 5");
    }

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

    @Test
    void refusesLimitsThatCannotBe() {
        assertThatThrownBy(() -> new JsonScanner(0, 1)).hasMessageContaining("depth is 0");
        assertThatThrownBy(() -> new JsonScanner(1_000_001, 1)).hasMessageContaining("1000001");
        assertThatThrownBy(() -> new JsonScanner(1, 0)).hasMessageContaining("length is 0");
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
