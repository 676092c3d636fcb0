package io.github.flinkwasm.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterFunctionTest {
    private static final ModuleDescription FILTERS =
            TestGuest.compile("wat/abi/filters").description();

    private static FilterFunction resolve(String function, Optional<AbiVersion> version) {
        return FilterFunction.resolve(FILTERS, "s3://filters/x.wasm", function, version);
    }

    @ParameterizedTest
    @CsvSource({"parameters, VERSION_1", "record_v2, VERSION_2"})
    void versionIsReadFromTheSignature(String function, AbiVersion version) {
        // When
        FilterFunction resolved = resolve(function, Optional.empty());

        // Then
        assertThat(resolved.abiVersion()).isEqualTo(version);
        assertThat(resolved.export().name()).isEqualTo(function);
        assertThat(resolve(function, Optional.of(version))).isEqualTo(resolved);
    }

    @Test
    void candidatesAreTheExportsOfARightSignatureInTheModulesOrder() {
        // When
        List<FilterFunction> candidates = FilterFunction.candidates(FILTERS);

        // Then
        assertThat(candidates)
                .extracting(candidate -> candidate.export().name())
                .startsWith("parameters", "record_v2", "tag")
                .doesNotContain(
                        "memory",
                        "a_global",
                        "a_table",
                        "too_few",
                        "no_result",
                        "float_result",
                        "long_parameter",
                        "asyncify_get_state");
    }

    @Test
    void missingExportListsWhatThereIs() {
        // When
        assertThatThrownBy(() -> resolve("filter", Optional.empty()))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageStartingWith(
                        "Module s3://filters/x.wasm exports no function \"filter\". Its filters"
                                + " are: \"parameters\", \"record_v2\", \"tag\", ");
    }

    @ParameterizedTest
    @CsvSource({"memory, memory", "a_global, global", "a_table, table"})
    void exportOfAnotherKindIsNamedAsSuch(String name, String kind) {
        // When
        assertThatThrownBy(() -> resolve(name, Optional.empty()))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(
                        "exports \""
                                + name
                                + "\" as a "
                                + kind
                                + ", but a filter is a function. Its");
    }

    @ParameterizedTest
    @CsvSource({
        "too_few, '(i32, i32) -> i32'",
        "no_result, '(i32, i32, i32, i32, i32, i32) -> ()'",
        "float_result, '(i32, i32, i32, i32, i32, i32) -> f32'",
        "long_parameter, '(i32, i32, i64, i32, i32, i32) -> i32'"
    })
    void wrongSignatureIsShownBesideTheRightOnes(String name, String signature) {
        // When
        assertThatThrownBy(() -> resolve(name, Optional.empty()))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(
                        "exports \""
                                + name
                                + "\" as "
                                + signature
                                + ", but a Fluent Bit filter is (i32, i32, i32, i32, i32, i32) ->"
                                + " i32 (ABI version 1) or (i32, i32, i32, i32, i32, i32) -> i64"
                                + " (ABI version 2). Check the function name or the guest's"
                                + " signature. Its filters are:");
    }

    @ParameterizedTest
    @CsvSource({"parameters, 1, VERSION_2, 2", "record_v2, 2, VERSION_1, 1"})
    void configuredVersionMustAgree(String name, int found, AbiVersion configured, int asked) {
        // When
        assertThatThrownBy(() -> resolve(name, Optional.of(configured)))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(
                        ", which is ABI version "
                                + found
                                + ", but the configuration asks for ABI version "
                                + asked
                                + ". Drop that setting, or build the filter for it.");
    }

    @Test
    void moduleWithoutAnyFilterSaysSo() {
        // Given
        ModuleDescription none = TestGuest.compile("wat/runtime/state").description();

        // When
        assertThatThrownBy(() -> FilterFunction.resolve(none, "x", "filter", Optional.empty()))

                // Then
                .hasMessageEndingWith("None of its exports is a filter.");
    }

    @Test
    void namesAndListsFromTheModuleAreKeptShortAndHarmless() {
        // Given
        List<Export> exports = new ArrayList<>();
        FunctionSignature filter = FunctionSignature.of("iiiiii:i");
        for (int i = 0; i < 1_000; i++) {
            exports.add(new Export("f\n" + i + "x".repeat(10_000), Kind.FUNCTION, i, filter));
        }
        exports.add(
                new Export(
                        "wide",
                        Kind.FUNCTION,
                        1_000,
                        FunctionSignature.of("i".repeat(1_000) + ":i")));
        ModuleDescription module =
                new ModuleDescription(
                        1, List.of(), exports, null, List.of(), 1_001, false, List.of());

        // When
        assertThatThrownBy(
                        () -> FilterFunction.resolve(module, "x", "a\u001b[31m", Optional.empty()))

                // Then
                .hasMessageContaining("exports no function \"a?[31m\". Its filters are: \"f?0xxx")
                .hasMessageEndingWith(", ….")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(3_000));
        assertThatThrownBy(() -> FilterFunction.resolve(module, "x", "wide", Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(4_000));
    }
}
