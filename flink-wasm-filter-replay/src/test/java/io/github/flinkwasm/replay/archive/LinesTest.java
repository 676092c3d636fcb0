package io.github.flinkwasm.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where lines begin and end, and what becomes of those that are no events. */
class LinesTest {
    @TempDir private Path directory;

    @Test
    void lineEndsAtLineFeedOnly() throws IOException {
        // Given
        String file = "{\"a\":1}\r\n{\"b\":\r2}\n \t\r\n\n{\"c\":3}";

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"b\":\r2}", "{\"c\":3}");
        assertThat(found.numbers()).containsExactly(1L, 2L, 5L);
        assertThat(found.offsets()).containsExactly(0L, 9L, 23L);
        assertThat(found.counts()).isEqualTo(new ArchiveCounts(5, 3, 0, 2, 0, 0, 0, file.length()));
    }

    @Test
    void byteOrderMarkIsNoContent() throws IOException {
        // Given
        String file = "\ufeff{\"a\":1}\n";

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.records()).containsExactly("{\"a\":1}");
        assertThat(found.offsets()).containsExactly(3L);
    }

    @Test
    void emptyFileHasNoItems() throws IOException {
        // Given
        String file = "";

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.numbers()).isEmpty();
        assertThat(found.damage()).isEmpty();
    }

    @Test
    void lineThatIsNoObjectIsKeptWithItsReason() throws IOException {
        // Given
        String file = "{\"a\":1}\n[1]\n{\"a\":1} {\"b\":2}\n{\"cut\":\"\n{\"d\":4}\n";

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"d\":4}");
        assertThat(found.unreadable()).containsExactly("[1]", "{\"a\":1} {\"b\":2}", "{\"cut\":\"");
        assertThat(found.reasons().get(0)).contains("no JSON object").contains("an array");
        assertThat(found.reasons().get(1)).contains("offset 8 of the text");
        assertThat(found.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void bytesThatAreNotUtf8StayAsTheyAre() throws IOException {
        // Given
        byte[] file = "{\"a\":\"Pr\u00fcfer\"}\n".getBytes(StandardCharsets.ISO_8859_1);

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.event().record()).isEqualTo(Arrays.copyOf(file, file.length - 1));
    }

    @Test
    void longLineIsCutAndTheNextIsRead() throws IOException {
        // Given
        String line = "{\"a\":\"" + "x".repeat(3_000_000) + "\"}";
        String file = "{\"a\":1}\n" + line + "\n{\"b\":2}\n" + line;

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder().setMaxItemBytes(1 << 20));

        // Then
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(found.unreadable())
                .containsExactly(line.substring(0, 64 << 10), line.substring(0, 64 << 10));
        assertThat(found.reasons().get(0)).contains("3000008 bytes").contains("1048576");
        assertThat(found.offsets())
                .containsExactly(0L, 8L, 8L + line.length() + 1, 8L + line.length() + 1 + 8);
        assertThat(found.counts().bytes()).isEqualTo(file.length());
    }

    @Test
    void longestLineThatIsAllowedIsRead() throws IOException {
        // Given
        String longest = "{\"a\":\"" + "x".repeat(1024 - 8) + "\"}";
        String longer = "{\"a\":\"" + "x".repeat(1024 - 7) + "\"}";

        // When
        Found found =
                Found.in(
                        directory,
                        longest + "\n" + longer + "\n" + longest,
                        ArchiveOptions.builder().setMaxItemBytes(1024));

        // Then
        assertThat(found.records()).containsExactly(longest, longest);
        assertThat(found.unreadable()).containsExactly(longer);
    }

    /** Any bytes at all: every line comes out, cut where a plain loop cuts it. */
    @ParameterizedTest
    @EnumSource
    void everyLineOfAnyContentIsFound(Compression compression) throws IOException {
        for (int seed = 0; seed < 12; seed++) {
            // Given
            byte[] content = randomContent(seed);
            byte[] file = Compressors.compress(compression, content);

            // When
            List<String> found = new ArrayList<>();
            Path path = Files.write(directory.resolve("random"), file);
            try (ArchiveReader reader =
                    Found.open(
                            path,
                            ArchiveOptions.builder().setFormat(ArchiveFormat.NDJSON).build())) {
                while (reader.advance()) {
                    byte[] bytes =
                            reader.isUnreadable()
                                    ? reader.unreadableBytes()
                                    : reader.event().record();
                    found.add(latin1(bytes).strip());
                }
            }

            // Then
            assertThat(found).as("seed %d", seed).isEqualTo(lines(content));
        }
    }

    private static byte[] randomContent(int seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes("{}\n".getBytes(StandardCharsets.US_ASCII));
        while (content.size() < 700_000) {
            int length = random.nextInt(random.nextInt(20) == 0 ? 40_000 : 60);
            for (int i = 0; i < length; i++) {
                // Many quotes and braces, some bytes that are no text, no line feed.
                int value = random.nextInt(300);
                content.write(
                        value > 255 ? "{}\"\\,:".charAt(value % 6) : value == '\n' ? 'n' : value);
            }
            content.write(random.nextInt(5) == 0 ? '\r' : ' ');
            content.write('\n');
        }
        return content.toByteArray();
    }

    private static List<String> lines(byte[] content) {
        List<String> lines = new ArrayList<>();
        for (String line : latin1(content).split("\n", -1)) {
            if (!line.matches("[ \t\r]*")) {
                lines.add(line.strip());
            }
        }
        return lines;
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
