package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonScannerLimitsTest {
    private final JsonScanner scanner = new JsonScanner();

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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
