package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotedTest {

    @ParameterizedTest
    @ValueSource(
            chars = {
                '\0', '\n', '\u001b', '\u009b', '\u200b', '\u2028', '\u2029', '\u202e', '\ud800'
            })
    void whatBreaksALineOrTurnsItIsEscaped(char c) {
        // When
        String quoted = Quoted.of("a" + c + "b");

        // Then
        assertThat(quoted).isEqualTo("\"a\\u%04xb\"".formatted((int) c));
    }

    @Test
    void lettersOfAnyScriptStay() {
        assertThat(Quoted.of("größe 日志 '{}'")).isEqualTo("\"größe 日志 '{}'\"");
    }

    @Test
    void longTextIsCut() {
        assertThat(Quoted.of("x".repeat(201))).isEqualTo("\"" + "x".repeat(200) + "…\"");
    }
}
