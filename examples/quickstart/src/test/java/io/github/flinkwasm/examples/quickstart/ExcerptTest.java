package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {

    @Test
    void leavesPlainTextAlone() {
        assertThat(Excerpt.of("{\"a\":\"über 漢字\"}".getBytes(UTF_8), 0, 40))
                .isEqualTo("{\"a\":\"über 漢字\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u009b2J",
                "a\rb",
                "a\nb",
                "\u0007",
                "\u202eabc",
                "\u2066",
                "\u2028"
            })
    void writesWhatATerminalWouldObeyAsAnEscape(String text) {
        assertThat(Excerpt.of(text.getBytes(UTF_8), 0, 40))
                .contains("\\u")
                .matches("[\\x20-\\x7e]+");
    }

    @Test
    void showsBytesThatAreNoTextAsNumbers() {
        // Given
        byte[] bytes = {'a', (byte) 0xfc, 'b', (byte) 0xe2, (byte) 0x82};

        // When
        String excerpt = Excerpt.of(bytes, 0, 40);

        // Then
        assertThat(excerpt).isEqualTo("a\\xfcb\\xe2\\x82");
    }

    @Test
    void cutsToTheWidthAndMarksIt() {
        assertThat(Excerpt.of("0123456789abcdef".getBytes(UTF_8), 0, 10)).isEqualTo("0123456...");
    }

    @Test
    void countsWideCharactersTwice() {
        assertThat(Excerpt.cut("漢字漢字漢字", 10)).isEqualTo("漢字漢...");
    }

    @Test
    void fillsTheWidthExactly() {
        assertThat(Excerpt.cut("0123456789", 10)).isEqualTo("0123456789");
    }

    @Test
    void showsThePartAroundTheInterestingByte() {
        // Given
        String text = "x".repeat(500) + "HERE" + "y".repeat(500);

        // When
        String excerpt = Excerpt.of(text.getBytes(UTF_8), 500, 60);

        // Then
        assertThat(excerpt).startsWith("...x").contains("xHEREy").endsWith("y...").hasSize(60);
    }

    @Test
    void startsAtAWholeCharacter() {
        // Given
        byte[] bytes = "ü".repeat(100).getBytes(UTF_8);

        // When
        String excerpt = Excerpt.from(bytes, 51, 400);

        // Then
        assertThat(excerpt).isEqualTo("..." + "ü".repeat(75));
    }

    @Test
    void endsWherePartOfACharacterWasLeftOut() {
        // Given
        byte[] bytes = "€".repeat(1000).getBytes(UTF_8);

        // When
        String excerpt = Excerpt.of(bytes, 0, 60);

        // Then
        assertThat(excerpt).isEqualTo("€".repeat(57) + "...");
    }

    @Test
    void takesTheFirstLineOfAMessage() {
        assertThat(Excerpt.firstLineOf("One.\n at [Source: x]")).isEqualTo("One");
    }
}
