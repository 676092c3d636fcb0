package io.github.flinkwasm.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveFilesTest {
    @TempDir private Path directory;

    @BeforeEach
    void files() throws IOException {
        for (String name :
                List.of(
                        "b.log",
                        "a.log",
                        "2026/01/x.gz",
                        "2026/02/y.gz",
                        "2026/02/_y.gz",
                        "2026/z.txt",
                        "finished/_SUCCESS",
                        "finished/report.html",
                        "finished/part-000000.ndjson",
                        "_failed/f.ndjson",
                        ".part-0.inprogress",
                        "odd[1].log",
                        "out/_plan.json",
                        "out/manifest.json",
                        "out/part-000000.ndjson",
                        "manifest.json")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                 | 2026/01/x.gz 2026/02/y.gz 2026/z.txt a.log b.log"
                        + " finished/part-000000.ndjson manifest.json odd[1].log"
                        + " out/part-000000.ndjson",
                "/a.log           | a.log",
                "/*.log           | a.log b.log odd[1].log",
                "/?.log           | a.log b.log",
                "/[b-z].log       | b.log",
                "/{a,b}.log       | a.log b.log",
                "/odd[1].log      | odd[1].log",
                "/**/*.gz         | 2026/01/x.gz 2026/02/y.gz",
                "/2026/*/*        | 01/x.gz 02/y.gz",
                "/2026/0*         | 01/x.gz 02/y.gz",
                "/2026/**         | 01/x.gz 02/y.gz z.txt",
                "/_failed         | f.ndjson",
                "/_f*/*           | _failed/f.ndjson",
                "/*/_*.gz         | ",
                "/2026/*/_*       | 02/_y.gz",
                "/out/*           | manifest.json part-000000.ndjson",
            })
    void patternNamesFiles(@Nullable String pattern, @Nullable String names) throws IOException {
        // Given
        List<String> patterns = List.of(directory + (pattern == null ? "" : pattern));
        if (names == null) {
            assertThatThrownBy(() -> ArchiveFiles.find(patterns))
                    .isInstanceOf(FileNotFoundException.class);
            return;
        }

        // When
        List<ArchiveFile> found = ArchiveFiles.find(patterns);

        // Then
        assertThat(found).extracting(ArchiveFile::name).containsExactly(names.split(" ", -1));
        assertThat(found)
                .extracting(ArchiveFile::uri)
                .isSorted()
                .allMatch(uri -> uri.startsWith("file:"));
    }

    @Test
    void fileIsFoundOnceHoweverOftenItIsNamed() throws IOException {
        // Given
        List<String> patterns =
                List.of(directory + "/a.log", directory + "/*.log", directory.toUri() + "a.log");

        // When
        List<ArchiveFile> found = ArchiveFiles.find(patterns);

        // Then
        assertThat(found)
                .extracting(ArchiveFile::name)
                .containsExactly("a.log", "b.log", "odd[1].log");
        assertThat(found.get(0).length()).isEqualTo(5);
        assertThat(found.get(0).modified()).isPositive();
    }

    @Test
    void patternWithoutFilesIsRefused() {
        // Given
        List<String> patterns = List.of(directory + "/*.log", directory + "/*.nothing");

        // When
        assertThatThrownBy(() -> ArchiveFiles.find(patterns))

                // Then
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("*.nothing")
                .hasMessageContaining("begin with . or _ are left out");
    }

    @Test
    void bracketThatIsNotClosedIsRefused() {
        // Given
        List<String> patterns = List.of(directory + "/[a.log");

        // When
        assertThatThrownBy(() -> ArchiveFiles.find(patterns))

                // Then
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("[a.log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app-2026-11-22T11:47:00.log",
                "a b.log",
                "new\nline.log",
                "100%.log",
                "%41.log",
                "q?#&.log",
                "ünï中😀.log",
                "-o.log"
            })
    void fileOfAnyNameIsFoundAndOpened(String name) throws IOException {
        // Given
        Path archive = Files.createDirectory(directory.resolve("names"));
        Files.writeString(archive.resolve(name), "{}\n");

        // When
        List<ArchiveFile> inTree = ArchiveFiles.find(List.of(archive.toString()));
        List<ArchiveFile> byName = ArchiveFiles.find(List.of(archive.resolve(name).toString()));
        List<ArchiveFile> byGlob = ArchiveFiles.find(List.of(archive + "/*.log"));

        // Then
        assertThat(inTree).extracting(ArchiveFile::name).containsExactly(name);
        assertThat(byName).isEqualTo(inTree);
        assertThat(byGlob).isEqualTo(inTree);
        try (ArchiveReader reader =
                ArchiveReader.open(inTree.get(0), ArchiveOptions.builder().build())) {
            assertThat(reader.advance()).isTrue();
        }
    }

    @Test
    void colonInARelativeNameIsNoScheme() {
        // Given
        List<String> patterns = List.of("app-11:47-*.nothing");

        // When
        assertThatThrownBy(() -> ArchiveFiles.find(patterns))

                // Then
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("No file to read at app-11:47-*.nothing");
    }

    @Test
    void nameThatFlinkCannotWriteIsRefusedByName() throws IOException {
        // Given
        Files.writeString(directory.resolve("back\\slash.log"), "{}\n");

        // When
        assertThatThrownBy(() -> ArchiveFiles.find(List.of(directory.toString())))

                // Then
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("back\\slash.log cannot be read")
                .hasMessageContaining("Rename it");
    }

    @Test
    void linkIntoItsOwnTreeIsNotFollowedRoundAndRound() throws IOException {
        // Given
        Path archive = Files.createDirectories(directory.resolve("loop/inner"));
        Files.writeString(archive.resolve("a.log"), "{}\n");
        Files.createSymbolicLink(archive.resolve("up"), directory.resolve("loop"));
        Files.createSymbolicLink(archive.resolve("same.log"), archive.resolve("a.log"));

        // When
        List<ArchiveFile> inTree = ArchiveFiles.find(List.of(directory + "/loop"));
        List<ArchiveFile> byGlob = ArchiveFiles.find(List.of(directory + "/loop/**/a.log"));

        // Then
        assertThat(inTree)
                .extracting(ArchiveFile::name)
                .containsExactly("inner/a.log", "inner/same.log");
        assertThat(byGlob).extracting(ArchiveFile::name).containsExactly("inner/a.log");
    }

    @Test
    void linkToNothingIsNamed() throws IOException {
        // Given
        Files.createSymbolicLink(directory.resolve("dangling.log"), directory.resolve("gone"));

        // When
        assertThatThrownBy(() -> ArchiveFiles.find(List.of(directory.toString())))

                // Then
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining(
                        "dangling.log cannot be read: it is a symbolic link to nothing");
    }

    @Test
    void pipeIsRefusedInsteadOfWaitedFor() throws Exception {
        // Given
        Path pipe = directory.resolve("pipe.log");
        int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

        // When
        assertThatThrownBy(() -> ArchiveFiles.find(List.of(directory.toString())))

                // Then
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining(
                        "pipe.log cannot be read: it is a pipe, a socket or a device");
        assertThat(made).isZero();
    }

    @Test
    void whatIsNotAskedForMayBeAnything() throws Exception {
        // Given
        new ProcessBuilder("mkfifo", directory.resolve("pipe").toString()).start().waitFor();
        Files.createSymbolicLink(directory.resolve(".dangling"), directory.resolve("gone"));

        // When
        List<ArchiveFile> found = ArchiveFiles.find(List.of(directory + "/[ab].log"));

        // Then
        assertThat(found).extracting(ArchiveFile::name).containsExactly("a.log", "b.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere://bucket/a.log", "s3a://bucket/*.log"})
    void fileSystemThatIsNotThereIsSaid(String pattern) {
        // When
        assertThatThrownBy(() -> ArchiveFiles.find(List.of(pattern)))

                // Then
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("names no files")
                .hasMessageContaining("scheme");
    }
}
