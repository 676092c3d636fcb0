package io.github.flinkwasm.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every byte of a compressed file is read, or the damage is told. */
class CompressionTest {
    private static final int LINES = 50_000;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    void allLinesOfAllMembersAreRead(Compression compression) throws IOException {
        // Given
        List<String> lines = lines(LINES);
        byte[] file =
                Compressors.compress(
                        compression,
                        text(lines.subList(0, 7_366)),
                        new byte[0],
                        text(lines.subList(7_366, 25_077)),
                        text(lines.subList(25_077, LINES)));

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.compression()).isEqualTo(compression);
        assertThat(found.records()).isEqualTo(lines);
        assertThat(found.damage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"BZIP2, archive.gz", "GZIP, archive.GZ", "ZSTD, archive.log", "NONE, archive.xz"})
    void nameSaysNothing(Compression compression, String name) throws IOException {
        // Given
        List<String> lines = lines(100);
        Path file = directory.resolve(name);
        Files.write(file, Compressors.compress(compression, text(lines)));

        // When
        Found found = Found.in(file, ArchiveOptions.builder().build());

        // Then
        assertThat(found.compression()).isEqualTo(compression);
        assertThat(found.records()).isEqualTo(lines);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everythingBeforeACutIsRead(Compression compression) throws IOException {
        // Given
        List<String> lines = lines(3_000);
        byte[] whole =
                Compressors.compress(
                        compression,
                        text(lines.subList(0, 1_000)),
                        text(lines.subList(1_000, 3_000)));
        int firstMember = Compressors.compress(compression, text(lines.subList(0, 1_000))).length;
        Random random = new Random(11);

        for (int i = 0; i < 25; i++) {
            int cut = 6 + random.nextInt(whole.length - 6);

            // When
            Found found =
                    Found.in(
                            directory,
                            Arrays.copyOf(whole, cut),
                            skippingRest().setFormat(ArchiveFormat.NDJSON));

            // Then
            assertThat(found.records())
                    .as("cut at %d", cut)
                    .isEqualTo(lines.subList(0, found.events().size()));
            assertThat(found.damage().isPresent())
                    .as("cut at %d", cut)
                    .isEqualTo(cut != firstMember);
            if (cut >= firstMember) {
                assertThat(found.events()).hasSizeGreaterThanOrEqualTo(1_000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noFlippedBitStaysUnnoticed(Compression compression) throws IOException {
        // Given
        List<String> lines = lines(500);
        byte[] whole =
                Compressors.compress(
                        compression, text(lines.subList(0, 200)), text(lines.subList(200, 500)));
        Random random = new Random(12);
        ArchiveOptions.Builder options =
                skippingRest().setFormat(ArchiveFormat.LINES).setLineKey("l");
        List<String> expected = lines.stream().map(CompressionTest::asText).toList();

        for (int i = 0; i < 100; i++) {
            byte[] flipped = whole.clone();
            // Behind the first bytes, which make it this compression.
            int at = 10 + random.nextInt(flipped.length - 10);
            flipped[at] ^= (byte) (1 << random.nextInt(8));

            // When
            Found found = Found.in(directory, flipped, options);

            // Then
            if (found.damage().isEmpty()) {
                assertThat(found.records()).as("byte %d", at).isEqualTo(expected);
            } else {
                assertThat(found.counts().lines()).isLessThanOrEqualTo(100_000);
            }
        }
    }

    @Test
    void damageFailsUnlessToldOtherwise() {
        // Given
        byte[] whole = Compressors.compress(Compression.GZIP, text(lines(2_000)));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        // When
        assertThatThrownBy(() -> Found.in(directory, cut, ArchiveOptions.builder()))

                // Then
                .isInstanceOfSatisfying(
                        DamagedArchiveException.class,
                        e -> {
                            assertThat(e.damage().items()).isPositive();
                            assertThat(e.damage().compressedPosition()).isEqualTo(cut.length);
                            assertThat(e.damage().offset()).isPositive();
                        })
                .hasMessageContaining("ends in the middle of a gzip member")
                .hasMessageContaining(directory.toUri().getPath())
                .hasMessageContaining("skip the rest");
    }

    @Test
    void lineThatTheDamageCutsIsKept() throws IOException {
        // Given
        byte[] whole =
                Compressors.compress(Compression.GZIP, text(List.of("{\"a\":1}", "{\"b\":2}")));
        byte[] withoutTrailer = Arrays.copyOf(whole, whole.length - 8);
        byte[] secondWithoutEnd =
                Compressors.compress(
                        Compression.GZIP, "{\"a\":1}\n{\"b\"".getBytes(StandardCharsets.UTF_8));

        // When
        Found complete = Found.in(directory, withoutTrailer, skippingRest());
        Found cut =
                Found.in(
                        directory,
                        Arrays.copyOf(secondWithoutEnd, secondWithoutEnd.length - 3),
                        skippingRest());

        // Then
        assertThat(complete.records()).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(complete.damage()).isPresent();
        assertThat(cut.records()).containsExactly("{\"a\":1}");
        assertThat(cut.unreadable()).containsExactly("{\"b\"");
        assertThat(cut.reasons().get(0)).contains("damaged in the middle of this line");
    }

    @Test
    void paddingAfterGzipIsIgnoredAndAnythingElseIsDamage() throws IOException {
        // Given
        List<String> lines = lines(10);
        byte[] member = Compressors.compress(Compression.GZIP, text(lines));

        // When
        Found padded =
                Found.in(directory, concat(member, new byte[1_000]), ArchiveOptions.builder());
        Found followed =
                Found.in(
                        directory,
                        concat(member, "more".getBytes(StandardCharsets.UTF_8)),
                        skippingRest());

        // Then
        assertThat(padded.records()).isEqualTo(lines);
        assertThat(followed.records()).isEqualTo(lines);
        assertThat(followed.damage())
                .hasValueSatisfying(d -> assertThat(d.reason()).contains("no gzip member"));
    }

    @Test
    void allPartsOfAGzipHeaderAreRead() throws IOException {
        // Given: extra field, name, comment and header checksum, which GZIPOutputStream never
        // writes
        byte[] member = Compressors.compress(Compression.GZIP, text(lines(10)));
        byte[] header =
                HexFormat.of()
                        .parseHex(
                                "1f8b081e000000000003"
                                        + "0300"
                                        + "010203"
                                        + "6e616d6500"
                                        + "6300"
                                        + "abcd");
        byte[] file = concat(header, Arrays.copyOfRange(member, 10, member.length));

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.records()).isEqualTo(lines(10));
    }

    @Test
    void skippableFramesOfZstdAreSkipped() throws IOException {
        // Given
        byte[] skippable = HexFormat.of().parseHex("502a4d1804000000deadbeef");
        byte[] frame = Compressors.compress(Compression.ZSTD, text(lines(10)));

        // When
        Found found =
                Found.in(
                        directory,
                        concat(skippable, frame, skippable, frame, skippable),
                        ArchiveOptions.builder());

        // Then
        assertThat(found.compression()).isEqualTo(Compression.ZSTD);
        assertThat(found.events()).hasSize(20);
    }

    @Test
    void paddingBetweenStreamsOfXzIsSkipped() throws IOException {
        // Given
        byte[] stream = Compressors.compress(Compression.XZ, text(lines(10)));

        // When
        Found found =
                Found.in(
                        directory,
                        concat(stream, new byte[8], stream, new byte[4]),
                        ArchiveOptions.builder());

        // Then
        assertThat(found.events()).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({
        "504b030414000000, a zip archive",
        "04224d1864, LZ4",
        "ff060000734e61507059, framed Snappy",
        "1f9d90, compress (.Z)",
        "377abcaf271c, a 7z archive",
        "5041523115041500, Parquet",
        "4f52430a0b0a03, ORC",
        "fffe7b00, UTF-16 text",
    })
    void whatCannotBeReadIsNamed(String hex, String name) {
        // Given
        byte[] file = HexFormat.of().parseHex(hex);

        // When
        assertThatThrownBy(() -> Found.in(directory, file, skippingRest()))

                // Then
                .isInstanceOf(UnsupportedArchiveException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("readable are plain, gzip, zstd, bzip2 and xz");
    }

    @Test
    void packedTwiceIsRefused() {
        // Given
        byte[] once = Compressors.compress(Compression.XZ, text(lines(10)));
        byte[] twice = Compressors.compress(Compression.GZIP, once);
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        byte[] tarball = Compressors.compress(Compression.ZSTD, tar);

        // When
        assertThatThrownBy(() -> Found.in(directory, twice, ArchiveOptions.builder()))

                // Then
                .hasMessageContaining("inside gzip is xz once more");
        assertThatThrownBy(() -> Found.in(directory, tarball, ArchiveOptions.builder()))
                .hasMessageContaining("Inside zstd is a tar archive");
    }

    @Test
    void textThatBeginsLikeACompressionIsText() throws IOException {
        // Given
        String text = "BZh9 is how bzip2 begins\nand this is not bzip2\n";

        // When
        Found found = Found.in(directory, text, ArchiveOptions.builder());

        // Then
        assertThat(found.compression()).isEqualTo(Compression.NONE);
        assertThat(found.records())
                .containsExactly(
                        "{\"log\":\"BZh9 is how bzip2 begins\"}",
                        "{\"log\":\"and this is not bzip2\"}");
    }

    /** What the tools of the system write is read; each is tried where it is installed. */
    @ParameterizedTest
    @CsvSource({
        "GZIP, gzip, -9",
        "ZSTD, zstd, -19",
        "ZSTD, zstd, --no-check",
        "BZIP2, bzip2, -9",
        "XZ, xz, -6",
        "XZ, xz, --check=none"
    })
    void whatTheToolsWriteIsRead(Compression compression, String tool, String option)
            throws IOException, InterruptedException {
        // Given
        assumeThat(isInstalled(tool)).as("%s is installed", tool).isTrue();
        List<String> lines = lines(LINES);
        Path half = directory.resolve("half");
        Files.write(half, text(lines.subList(0, LINES / 2)));
        Path rest = directory.resolve("rest");
        Files.write(rest, text(lines.subList(LINES / 2, LINES)));
        Path file = directory.resolve("compressed");
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                tool + " -c " + option + " half; " + tool + " -c " + option
                                        + " rest")
                        .directory(directory.toFile())
                        .redirectOutput(file.toFile())
                        .start();
        assertThat(process.waitFor()).isZero();

        // When
        Found found = Found.in(file, ArchiveOptions.builder().build());

        // Then
        assertThat(found.compression()).isEqualTo(compression);
        assertThat(found.records()).isEqualTo(lines);
    }

    private static boolean isInstalled(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + tool)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static ArchiveOptions.Builder skippingRest() {
        return ArchiveOptions.builder().setDamagePolicy(DamagePolicy.SKIP_REST);
    }

    /** Lines that do not compress too well, so that damage has something to hit. */
    private static List<String> lines(int count) {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("{\"n\":%d,\"r\":\"%016x\"}".formatted(i, random.nextLong()));
        }
        return lines;
    }

    private static String asText(String json) {
        return "{\"l\":\"" + json.replace("\"", "\\\"") + "\"}";
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
