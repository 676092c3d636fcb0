package io.github.flinkwasm.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArgumentPlacementTest {
    private static final Map<String, String> MANAGED =
            Map.of("__new", "ii:i", "__pin", "i:i", "__unpin", "i:");

    private static ModuleDescription exporting(Map<String, String> signatures) {
        List<Export> exports = new ArrayList<>();
        signatures.forEach(
                (name, signature) ->
                        exports.add(
                                new Export(
                                        name,
                                        Kind.FUNCTION,
                                        exports.size(),
                                        FunctionSignature.of(signature))));
        return new ModuleDescription(1, List.of(), exports, null, List.of(), 3, false, List.of());
    }

    @Test
    void runtimeOfAssemblyScriptMeansManagedObjects() {
        // When
        ArgumentPlacement placement = ArgumentPlacement.of(exporting(MANAGED));

        // Then
        assertThat(placement).isEqualTo(ArgumentPlacement.MANAGED_OBJECTS);
    }

    @ParameterizedTest
    @CsvSource({"__new, i:i", "__new, ii:", "__pin, i:", "__unpin, i:i", "__unpin, I:"})
    void functionOfAnotherSignatureDoesNot(String name, String signature) {
        // Given
        Map<String, String> exports = new java.util.HashMap<>(MANAGED);
        exports.put(name, signature);

        // When
        ArgumentPlacement placement = ArgumentPlacement.of(exporting(exports));

        // Then
        assertThat(placement).isEqualTo(ArgumentPlacement.HOST_WINDOW);
    }

    @ParameterizedTest
    @CsvSource({"__new", "__pin", "__unpin"})
    void missingFunctionDoesNot(String name) {
        // Given
        Map<String, String> exports = new java.util.HashMap<>(MANAGED);
        exports.remove(name);

        // When
        ArgumentPlacement placement = ArgumentPlacement.of(exporting(exports));

        // Then
        assertThat(placement).isEqualTo(ArgumentPlacement.HOST_WINDOW);
    }

    @ParameterizedTest
    @CsvSource({
        "echo/assemblyscript/assemblyscript_managed, MANAGED_OBJECTS",
        "echo/assemblyscript/assemblyscript, HOST_WINDOW",
        "echo/c/c_wasi_malloc, HOST_WINDOW",
        "echo/go/go_malloc, HOST_WINDOW",
        "fluent-bit-shapes/c/tinygo_like, HOST_WINDOW",
        "wat/abi/managed, MANAGED_OBJECTS"
    })
    void guestsOfEveryKindGetTheirs(String guest, ArgumentPlacement expected) {
        // When
        ArgumentPlacement placement = ArgumentPlacement.of(TestGuest.compile(guest).description());

        // Then
        assertThat(placement).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void explanationCompletesASentence(ArgumentPlacement placement) {
        // When
        String explanation = placement.explanation();

        // Then
        assertThat(explanation).startsWith("in ").doesNotEndWith(".");
    }
}
