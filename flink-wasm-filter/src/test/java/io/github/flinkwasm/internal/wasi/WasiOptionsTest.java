package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WasiOptionsTest {
    @TempDir private Path directory;

    @Test
    void refusesADirectoryThatDoesNotExist() {
        // Given
        Path missing = directory.resolve("missing");

        // When, Then
        assertThatThrownBy(() -> WasiOptions.NONE.withDirectory("/data", missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The accessible path "
                                + missing
                                + " (guest name \"/data\") does not exist here; it must exist on"
                                + " every machine that runs the filter");
    }

    @Test
    void refusesAFileAsADirectory() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("file"), "");

        // When, Then
        assertThatThrownBy(() -> WasiOptions.NONE.withDirectory("/data", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is not a directory; grant the directory that contains it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void refusesAGuestNameThatNoGuestCouldUse(String name) {
        // When, Then
        assertThatThrownBy(() -> WasiOptions.NONE.withDirectory(name, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it must not be empty");
    }

    @Test
    void followsLinksInTheGrantedPathItself() throws IOException {
        // Given
        Files.writeString(directory.resolve("file"), "text");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

        // When
        WasiGuest guest = new WasiGuest(WasiOptions.NONE.withDirectory("/data", link));

        // Then
        assertThat(guest.read(guest.open(3, "file", 0, 0), 10)).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A\0"})
    void refusesAnUnusableVariableName(String name) {
        // When, Then
        assertThatThrownBy(() -> WasiOptions.NONE.withEnvironment(Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no usable name");
    }

    @Test
    void refusesAValueThatTheGuestWouldCut() {
        // When, Then
        assertThatThrownBy(() -> WasiOptions.NONE.withEnvironment(Map.of("A", "x\0y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"A\" contains a NUL");
    }

    @Test
    void isNotChangedByWhatItWasMadeOf() {
        // Given
        Map<String, String> variables = new HashMap<>(Map.of("A", "1"));
        WasiOptions options = WasiOptions.NONE.withEnvironment(variables);

        // When
        variables.put("B", "2");

        // Then
        assertThat(options.environment()).containsExactly(Map.entry("A", "1"));
        assertThat(WasiOptions.NONE.environment()).isEmpty();
    }
}
