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
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[a.log");
    }
}
