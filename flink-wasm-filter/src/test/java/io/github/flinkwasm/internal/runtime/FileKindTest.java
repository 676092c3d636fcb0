package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FileKindTest {

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "00, TRUNCATED",
        "0061, TRUNCATED",
        "006173, TRUNCATED",
        "0061736d, TRUNCATED",
        "0061736d010000, TRUNCATED",
        "0061736d01000000, CORE_MODULE",
        "0061736d0100000000ff, CORE_MODULE",
        "0061736d0d000100, COMPONENT",
        "0061736d0a000100, COMPONENT",
        "0061736d02000000, OTHER_VERSION",
        "0061736d01000001, OTHER_VERSION",
        "00616f7403000000, WAMR_AOT",
        "00616f74, WAMR_AOT",
        "1f8b0800, COMPRESSED",
        "28b52ffd, COMPRESSED",
        "504b0304, COMPRESSED",
        "fd377a585a00, COMPRESSED",
        "425a6839, COMPRESSED",
        "7f454c46, NOT_WASM",
        "01, NOT_WASM",
        "61736d01000000, NOT_WASM"
    })
    void firstBytesTellTheKind(String hex, FileKind expected) {
        // When
        FileKind kind = FileKind.of(HexFormat.of().parseHex(hex));

        // Then
        assertThat(kind).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'(module)', TEXT_FORMAT",
        "'  \n\t(module (memory 1))', TEXT_FORMAT",
        "';; comment\n;; more\n(module)', TEXT_FORMAT",
        "'(component)', TEXT_FORMAT",
        "';; (module)', NOT_WASM",
        "'{\"not\":\"wasm\"}', NOT_WASM"
    })
    void textFormatIsRecognizedBehindCommentsAndWhiteSpace(String text, FileKind expected) {
        // When
        FileKind kind = FileKind.of(text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(kind).isEqualTo(expected);
    }

    @Test
    void coreModuleIsLetThrough() {
        // When
        assertThatCode(
                        () ->
                                FileKind.requireCoreModule(
                                        ModuleBytes.moduleWithMemory().toArray(), "x"))

                // Then
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty. Check how it was copied or uploaded.",
        "0061736d, is shorter than the 8 bytes of a WebAssembly header.",
        "00616f7403000000, Give the .wasm it was made from.",
        "0061736d0d000100, Give the core .wasm it was made from",
        "0061736d02000000, only version 1 is.",
        "286d6f64756c6529, 'Assemble it first, for example with wat2wasm'",
        "1f8b080000000000, Uncompress it first.",
        "7f454c4602010100, is not a WebAssembly module."
    })
    void refusalSaysWhatTheFileIsAndWhatToGive(String hex, String answer) {
        // When
        assertThatThrownBy(
                        () ->
                                FileKind.requireCoreModule(
                                        HexFormat.of().parseHex(hex), "s3://filters/x.wasm"))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageStartingWith("File s3://filters/x.wasm ")
                .hasMessageContaining(answer);
    }

    @Test
    void refusalShowsTheFirstBytes() {
        // When
        assertThatThrownBy(
                        () ->
                                FileKind.requireCoreModule(
                                        "{\"log\":1}".getBytes(StandardCharsets.UTF_8), "x"))

                // Then
                .hasMessageEndingWith(
                        " It starts with the bytes 7b 22 6c 6f 67 22 3a 31; a module starts with 00"
                                + " 61 73 6d 01 00 00 00.");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CORE_MODULE")
    void everyOtherKindHasAnAnswer(FileKind kind) {
        // When
        String answer = kind.answer();

        // Then
        assertThat(answer).isNotBlank().endsWith(".");
    }
}
