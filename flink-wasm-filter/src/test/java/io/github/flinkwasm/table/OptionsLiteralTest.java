package io.github.flinkwasm.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsLiteralTest {

    @Test
    void stringsNumbersAndBooleansAreValues() {
        // When
        Map<String, String> options =
                OptionsLiteral.read(
                        " {\"tag\": \"a\\u0062\", \"random-seed\": 7, \"x\": 1.50, \"y\": true} ");

        // Then
        assertThat(options)
                .isEqualTo(Map.of("tag", "ab", "random-seed", "7", "x", "1.50", "y", "true"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | it is an array",
                "drop | Not well-formed JSON",
                "{\"a\": null} | the value of \"a\" is null, not a string, a number or a boolean",
                "{\"a\": {}} | the value of \"a\" is an object, not a string, a number or a"
                        + " boolean",
                "{\"a\": 1, \"a\": 2} | \"a\" is there twice",
                "{} {} | Not well-formed JSON"
            })
    void anythingElseIsRefused(String literal, String reason) {
        // Then
        assertThatThrownBy(() -> OptionsLiteral.read(literal))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("{\"on-failure\": \"drop\"");
    }
}
