package io.github.flinkwasm.examples.howto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/how-to/use-with-configuration.md} does what the page says. */
final class FilterFromOptionsTest {

    private static final Path PAGE = Path.of("../../docs/how-to/use-with-configuration.md");

    @Test
    void aMapDescribesAFilter() {
        // When
        WasmFilter filter = FilterFromOptions.fromMap();

        // Then
        assertThat(filter.module()).isEqualTo(ModuleReference.of("s3://filters/redact.wasm"));
        assertThat(filter.failureHandling()).isEqualTo(FailureHandling.SIDE_OUTPUT);
        assertThat(filter.limits().callTimeout()).isEqualTo(Duration.ofMillis(50));
        assertThat(filter.environmentVariables()).containsExactly(Map.entry("REGION", "eu"));
    }

    @Test
    void keysOfFlinksConfigurationReachTheFilter() {
        // Given
        Configuration configuration = new Configuration();
        configuration.setString("filters.redact.wasm", "s3://filters/redact.wasm");
        configuration.setString("filters.redact.function-name", "redact");
        configuration.setString("filters.redact.limits.call-timeout", "50 ms");
        configuration.setString("parallelism.default", "1");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);

        // When
        WasmFilter filter = FilterFromOptions.fromFlinksConfiguration(env);

        // Then
        assertThat(filter.functionName()).isEqualTo("redact");
        assertThat(filter.limits().callTimeout()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aSectionOfFluentBitDescribesAFilter() {
        // When
        WasmFilter filter = FilterFromOptions.fromASectionOfFluentBit();

        // Then
        assertThat(filter.accessiblePaths())
                .containsExactly(AccessiblePath.of("/etc/geo"), AccessiblePath.of("/etc/tenants"));
    }

    @Test
    void thePageShowsTheMessages() throws IOException {
        // Given
        Map<String, String> unknown = Map.of("timeout", "50 ms");
        Map<String, String> unreadable =
                Map.of("wasm", "/redact.wasm", "function-name", "redact", "on-failure", "ignore");

        // When
        String page = Files.readString(PAGE);

        // Then
        assertShown(page, unknown);
        assertShown(page, unreadable);
    }

    private static void assertShown(String page, Map<String, String> options) {
        assertThatThrownBy(() -> WasmFilterOptions.filterFrom(options))
                .isInstanceOf(InvalidConfigurationException.class)
                .satisfies(
                        refusal ->
                                assertThat(page.lines())
                                        .anyMatch(line -> shows(line, refusal.getMessage())));
    }

    /** Whether a line of the page is the message, or its beginning and then an ellipsis. */
    private static boolean shows(String line, String message) {
        return line.equals(message)
                || (line.endsWith("…")
                        && line.length() > 40
                        && message.startsWith(line.substring(0, line.length() - 1)));
    }
}
