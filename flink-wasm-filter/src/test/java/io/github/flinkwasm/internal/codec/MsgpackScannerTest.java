package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

class MsgpackScannerTest {
    private final MsgpackScanner scanner = new MsgpackScanner();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "81a16b00",
                "de0001c0c2",
                "df00000001a16bc3",
                "81a16b82a1618001dd00000000",
                "83010203040506",
                "81d90161da000162",
                "81db0000000161c403000000",
                "82cc00cd0000ce00000000cf0000000000000000",
                "82d000d10000d200000000d30000000000000000",
                "81ca00000000cb0000000000000000",
                "83d40000d5000000d60000000000d7000000000000000000c70000c8000000",
                "81d80000000000000000000000000000000000c90000000000",
                "81c90000000100ffe0"
            })
    void acceptsAMapOfEveryForm(String hex) {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex);

        // When
        ScanOutcome first = scanner.scanFirst(bytes, 0, bytes.length);
        ScanOutcome exact = scanner.scanExactly(bytes, 0, bytes.length);

        // Then
        assertThat(first).isEqualTo(ScanOutcome.RECORD);
        assertThat(exact).isEqualTo(ScanOutcome.RECORD);
        assertThat(scanner.copyValue()).isEqualTo(bytes).isNotSameAs(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "90, an array",
        "dc000100, an array",
        "a16b, a string",
        "d90161, a string",
        "00, an integer",
        "ff, an integer",
        "cc01, an integer",
        "c0, nil",
        "c2, a boolean",
        "c40100, a binary value",
        "ca00000000, a float",
        "d40000, an extension value"
    })
    void saysThatAnotherValueIsNoRecord(String hex, String kind) {
        // When
        ScanOutcome outcome = scanExactly(hex);

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.NOT_A_RECORD);
        assertThat(scanner.detail()).startsWith("found " + kind + ", where one msgpack map");
    }

    @Test
    void zeroBytesAreData() {
        // When
        ScanOutcome outcome = scanFirst("de001000000000" + "0000".repeat(14) + "00ff");

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.RECORD);
        assertThat(scanner.end()).isEqualTo(3 + 32);
    }

    @Test
    void theFirstVersionIgnoresWhatFollowsAndTheSecondDoesNot() {
        // When
        ScanOutcome first = scanFirst("81a16b01c1ff");
        int end = scanner.end();
        ScanOutcome exact = scanExactly("81a16b01c1ff");

        // Then
        assertThat(first).isEqualTo(ScanOutcome.RECORD);
        assertThat(end).isEqualTo(4);
        assertThat(exact).isEqualTo(ScanOutcome.TRAILING_BYTES);
        assertThat(scanner.detail())
                .isEqualTo(
                        "the msgpack value ends at offset 4 of the result; nothing may follow it:"
                                + " \"\\x81\\xa1k\\x01\\xc1\\xff\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "81",
                "81a16b",
                "8100",
                "de",
                "de00",
                "df000000",
                "81d9",
                "81d9ff00",
                "81daffff00",
                "81c6ffffffff00",
                "81db7fffffff00",
                "81c9ffffffff00",
                "81c97fffffff00",
                "81c70100",
                "81d8000000",
                "dfffffffff",
                "df80000000",
                "df40000000",
                "ddffffffff",
                "92dd80000000",
                "dfffffffff0000"
            })
    void countsAndLengthsBeyondTheBytesAreIncomplete(String hex) {
        // When
        ScanOutcome first = scanFirst(hex);
        ScanOutcome exact = scanExactly(hex);

        // Then
        assertThat(first).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
        assertThat(exact).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
    }

    @Test
    void refusesAMapHeaderThatTheLibraryTakesForAWholeValue() throws IOException {
        // Given: 2^30 pairs, whose elements do not fit into an int
        byte[] header = HexFormat.of().parseHex("df40000000");

        // When
        long skipped;
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(header)) {
            unpacker.skipValue();
            skipped = unpacker.getTotalReadBytes();
        }
        ScanOutcome outcome = scanner.scanFirst(header, 0, header.length);

        // Then
        assertThat(skipped).isEqualTo(header.length);
        assertThat(outcome).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
    }

    @Test
    void saysWhichElementIsIncomplete() {
        // When
        scanFirst("81a16bda0102ff");
        String cut = scanner.detail();
        scanFirst("82a16b01");
        String missing = scanner.detail();

        // Then
        assertThat(cut)
                .isEqualTo(
                        "a string is not complete at offset 3 of the result, which ends after"
                                + " 7 bytes: \"\\x81\\xa1k\\xda\\x01\\x02\\xff\"");
        assertThat(missing)
                .isEqualTo(
                        "an element is missing at offset 4 of the result, which ends after"
                                + " 4 bytes: \"\\x82\\xa1k\\x01\"");
    }

    @Test
    void refusesTheByteThatMsgpackNeverUses() {
        // When
        ScanOutcome outcome = scanFirst("81a16bc1");

        // Then
        assertThat(outcome).isEqualTo(ScanOutcome.MALFORMED);
        assertThat(scanner.detail()).contains("0xc1").contains("offset 3 of the result");
    }

    @Test
    void allowsExactlyTheConfiguredDepth() {
        // Given
        MsgpackScanner shallow = new MsgpackScanner(3);
        byte[] three = HexFormat.of().parseHex("820091810100009190");
        byte[] four = HexFormat.of().parseHex("81009191dc0000");

        // When
        ScanOutcome atLimit = shallow.scanExactly(three, 0, three.length);
        ScanOutcome beyond = shallow.scanExactly(four, 0, four.length);

        // Then
        assertThat(atLimit).isEqualTo(ScanOutcome.RECORD);
        assertThat(beyond).isEqualTo(ScanOutcome.TOO_DEEP);
        assertThat(shallow.detail()).contains("3 levels").contains("offset 4 of the result");
    }

    @Test
    void hostileNestingEndsAtTheLimit() {
        // Given
        byte[] arrays = HexFormat.of().parseHex("91".repeat(1_000_000));

        // When
        ScanOutcome byDefault = scanner.scanFirst(arrays, 0, arrays.length);
        ScanOutcome allowed = new MsgpackScanner(1_000_000).scanFirst(arrays, 0, arrays.length);

        // Then
        assertThat(byDefault).isEqualTo(ScanOutcome.TOO_DEEP);
        assertThat(allowed).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
    }

    @Test
    void looksOnlyAtTheRange() {
        // Given
        byte[] bytes = HexFormat.of().parseHex("c181a16b01c1");

        // When
        ScanOutcome whole = scanner.scanExactly(bytes, 1, 5);
        int start = scanner.start();
        byte[] copy = scanner.copyValue();
        ScanOutcome cut = scanner.scanExactly(bytes, 1, 4);

        // Then
        assertThat(whole).isEqualTo(ScanOutcome.RECORD);
        assertThat(start).isEqualTo(1);
        assertThat(copy).asHexString().isEqualToIgnoringCase("81a16b01");
        assertThat(cut).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
    }

    @Test
    void refusesARangeOutsideTheArray() {
        assertThatThrownBy(() -> scanner.scanFirst(new byte[4], 1, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void givesNoValueAfterAFailureOrWhenCleared() {
        // Given
        scanFirst("90");

        // When
        var afterFailure = assertThatThrownBy(scanner::copyValue);
        scanFirst("80");
        scanner.clear();
        var afterClear = assertThatThrownBy(scanner::start);

        // Then
        afterFailure.isInstanceOf(IllegalStateException.class).hasMessageContaining("an array");
        afterClear.isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesDepthsThatCannotBe() {
        assertThatThrownBy(() -> new MsgpackScanner(0)).hasMessageContaining("depth is 0");
        assertThatThrownBy(() -> new MsgpackScanner(1_000_001)).hasMessageContaining("1000001");
    }

    private ScanOutcome scanFirst(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return scanner.scanFirst(bytes, 0, bytes.length);
    }

    private ScanOutcome scanExactly(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return scanner.scanExactly(bytes, 0, bytes.length);
    }
}
