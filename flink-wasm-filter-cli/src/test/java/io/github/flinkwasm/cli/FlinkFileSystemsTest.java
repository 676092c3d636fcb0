package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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

class FlinkFileSystemsTest {

    @AfterEach
    void restoreDefaults() {
        FileSystem.initialize(new Configuration(), null);
    }

    @Test
    void configurationOfTheClusterHolds(@TempDir Path directory) throws Exception {
        // Given: a default scheme that nothing here knows
        Files.writeString(
                directory.resolve("flink-conf.yaml"), "fs.default-scheme: nosuchscheme://host/\n");

        // When
        FlinkFileSystems.initialize(Map.of("FLINK_CONF_DIR", directory.toString()));

        // Then
        assertThat(FileSystem.getDefaultFsUri()).isEqualTo(URI.create("nosuchscheme://host/"));
    }

    @Test
    void configurationThatIsNotThereIsWrongUsage(@TempDir Path directory) {
        // Given
        String missing = directory.resolve("missing").toString();

        // Then
        assertThatThrownBy(() -> FlinkFileSystems.initialize(Map.of("FLINK_CONF_DIR", missing)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("FLINK_CONF_DIR=" + missing)
                .hasMessageContaining("Correct it, or unset FLINK_CONF_DIR");
    }

    @Test
    void nothingIsNeededForLocalFiles() {
        // Then
        assertThatCode(() -> FlinkFileSystems.initialize(Map.of())).doesNotThrowAnyException();
    }
}
