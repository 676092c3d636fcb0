package io.github.flinkwasm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemsTest {

    @AfterEach
    void restoreDefaults() {
        FileSystem.initialize(new Configuration(), null);
    }

    @Test
    void configurationOfTheEnvironmentHolds(@TempDir Path directory) throws Exception {
        // Given: a default scheme that nothing here knows
        Files.writeString(
                directory.resolve("config.yaml"), "fs.default-scheme: nosuchscheme://host/\n");

        // When
        FileSystems.initialize(Map.of("FLINK_CONF_DIR", directory.toString()));

        // Then
        assertThat(FileSystem.getDefaultFsUri()).isEqualTo(URI.create("nosuchscheme://host/"));
    }

    @Test
    void configurationThatIsNotThereIsNamed(@TempDir Path directory) {
        // Given
        String missing = directory.resolve("missing").toString();

        // When
        assertThatThrownBy(() -> FileSystems.initialize(Map.of("FLINK_CONF_DIR", missing)))

                // Then
                .isInstanceOf(QuickstartException.class)
                .hasMessageContaining("FLINK_CONF_DIR=" + missing);
    }
}
