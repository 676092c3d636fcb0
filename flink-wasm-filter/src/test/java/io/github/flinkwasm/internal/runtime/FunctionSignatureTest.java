package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionSignatureTest {

    @ParameterizedTest
    @CsvSource({
        "':', '() -> ()'",
        "'i:', '(i32) -> ()'",
        "':I', '() -> i64'",
        "'iIfF:i', '(i32, i64, f32, f64) -> i32'",
        "'i:if', '(i32) -> (i32, f32)'"
    })
    void notationReadsAsWasmWritesIt(String notation, String expected) {
        // When
        FunctionSignature signature = FunctionSignature.of(notation);

        // Then
        assertThat(signature).hasToString(expected);
    }

    @Test
    void referencesAreNamedToo() {
        // When
        FunctionSignature signature =
                new FunctionSignature(
                        List.of(ValueType.FUNCREF, ValueType.EXTERNREF, ValueType.V128),
                        List.of(ValueType.OTHER_REFERENCE));

        // Then
        assertThat(signature).hasToString("(funcref, externref, v128) -> ref");
    }

    @ParameterizedTest
    @CsvSource({"ii, no colon", "'x:i', 'Unknown letter ''x'''"})
    void wrongNotationIsRefused(String notation, String message) {
        // When
        assertThatThrownBy(() -> FunctionSignature.of(notation))

                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void equalsOneWithTheSameParametersAndResults() {
        // Given
        FunctionSignature signature = FunctionSignature.of("iI:f");

        // When
        FunctionSignature same = FunctionSignature.of("iI:f");

        // Then
        assertThat(same).isEqualTo(signature).hasSameHashCodeAs(signature);
        assertThat(FunctionSignature.of("Ii:f")).isNotEqualTo(signature);
        assertThat(FunctionSignature.of("iI:F")).isNotEqualTo(signature);
        assertThat(FunctionSignature.of("iI:")).isNotEqualTo(signature);
    }
}
