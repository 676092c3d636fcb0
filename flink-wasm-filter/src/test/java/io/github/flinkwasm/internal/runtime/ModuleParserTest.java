package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Import;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import io.github.flinkwasm.internal.runtime.ModuleDescription.MemoryPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleParserTest {

    private static ModuleDescription describe(String guest) {
        byte[] bytes = TestGuest.bytes(guest);
        return ModuleParser.describe(ModuleParser.parse(bytes, guest), bytes.length);
    }

    @Test
    void descriptionHasEverythingTheModuleSaysOfItself() {
        // When
        ModuleDescription description = describe("wat/runtime/everything");

        // Then
        assertThat(description.sizeBytes())
                .isEqualTo(TestGuest.bytes("wat/runtime/everything").length);
        assertThat(description.imports())
                .containsExactly(
                        new Import("env", "leaf", Kind.FUNCTION, FunctionSignature.of("i:i")),
                        new Import("env", "busy", Kind.FUNCTION, FunctionSignature.of("i:i")),
                        new Import("env", "missing", Kind.FUNCTION, FunctionSignature.of(":")));
        assertThat(description.exports())
                .contains(
                        new Export("memory", Kind.MEMORY, 0, null),
                        new Export("table", Kind.TABLE, 0, null),
                        new Export("int", Kind.GLOBAL, 0, null),
                        new Export(
                                "loads_and_stores", Kind.FUNCTION, 7, FunctionSignature.of(":")));
        assertThat(description.memory()).isEqualTo(new MemoryPages(1, 4));
        assertThat(description.tables()).containsExactly(4L, 4L);
        assertThat(description.hasStartSection()).isTrue();
        assertThat(description.functionCount()).isEqualTo(29);
        assertThat(description.producers()).isEmpty();
    }

    @Test
    void memoryWithoutMaximumHasTheMaximumOfTheSpecification() {
        // When
        ModuleDescription description = describe("wat/identity");

        // Then
        assertThat(description.memory()).isEqualTo(new MemoryPages(1, 65_536));
        assertThat(description.hasStartSection()).isFalse();
    }

    @Test
    void reexportedImportHasTheSignatureOfTheImport() {
        // When
        ModuleDescription description = describe("wat/runtime/imports");

        // Then
        assertThat(description.exportedFunction("reexported").orElseThrow().signature())
                .isEqualTo(FunctionSignature.of("i:i"));
        assertThat(description.exportsFunction("reexported", FunctionSignature.of("I:I")))
                .isFalse();
        assertThat(description.exportedFunction("memory")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo/rust/rust_wasi", "fluent-bit-shapes/c/start_all_unstable"})
    void wasiIsRecognizedUnderBothItsNames(String guest) {
        // When
        boolean importsWasi = describe(guest).importsWasi();

        // Then
        assertThat(importsWasi).isTrue();
        assertThat(describe("wat/runtime/imports").importsWasi()).isFalse();
    }

    private static ModuleDescription describeWithProducers(ModuleBytes producers) {
        byte[] bytes =
                ModuleBytes.moduleWithMemory()
                        .section(0, ModuleBytes.bytes().name("producers").raw(producers))
                        .toArray();
        return ModuleParser.describe(ModuleParser.parse(bytes, "test"), bytes.length);
    }

    @Test
    void producersAreReadAsNameAndVersion() {
        // Given
        ModuleBytes producers =
                ModuleBytes.bytes()
                        .u32(2)
                        .name("language")
                        .u32(1)
                        .name("Rust")
                        .name("")
                        .name("processed-by")
                        .u32(2)
                        .name("rustc")
                        .name("1.63.0")
                        .name("evil\n\u001b")
                        .name("9".repeat(300));

        // When
        ModuleDescription description = describeWithProducers(producers);

        // Then
        assertThat(description.producers())
                .containsExactly("Rust", "rustc 1.63.0", "evil?? " + "9".repeat(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff",
                "ffffffff0f",
                "01",
                "01 ff7f",
                "01 03 616263 ffffffff07",
                "01 00 01 01"
            })
    void damagedProducersCountAsAbsent(String hex) {
        // When
        ModuleDescription description = describeWithProducers(ModuleBytes.bytes().hex(hex));

        // Then
        assertThat(description.producers()).isEmpty();
    }

    @Test
    void invalidCodeIsRefusedWithTheReason() {
        // Given
        byte[] bytes =
                ModuleBytes.moduleWithFunction(ModuleBytes.bytes().hex("00 4100 0b")).toArray();

        // When
        assertThatThrownBy(() -> ModuleParser.parse(bytes, "s3://filters/x.wasm"))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageStartingWith(
                        "Module s3://filters/x.wasm is not a valid WebAssembly module (type"
                                + " mismatch")
                .hasMessageEndingWith("or rebuild it.");
    }

    @Test
    void functionThatGoesOnAfterItsEndIsRefused() {
        // Given
        byte[] bytes =
                ModuleBytes.moduleWithFunction(ModuleBytes.bytes().hex("00 0b 01 0b")).toArray();

        // When
        assertThatThrownBy(() -> ModuleParser.parse(bytes, "x"))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("function 0 goes on after its end");
    }
}
