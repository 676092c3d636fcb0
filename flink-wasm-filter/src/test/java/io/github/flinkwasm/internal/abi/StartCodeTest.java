package io.github.flinkwasm.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Import;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartCodeTest {
    private static final FunctionSignature PLAIN = FunctionSignature.of(":");
    private static final List<String> ALL =
            List.of("__wasm_call_ctors", "_start", "_initialize", "__post_instantiate", "main");

    private static ModuleDescription module(
            List<Import> imports, List<String> exports, FunctionSignature signature) {
        List<Export> functions = new ArrayList<>();
        for (String name : exports) {
            functions.add(new Export(name, Kind.FUNCTION, functions.size(), signature));
        }
        return new ModuleDescription(
                1, imports, functions, null, List.of(), functions.size(), false, List.of());
    }

    private static Import function(String module) {
        return new Import(module, "fd_write", Kind.FUNCTION, FunctionSignature.of("iiii:i"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasi_snapshot_preview1", "wasi_unstable"})
    void modulesWithWasiAreInitializedAndThenInstantiated(String wasi) {
        // Given
        ModuleDescription module = module(List.of(function(wasi)), ALL, PLAIN);

        // When
        List<String> functions = StartCode.functionsOf(module);

        // Then
        assertThat(functions).containsExactly("_initialize", "__post_instantiate");
    }

    @Test
    void modulesWithoutWasiAreInstantiatedAndThenConstructed() {
        // Given
        ModuleDescription module = module(List.of(function("env")), ALL, PLAIN);

        // When
        List<String> functions = StartCode.functionsOf(module);

        // Then
        assertThat(functions).containsExactly("__post_instantiate", "__wasm_call_ctors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"i:", ":i", "I:I"})
    void functionsOfAnotherSignatureAreLeftAlone(String signature) {
        // Given
        FunctionSignature other = FunctionSignature.of(signature);

        // When
        List<String> withWasi =
                StartCode.functionsOf(
                        module(List.of(function("wasi_snapshot_preview1")), ALL, other));
        List<String> without = StartCode.functionsOf(module(List.of(), ALL, other));

        // Then
        assertThat(withWasi).isEmpty();
        assertThat(without).isEmpty();
    }

    @Test
    void startOfACommandIsNeverCalled() {
        // Given
        List<String> command = List.of("_start");

        // When
        List<String> functions = StartCode.functionsOf(module(List.of(), command, PLAIN));

        // Then
        assertThat(functions).isEmpty();
    }

    @Test
    void namesOfOtherThingsAreNoStartCode() {
        // Given
        ModuleDescription module =
                new ModuleDescription(
                        1,
                        List.of(),
                        List.of(new Export("__wasm_call_ctors", Kind.GLOBAL, 0, null)),
                        null,
                        List.of(),
                        0,
                        false,
                        List.of());

        // When
        List<String> functions = StartCode.functionsOf(module);

        // Then
        assertThat(functions).isEmpty();
    }
}
