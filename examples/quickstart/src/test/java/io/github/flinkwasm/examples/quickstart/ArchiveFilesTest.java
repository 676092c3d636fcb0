package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveFilesTest {

    private static final byte[] LINE = "{\"a\":1}\n".getBytes(UTF_8);

    @TempDir private Path scratch;
    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(scratch.resolve("archive"));
    }

    @ParameterizedTest
    @CsvSource({
        "web-access-1.ndjson.gz, web.access",
        "web-access-2.ndjson.gz, web.access",
        "web-error.ndjson.gz, web.error",
        "application.ndjson.gz, app",
        "postgresql.ndjson.gz, db",
        "packages.ndjson.gz, packages",
        "access.log.3.gz, access",
        "Shop_Front-20261122.log, shop.front",
        "app2-1.log, app2",
        "2026.log, 2026",
        ".hidden.log, hidden",
        "größe.log, größe",
        "plain, plain"
    })
    void theTagIsTheNameWithoutRotation(String name, String tag) {
        assertThat(ArchiveFile.tagOf(name)).isEqualTo(tag);
    }

    @Test
    void ofADirectoryTheLogsAreTakenByName() throws Exception {
        // Given
        for (String name :
                List.of("b.log", "a.ndjson.gz", "c.log.1.gz", "d.log-20261122", "E.JSONL")) {
            Files.write(directory.resolve(name), LINE);
        }
        Files.write(directory.resolve("README.md"), LINE);
        Files.write(directory.resolve("SHA256SUMS"), LINE);
        Files.createDirectory(directory.resolve("more.log"));

        // When
        List<ArchiveFile> files = ArchiveFiles.find(List.of(directory));

        // Then
        assertThat(files)
                .extracting(ArchiveFile::name)
                .containsExactly("E.JSONL", "a.ndjson.gz", "b.log", "c.log.1.gz", "d.log-20261122");
        assertThat(files).extracting(ArchiveFile::size).containsOnly((long) LINE.length);
    }

    @Test
    void aNamedFileIsTakenWhateverItsNameAndOnlyOnce() throws Exception {
        // Given
        Path file = Files.write(directory.resolve("_records"), LINE);

        // When
        List<ArchiveFile> files = ArchiveFiles.find(List.of(file, directory.resolve("./_records")));

        // Then
        assertThat(files).extracting(ArchiveFile::name).containsExactly("_records");
    }

    @Test
    void filesOfTheSameNameGoByTheirPaths() throws Exception {
        // Given
        Path other = Files.createDirectory(scratch.resolve("other"));
        Path one = Files.write(directory.resolve("a.log"), LINE);
        Path two = Files.write(other.resolve("a.log"), LINE);

        // When
        List<ArchiveFile> files = ArchiveFiles.find(List.of(one, two));

        // Then
        assertThat(files)
                .extracting(ArchiveFile::name)
                .containsExactly(one.toString(), two.toString());
    }

    @Test
    void aMissingArchiveIsRefused() {
        assertRefused(directory.resolve("nowhere"), "nowhere\" does not exist");
    }

    @Test
    void anEmptyDirectoryIsRefused() {
        assertRefused(directory, "holds 0 files, but no log");
    }

    @Test
    void aDirectoryWithoutLogsIsRefused() throws IOException {
        // Given
        Files.write(directory.resolve("notes.txt"), LINE);

        // When, then
        assertRefused(directory, "holds 1 files, but no log");
    }

    @Test
    void anotherCompressionIsNamed() throws IOException {
        // Given
        byte[] start = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 1, 2};
        Path file = Files.write(directory.resolve("a.log.gz"), start);

        // When, then
        assertRefused(file, "is compressed with zstd");
    }

    @Test
    void whatIsNeitherGzipNorTextIsRefused() throws IOException {
        // Given
        byte[] start = {0x1f, (byte) 0x8b, 0x07, 0x00, 0x01};
        Path file = Files.write(directory.resolve("a.log.gz"), start);

        // When, then
        assertRefused(file, "is neither gzip nor text");
    }

    @Test
    void theContentDecidesAndNotTheName() throws Exception {
        // Given
        Path text = Files.write(directory.resolve("text.gz"), LINE);
        Path gzip = Files.write(directory.resolve("gzip.log"), Gzip.member("{}\n"));

        // When
        List<ArchiveFile> files = ArchiveFiles.find(List.of(text, gzip));

        // Then
        assertThat(files).hasSize(2);
    }

    private static void assertRefused(Path place, String message) {
        assertThatThrownBy(() -> ArchiveFiles.find(List.of(place)))
                .isInstanceOfSatisfying(
                        QuickstartException.class,
                        e -> assertThat(e.exitStatus()).isEqualTo(ExitStatus.WRONG_INPUT))
                .hasMessageContaining(message)
                .hasMessageContaining(place.toString());
    }
}
