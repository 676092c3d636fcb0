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
        FlinkFileSystems.initialize(null, Map.of("FLINK_CONF_DIR", directory.toString()));

        // Then
        assertThat(FileSystem.getDefaultFsUri()).isEqualTo(URI.create("nosuchscheme://host/"));
    }

    @Test
    void configurationThatIsNotThereIsWrongUsage(@TempDir Path directory) {
        // Given
        String missing = directory.resolve("missing").toString();

        // Then
        assertThatThrownBy(
                        () -> FlinkFileSystems.initialize(null, Map.of("FLINK_CONF_DIR", missing)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("FLINK_CONF_DIR=" + missing)
                .hasMessageContaining("Correct it, or leave FLINK_CONF_DIR out.");
        assertThatThrownBy(() -> FlinkFileSystems.initialize(missing, Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--flink-conf=" + missing);
    }

    @Test
    void optionOutranksTheEnvironment(@TempDir Path directory) throws Exception {
        // Given
        Files.writeString(
                directory.resolve("flink-conf.yaml"), "fs.default-scheme: ofoption://host/\n");
        String missing = directory.resolve("missing").toString();

        // When
        FlinkFileSystems.initialize(directory.toString(), Map.of("FLINK_CONF_DIR", missing));

        // Then
        assertThat(FileSystem.getDefaultFsUri()).isEqualTo(URI.create("ofoption://host/"));
    }

    @Test
    void configurationThatIsNoYamlIsToldWithItsPlaceAndWithoutItsText(@TempDir Path directory)
            throws Exception {
        // Given
        Files.writeString(directory.resolve("config.yaml"), "s3.secret-key: hush: hush\n");
        String path = directory.toString();

        // When
        assertThatThrownBy(() -> FlinkFileSystems.initialize(path, Map.of()))

                // Then
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--flink-conf=" + path)
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("hush");
    }

    @Test
    void schemeWithoutAFileSystemIsToldInOneLine() {
        // When
        CommandRun run = CommandRun.of("", "check", "--wasm", "s3://filters/redact.wasm");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err())
                .contains("s3://filters/redact.wasm")
                .contains("there is none for the scheme \"s3\"")
                .contains("Put flink-s3-fs-hadoop-<Flink's version>.jar into a directory");
    }

    @Test
    void nothingIsNeededForLocalFiles() {
        // Then
        assertThatCode(() -> FlinkFileSystems.initialize(null, Map.of()))
                .doesNotThrowAnyException();
    }
}
