package io.github.flinkwasm.internal.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeFileTest {
    private static final byte[] BYTES = "new bytes".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_BYTES = "old bytes".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("commands").resolve("stage.json");
    }

    /** Local files under another scheme, where a name that is taken cannot be renamed to. */
    private static final class Distributed extends LocalFileSystem {
        private final String scheme;
        private final List<String> created = new ArrayList<>();
        private final List<String> deleted = new ArrayList<>();

        private Distributed(String scheme) {
            this.scheme = scheme;
        }

        @Override
        public URI getUri() {
            return URI.create(scheme + "://host/");
        }

        @Override
        public boolean isDistributedFS() {
            return true;
        }

        @Override
        public FSDataOutputStream create(org.apache.flink.core.fs.Path path, WriteMode mode)
                throws IOException {
            created.add(path.getName());
            return super.create(path, mode);
        }

        @Override
        public boolean delete(org.apache.flink.core.fs.Path path, boolean recursive)
                throws IOException {
            deleted.add(path.getName());
            return super.delete(path, recursive);
        }

        @Override
        public boolean rename(org.apache.flink.core.fs.Path from, org.apache.flink.core.fs.Path to)
                throws IOException {
            return !exists(to) && super.rename(from, to);
        }
    }

    private void publish(Distributed fileSystem) throws IOException {
        WholeFile.publishOnce(
                fileSystem, new org.apache.flink.core.fs.Path(file.toString()), BYTES);
    }

    private List<Path> filesThere() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "hdfs", "viewfs", "webhdfs", "abfs", "abfss", "wasb", "nfs"})
    void whereAFileShowsBeforeItIsClosedItIsWrittenUnderAHiddenNameAndRenamed(String scheme)
            throws IOException {
        // Given
        Distributed fileSystem = new Distributed(scheme);

        // When
        publish(fileSystem);

        // Then
        assertThat(fileSystem.created)
                .singleElement()
                .asString()
                .startsWith(".stage.json.")
                .endsWith(".part");
        assertThat(filesThere()).containsExactly(file);
        assertThat(file).hasBinaryContent(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3a", "s3n", "s3p", "gs", "oss", "cosn"})
    void whereAnObjectShowsWhenItIsClosedItIsWrittenInPlace(String scheme) throws IOException {
        // Given
        Distributed fileSystem = new Distributed(scheme);

        // When
        publish(fileSystem);

        // Then
        assertThat(fileSystem.created).containsExactly("stage.json");
        assertThat(file).hasBinaryContent(BYTES);
    }

    @Test
    void otherBytesOfTheSameLengthAreReplaced() throws IOException {
        // Given
        Files.createDirectory(file.getParent());
        Files.write(file, OTHER_BYTES);

        // When
        publish(new Distributed("hdfs"));

        // Then
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(filesThere()).containsExactly(file);
    }

    @Test
    void theSameBytesStayAndNothingIsLeftBesideThem() throws IOException {
        // Given
        Files.createDirectory(file.getParent());
        Files.write(file, BYTES);
        Distributed fileSystem = new Distributed("hdfs");

        // When
        publish(fileSystem);

        // Then
        assertThat(fileSystem.deleted).singleElement().asString().endsWith(".part");
        assertThat(filesThere()).containsExactly(file);
    }
}
