package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterBuiltinsTest {
    private final BoundFunctions env = BoundFunctions.env(new FakeGuestCall());

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "isupper [A-Z]",
                "isalpha [A-Za-z]",
                "isspace [\\t\\n\\x0B\\f\\r\\x20]",
                "isgraph [!-~]",
                "isprint [\\x20-~]",
                "isdigit [0-9]",
                "isxdigit [0-9A-Fa-f]",
                "isalnum [0-9A-Za-z]"
            })
    void testsForTheClassOfTheCLocale(String function, String pattern) {
        // When, Then
        for (int c = -2; c < 300; c++) {
            boolean expected = c >= 0 && String.valueOf((char) c).matches(pattern);
            assertThat(env.call(function, c) != 0).as("%s(%d)", function, c).isEqualTo(expected);
        }
        assertThat(env.call(function, Integer.MIN_VALUE)).isZero();
    }

    @Test
    void mapsTheCaseOfAsciiOnly() {
        // When, Then
        for (int c = -2; c < 300; c++) {
            boolean lower = c >= 'a' && c <= 'z';
            boolean upper = c >= 'A' && c <= 'Z';
            assertThat(env.call("toupper", c)).isEqualTo(lower ? c - 32 : c);
            assertThat(env.call("tolower", c)).isEqualTo(upper ? c + 32 : c);
        }
    }
}
