package io.github.flinkwasm.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Files that nobody would call an archive, and some that were made to keep a reader busy. */
class HostileFilesAdversarialTest {
    private static final String TEXT = "first line\nsecond line\n";
    private static final String JSON = "{\"a\":1}\n".repeat(50);

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE"})
    void wideTextWithoutAMarkIsNoTextLines(String charset) {
        // Given
        byte[] content = TEXT.getBytes(Charset.forName(charset));

        // When
        assertThatThrownBy(() -> found(content))

                // Then
                .isInstanceOf(UnsupportedArchiveException.class)
                .hasMessageContaining("zeros that stand alone, as in UTF-16");
    }

    @Test
    void bytesThatNothingIsKnownOfAreNoTextLines() throws IOException {
        // Given
        byte[] random = new byte[20_000];
        new Random(1).nextBytes(random);
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            for (int i = 0; i < 5_000; i++) {
                out.write(("line " + i * 7919 + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }

        // When
        assertThatThrownBy(() -> found(random))

                // Then
                .isInstanceOf(UnsupportedArchiveException.class)
                .hasMessageContaining("it is no text")
                .hasMessageContaining("say that its format is lines");
        assertThatThrownBy(() -> found(deflated.toByteArray()))
                .isInstanceOf(UnsupportedArchiveException.class)
                .hasMessageContaining("control characters, as in binary files");
    }

    @Test
    void zerosBeforeTheTextAreRefusedAndNotGuessedAt() {
        // Given
        byte[] hole = new byte[100_000];

        // When
        assertThatThrownBy(() -> found(hole))

                // Then
                .isInstanceOf(UnsupportedArchiveException.class)
                .hasMessageContaining("its first 65536 bytes are zeros");
    }

    @ParameterizedTest
    @CsvSource({
        "8=FIX.4.2\u00019=65\u000135=A\u000149=SERVER\u0001, 1",
        "\u001b[31mred\u001b[0m\u0007, 1",
        "Gr\u00fc\u00dfe aus K\u00f6ln, 1",
        "before\u0000\u0000\u0000\u0000\u0000\u0000after the power came back, 1",
        "ORCHESTRATOR started, 1",
        "PAR1 is a word, 1",
    })
    void textWithOddCharactersIsText(String line, int events) throws IOException {
        // Given
        byte[] content = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);

        // When
        Found found = found(content);

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.LINES);
        assertThat(found.events()).hasSize(events);
    }

    @Test
    void formatThatWasGivenIsNotDoubted() throws IOException {
        // Given
        byte[] content = TEXT.getBytes(StandardCharsets.UTF_16LE);

        // When
        Found found =
                Found.in(
                        directory,
                        content,
                        ArchiveOptions.builder().setFormat(ArchiveFormat.LINES));

        // Then
        assertThat(found.events()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1f8b",
                "fd37",
                "fd377a585a",
                "28b52f",
                "425a68",
                "425a683931",
                "425a68393141592653"
            })
    void compressedFileThatEndsInItsSignatureIsDamaged(String hex) throws IOException {
        // When
        Found found = skippingRest(HexFormat.of().parseHex(hex));

        // Then
        assertThat(found.compression()).isNotEqualTo(Compression.NONE);
        assertThat(found.events()).isEmpty();
        assertThat(found.damage()).isPresent();
    }

    @Test
    void recordsAloneAreFoundToBeMsgpack() throws IOException {
        // Given
        byte[] records = HexFormat.of().parseHex("81a16101".repeat(40));

        // When
        Found found = found(records);

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.MSGPACK);
        assertThat(found.events()).hasSize(40);
    }

    @Test
    void forwardMessagesAreUnreadableAndNotText() throws IOException {
        // Given: ["tag", 1700000000, {"a": 1}] and ["tag", [[1700000000, {"a": 1}]]]
        byte[] messages =
                HexFormat.of()
                        .parseHex(
                                "93a3746167ce6553f10081a16101"
                                        + "92a37461679192ce6553f10081a16101");

        // When
        Found found = found(messages);

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.MSGPACK);
        assertThat(found.events()).isEmpty();
        assertThat(found.reasons())
                .hasSize(2)
                .allMatch(reason -> reason.contains("The msgpack value is no event"));
    }

    @Test
    void fileThatGrowsIsReadAsFarAsItWasFound() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("growing.log"), JSON);
        ArchiveFile before = listed(file);
        Files.writeString(file, JSON + JSON);

        // When
        Damage damage;
        long events = 0;
        try (ArchiveReader reader = ArchiveReader.open(before, skipRest())) {
            while (reader.advance()) {
                events++;
            }
            damage = reader.damage().orElseThrow();
        }

        // Then
        assertThat(events).isEqualTo(50);
        assertThat(damage.reason())
                .isEqualTo(
                        "the file had 400 bytes when it was found, and has more now: something"
                                + " still writes it");
    }

    @Test
    void fileThatWasEmptiedMeanwhileIsDamaged() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("emptied.log"), JSON);
        ArchiveFile before = listed(file);
        Files.writeString(file, "");

        // When
        Damage damage;
        try (ArchiveReader reader = ArchiveReader.open(before, skipRest())) {
            assertThat(reader.advance()).isFalse();
            damage = reader.damage().orElseThrow();
        }

        // Then
        assertThat(damage.reason()).contains("has only 0 bytes now");
    }

    @Test
    void dictionaryThatTakesTheHeapIsRefused() throws IOException {
        // Given
        LZMA2Options huge = new LZMA2Options(0);
        huge.setDictSize(LZMA2Options.DICT_SIZE_MIN);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(packed, huge)) {
            out.write(JSON.getBytes(StandardCharsets.UTF_8));
        }

        // When
        try (XzInput input =
                new XzInput(
                        new RawInput(
                                new java.io.ByteArrayInputStream(packed.toByteArray()),
                                packed.size()),
                        3 << 10)) {

            // Then
            assertThatThrownBy(input::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("KiB of memory to decompress, and 1 are allowed")
                    .hasMessageContaining("-Xmx");
        }
    }

    @Test
    void cutXzFileSaysThatItEnds() throws IOException {
        // Given
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(packed, new LZMA2Options(0))) {
            out.write(JSON.getBytes(StandardCharsets.UTF_8));
        }

        // When
        Found found =
                skippingRest(java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 4));

        // Then
        assertThat(found.damage().orElseThrow().reason())
                .isEqualTo("the file ends in the middle of compressed data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"-1e-400000000\"",
                "\"1e-999999999\"",
                "\"1e999999999\"",
                "-1e-400000000",
                "1e-2147483648"
            })
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void timeWithAHugeExponentIsNoTime(String time) throws IOException {
        // When
        Found found = timed("{\"t\":" + time + "}\n");

        // Then
        assertThat(found.counts().untimed()).isOne();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void timeOfMillionsOfDigitsIsNoTime() throws IOException {
        // When
        Found found = timed("{\"t\":\"1." + "7".repeat(4 << 20) + "e0\"}\n");

        // Then
        assertThat(found.counts().untimed()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {": [", ": [[1.5, {", ": [1.5, {\"a\":["})
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void lineOfNothingButSeparatorsIsReadOnce(String separator) throws IOException {
        // Given
        String line = separator.repeat((2 << 20) / separator.length()) + "]\n";

        // When
        Found found =
                Found.in(
                        directory,
                        line,
                        ArchiveOptions.builder().setFormat(ArchiveFormat.FLUENT_BIT_FILE));

        // Then
        assertThat(found.unreadable()).hasSize(1);
    }

    @Test
    void tagWithSeparatorsInItIsFoundAllTheSame() throws IOException {
        // Given
        String line = "a: [b: [c: [1764000000.5, {\"a\":1}]\n";

        // When
        Found found =
                Found.in(
                        directory,
                        line,
                        ArchiveOptions.builder().setFormat(ArchiveFormat.FLUENT_BIT_FILE));

        // Then
        assertThat(found.event().tag()).isEqualTo("a: [b: [c");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xdc, 0xdd, 0xde, 0xdf, 0xd9, 0xda, 0xdb, 0xc4, 0xc9, 0x92})
    void everyShortMsgpackValueEndsTheFileOrIsUnreadable(int lead) throws IOException {
        // Given
        for (int length = 1; length < 12; length++) {
            byte[] value = ByteBuffer.allocate(length).array();
            value[0] = (byte) lead;

            // When
            Found found =
                    Found.in(
                            directory,
                            value,
                            ArchiveOptions.builder()
                                    .setFormat(ArchiveFormat.MSGPACK)
                                    .setDamagePolicy(DamagePolicy.SKIP_REST));

            // Then
            ArchiveCounts counts = found.counts();
            assertThat(counts.lines())
                    .isEqualTo(counts.events() + counts.unreadable() + counts.markers());
        }
    }

    private Found timed(String line) throws IOException {
        return Found.in(
                directory, line, ArchiveOptions.builder().setTimeField("t", TimeFormat.AUTO));
    }

    private Found found(byte[] content) throws IOException {
        return Found.in(directory, content, ArchiveOptions.builder());
    }

    private Found skippingRest(byte[] content) throws IOException {
        return Found.in(
                directory,
                content,
                ArchiveOptions.builder().setDamagePolicy(DamagePolicy.SKIP_REST));
    }

    private static ArchiveOptions skipRest() {
        return ArchiveOptions.builder().setDamagePolicy(DamagePolicy.SKIP_REST).build();
    }

    private static ArchiveFile listed(Path file) throws IOException {
        return ArchiveFiles.find(java.util.List.of(file.toString())).get(0);
    }
}
