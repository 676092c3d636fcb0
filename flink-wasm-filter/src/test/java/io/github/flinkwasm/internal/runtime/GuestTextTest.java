package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestTextTest {

    @ParameterizedTest
    @CsvSource({
        "add_tag, \"add_tag\"",
        "größe µ 日本, \"größe µ 日本\"",
        "'', '\"\"'",
        "'a\nb\rc\td', '\"a?b?c?d\"'",
        "'\u001b[31mred', '\"?[31mred\"'",
        "'a\u202eb\u200fc\u2028d\u2029e\u0085f', '\"a?b?c?d?e?f\"'",
        "'\ud83d\ude00', '\"??\"'"
    })
    void namesCanStandInALogLine(String name, String expected) {
        // When
        String quoted = GuestText.quoted(name);

        // Then
        assertThat(quoted).isEqualTo(expected);
    }

    @Test
    void longNamesAreCut() {
        // Given
        String name = "x".repeat(100_000);

        // When
        String plain = GuestText.plain(name);

        // Then
        assertThat(plain).isEqualTo("x".repeat(100) + "…");
        assertThat(GuestText.plain("x".repeat(100))).isEqualTo("x".repeat(100));
    }
}
