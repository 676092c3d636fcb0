package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.examples.quickstart.ArchiveLine.Defect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void linesEndWithEitherBreakOrWithTheFile() throws IOException {
        // Given
        String file = "one\ntwo\r\n\nth\rree";

        // When
        List<ArchiveLine> lines = lines(reader(file));

        // Then
        assertThat(lines)
                .extracting(LineReaderTest::text)
                .containsExactly("one", "two", "", "th\rree");
        assertThat(lines).extracting(ArchiveLine::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(lines).extracting(ArchiveLine::defect).containsOnly(Defect.NONE);
    }

    @Test
    void anEmptyFileHasNoLine() throws IOException {
        // Given, when
        List<ArchiveLine> lines = lines(reader(""));

        // Then
        assertThat(lines).isEmpty();
    }

    @Test
    void linesAcrossTheBuffersEndAreWhole() throws IOException {
        // Given
        List<String> texts = new ArrayList<>();
        for (int length = 1; length < 70_000; length += 4_999) {
            texts.add("x".repeat(length));
        }

        // When
        List<ArchiveLine> lines = lines(reader(String.join("\n", texts) + "\n"));

        // Then
        assertThat(lines).extracting(LineReaderTest::text).isEqualTo(texts);
    }

    @Test
    void ofATooLongLineTheBeginningIsKeptAndTheNextOneIsWhole() throws IOException {
        // Given
        String tooLong = "y".repeat(LineReader.MAX_LENGTH + 1);

        // When
        List<ArchiveLine> lines = lines(reader("before\n" + tooLong + "\nafter\n"));

        // Then
        assertThat(lines)
                .extracting(ArchiveLine::defect)
                .containsExactly(Defect.NONE, Defect.TOO_LONG, Defect.NONE);
        assertThat(lines.get(1).length()).isEqualTo(tooLong.length());
        assertThat(lines.get(1).bytes()).hasSize(LineReader.KEPT_OF_TOO_LONG);
        assertThat(text(lines.get(2))).isEqualTo("after");
    }

    @Test
    void theLongestLineIsNotTooLong() throws IOException {
        // Given
        String longest = "y".repeat(LineReader.MAX_LENGTH);

        // When
        List<ArchiveLine> lines = lines(reader(longest + "\n"));

        // Then
        assertThat(lines).singleElement().extracting(ArchiveLine::defect).isEqualTo(Defect.NONE);
    }

    @Test
    void damageCutsTheLineInWhichItHappens() throws IOException {
        // Given
        byte[] file = Gzip.member("{\"a\":1}\n{\"b\":2}");
        InputStream cut =
                new GzipInput(new ByteArrayInputStream(Arrays.copyOf(file, file.length - 8)));
        LineReader reader = new LineReader(cut, 0);

        // When
        List<ArchiveLine> lines = lines(reader);

        // Then
        assertThat(lines)
                .extracting(ArchiveLine::defect)
                .containsExactly(Defect.NONE, Defect.CUT_OFF);
        assertThat(text(lines.get(1))).isEqualTo("{\"b\":2}");
        assertThat(reader.damage()).isPresent();
    }

    private static LineReader reader(String file) {
        return new LineReader(new ByteArrayInputStream(file.getBytes(UTF_8)), 0);
    }

    private static List<ArchiveLine> lines(LineReader reader) throws IOException {
        List<ArchiveLine> lines = new ArrayList<>();
        for (Optional<ArchiveLine> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    private static String text(ArchiveLine line) {
        return new String(line.bytes(), UTF_8);
    }
}
