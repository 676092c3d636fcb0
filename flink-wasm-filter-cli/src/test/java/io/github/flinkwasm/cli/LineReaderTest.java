package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    @Test
    void linesEndWithLineFeedOrBothOrTheInput() throws IOException {
        // When
        List<String> lines = lines("a\r\nb\n\n\rc\n d", 100);

        // Then
        assertThat(lines).containsExactly("1 a", "2 b", "3 ", "4 \rc", "5  d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\n", "a"})
    void endOfInputIsNoLine(String text) throws IOException {
        // When
        List<String> lines = lines(text, 100);

        // Then
        assertThat(lines).hasSize(text.isEmpty() ? 0 : 1);
    }

    @Test
    void lineOverTheLimitIsSkippedAndItsLengthKnown() throws IOException {
        // Given
        String text = "x".repeat(200_001) + "\nshort\n" + "y".repeat(200_000) + "\n";

        // When
        List<String> lines = lines(text, 200_000);

        // Then
        assertThat(lines)
                .containsExactly("1 too long: 200001", "2 short", "3 " + "y".repeat(200_000));
    }

    @Test
    void linesOfEveryLengthComeBackAsTheyWere() throws IOException {
        // Given: lengths around the size of the reader's chunk
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            String line = ("" + (char) ('a' + i % 26)).repeat(65_530 + random.nextInt(12));
            expected.add(i + 1 + " " + line);
            text.append(line).append('\n');
        }

        // When
        List<String> lines = lines(text.toString(), 1_000_000);

        // Then
        assertThat(lines).isEqualTo(expected);
    }

    @Test
    void whiteSpaceAloneIsBlank() throws IOException {
        // Given
        LineReader reader = reader(" \t\r\n x\n", 100);

        // When
        reader.next();
        boolean first = reader.isBlank();
        reader.next();
        boolean second = reader.isBlank();

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    private static LineReader reader(String text, int maxLength) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new LineReader(in, maxLength);
    }

    private static List<String> lines(String text, int maxLength) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = reader(text, maxLength)) {
            while (reader.next()) {
                lines.add(
                        reader.number()
                                + (reader.isTooLong()
                                        ? " too long: " + reader.length()
                                        : " " + new String(reader.text(), StandardCharsets.UTF_8)));
            }
        }
        return lines;
    }
}
