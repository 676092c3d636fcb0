package io.github.flinkwasm.internal.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a pin, as they are in checkpoints that people have. */
final class ModulePinCompatibilityTest {

    private static final String SHA_256 = "00112233445566778899aabbccddeeff".repeat(2);

    /** Format version 1: never to be changed. */
    private static final String VERSION_1 = "01" + SHA_256 + "00000102" + "0005" + "663a2fc3b6";

    private static final ModulePin PIN = new ModulePin(SHA_256, 258, "f:/ö");

    @Test
    void readsVersion1() {
        // When
        ModulePin pin = ModulePin.fromBytes(HexFormat.of().parseHex(VERSION_1));

        // Then
        assertThat(pin).isEqualTo(PIN);
    }

    @Test
    void writesVersion1() {
        // When
        byte[] bytes = PIN.toBytes();

        // Then
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(VERSION_1);
    }

    @Test
    void ignoresWhatALaterReleaseAppendedToVersion1() {
        // When
        ModulePin pin = ModulePin.fromBytes(HexFormat.of().parseHex(VERSION_1 + "cafe"));

        // Then
        assertThat(pin).isEqualTo(PIN);
    }

    @ParameterizedTest
    @CsvSource({"02, format version 2", "00, format version 0", "'', no bytes"})
    void refusesAVersionItDoesNotKnowAndNamesIt(String hex, String found) {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex);

        // When, Then
        assertThatThrownBy(() -> ModulePin.fromBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(found)
                .hasMessageContaining("reads format version 1")
                .hasMessageContaining("Restore with the version that wrote the state");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 33, 38, 43})
    void refusesAVersion1PinThatEndsEarly(int length) {
        // Given
        byte[] bytes = HexFormat.of().parseHex(VERSION_1.substring(0, 2 * length));

        // When, Then
        assertThatThrownBy(() -> ModulePin.fromBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged: " + length + " bytes");
    }

    @Test
    void refusesAGenerationThatCannotBe() {
        // Given
        byte[] bytes = HexFormat.of().parseHex(VERSION_1.replace("00000102", "00000000"));

        // When, Then
        assertThatThrownBy(() -> ModulePin.fromBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void cutsAnUriThatIsLongerThanItsLengthCanSay() {
        // Given
        ModulePin pin = new ModulePin(SHA_256, 1, "u".repeat(70_000));

        // When
        ModulePin read = ModulePin.fromBytes(pin.toBytes());

        // Then
        assertThat(read.uri()).isEqualTo("u".repeat(65_535));
    }
}
