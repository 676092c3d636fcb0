package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberBuiltinsTest {
    private static final int TEXT = 100;
    private static final int END = 64;

    private final FakeGuestCall call = new FakeGuestCall();
    private final BoundFunctions env = BoundFunctions.env(call);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "42,10,42,2",
                "  -17xyz,10,-17,5",
                "+7,10,7,2",
                "\" \t\n+08\",10,8,6",
                "0x1F,16,31,4",
                "0x1F,0,31,4",
                "0X1f,16,31,4",
                "0xg,16,0,1",
                "0x,0,0,1",
                "017,0,15,3",
                "019,0,1,2",
                "0,0,0,1",
                "0b1,0,0,1",
                "zz,36,1295,2",
                "12,2,1,1",
                "2147483647,10,2147483647,10",
                "2147483648,10,2147483647,10",
                "-2147483648,10,-2147483648,11",
                "-2147483649,10,-2147483648,11",
                "99999999999999999999999999,10,2147483647,26",
                "-99999999999999999999999999,10,-2147483648,27",
                "abc,10,0,0",
                "\"\",10,0,0",
                "-,10,0,0",
                "- 1,10,0,0",
                "5,1,0,0",
                "5,37,0,0",
                "5,-1,0,0"
            })
    void strtolReadsANumberAndSaysWhereItEnds(String text, int base, int value, int length) {
        // Given
        call.string(TEXT, text);

        // When
        int result = env.call("strtol", TEXT, END, base);

        // Then
        assertThat(result).isEqualTo(value);
        assertThat(call.memory().readInt(END) - TEXT).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "4294967295,10,4294967295",
        "4294967296,10,4294967295",
        "-1,10,4294967295",
        "-4294967295,10,1",
        "ffffffff,16,4294967295",
        "99999999999999999999999999,10,4294967295",
        "-99999999999999999999999999,10,4294967295",
        "3000000000,10,3000000000"
    })
    void strtoulSaturatesAt32Bits(String text, int base, long value) {
        // Given
        call.string(TEXT, text);

        // When
        int result = env.call("strtoul", TEXT, END, base);

        // Then
        assertThat(Integer.toUnsignedLong(result)).isEqualTo(value);
    }

    @Test
    void strtolNeedsNoPlaceForTheEnd() {
        // Given
        call.string(TEXT, "12");
        call.memory().writeInt(0, 77);

        // When
        int result = env.call("strtol", TEXT, 0, 10);

        // Then
        assertThat(result).isEqualTo(12);
        assertThat(call.memory().readInt(0)).isEqualTo(77);
    }

    @ParameterizedTest
    @CsvSource({"42abc,42", "-3,-3", "4294967297,1", "0x10,0", "x,0", "010,10"})
    void atoiReadsADecimalNumber(String text, int value) {
        // Given
        call.string(TEXT, text);

        // When, Then
        assertThat(env.call("atoi", TEXT)).isEqualTo(value);
    }

    @Test
    void readsANumberThatEndsWithMemory() {
        // Given
        int last = (1 << 16) - 4;
        call.string(last, "0x1");

        // When, Then
        assertThat(env.call("strtol", last, END, 16)).isEqualTo(1);
        assertThat(env.call("strtol", last + 1, END, 16)).isZero();
    }
}
