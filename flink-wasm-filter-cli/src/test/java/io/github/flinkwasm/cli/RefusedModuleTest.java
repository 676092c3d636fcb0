package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A module that cannot be used ends every command with status 3 and one clear line. */
class RefusedModuleTest {

    static Stream<Arguments> filesThatAreNoModule() throws Exception {
        byte[] identity = resource("guests/wat/identity.wasm");
        return Stream.of(
                Arguments.of("is empty", new byte[0]),
                Arguments.of("is shorter than the 8 bytes", hex("0061736d01")),
                Arguments.of("is not a WebAssembly module", text("#!/bin/sh\n")),
                Arguments.of("Give the .wasm it was made from", hex("00616f7404000000")),
                Arguments.of("is a WebAssembly component", hex("0061736d0d000100")),
                Arguments.of("is WebAssembly text", text("(module (memory 1))")),
                Arguments.of("is a compressed file", hex("1f8b0800000000000003")),
                Arguments.of("has a WebAssembly version", hex("0061736d02000000")),
                Arguments.of(
                        "is not a valid WebAssembly module",
                        Arrays.copyOf(identity, identity.length - 9)),
                Arguments.of("has no memory", hex("0061736d01000000")),
                Arguments.of(
                        "imports the memory \"env.memory\"",
                        hex("0061736d01000000020f0103656e76066d656d6f7279020001")),
                Arguments.of(
                        "imports the global \"env.g\"",
                        hex("0061736d01000000020a0103656e760167037f00")),
                Arguments.of(
                        "imports the table \"env.t\"",
                        hex("0061736d01000000020b0103656e76017401700001")));
    }

    @ParameterizedTest
    @MethodSource
    void filesThatAreNoModule(String message, byte[] content, @TempDir Path directory)
            throws Exception {
        // Given
        Path file = Files.write(directory.resolve("filter.wasm"), content);

        // When
        CommandRun run = CommandRun.of("", "run", "--wasm", file.toString(), "--function", "f");
        CommandRun check = CommandRun.of("", "check", "--wasm", file.toString());

        // Then
        assertThat(run.err()).contains(message).contains(file.toString());
        assertThat(check.err()).contains(message).contains(file.toString());
        assertRefusedInOneLine(run);
        assertRefusedInOneLine(check);
        assertThat(check.out()).isEmpty();
    }

    static Stream<Arguments> modulesThatCannotBeUsed() {
        return Stream.of(
                cannot("Module /no/such.wasm does not exist", "/no/such.wasm", "f"),
                cannot("Module . is a directory", ".", "f"),
                cannot("is on a file system that Flink does not know here", "s4://x/y.wasm", "f"),
                cannot("is not on the class path", "classpath:no/such.wasm", "f"),
                cannot(
                        "exports no function \"g\". Its filters are: \"version_1\", \"version_2\"",
                        shape("shapes"),
                        "g"),
                cannot("exports \"memory\" as a memory", shape("shapes"), "memory"),
                cannot(
                        "exports \"too_few\" as (i32, i32) -> i32, but a Fluent Bit filter is",
                        shape("shapes"),
                        "too_few"),
                cannot(
                        "needs 2,064 pages (132,096 KiB) of memory from the start",
                        shape("large-memory"),
                        "f"),
                cannot("Its start section", shape("start-trap"), "f"));
    }

    private static Arguments cannot(String message, String uri, String function) {
        return Arguments.of(message, uri, function);
    }

    private static String shape(String name) {
        return "classpath:guests/command-line/" + name + ".wasm";
    }

    @ParameterizedTest
    @MethodSource
    void modulesThatCannotBeUsed(String message, String uri, String function) {
        // When
        CommandRun run = CommandRun.of("{\"a\":1}", "run", "--wasm", uri, "--function", function);
        CommandRun check = CommandRun.of("", "check", "--wasm", uri, "--function", function);

        // Then
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
        assertThat(check.err()).contains(message);
        assertRefusedInOneLine(run);
        assertRefusedInOneLine(check);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void stackTraceOnlyWhereItIsAskedFor(String command) {
        // When
        CommandRun run =
                CommandRun.of(
                        "", command, "--wasm", "/no/such.wasm", "--function", "f", "--stacktrace");

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err()).contains("does not exist").contains("\tat io.github.flinkwasm");
    }

    @Test
    void moduleMayLieAnywhereThatFlinkCanRead(@TempDir Path directory) throws Exception {
        // Given
        Path file = directory.resolve("filter.wasm");
        Files.write(file, resource("guests/wat/identity.wasm"));

        // When
        CommandRun run =
                CommandRun.of(
                        "{\"a\":1}", "run", "--wasm", file.toUri().toString(), "--function", "f");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("{\"a\":1}\n");
    }

    private static void assertRefusedInOneLine(CommandRun run) {
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(run.err()).startsWith("wasm-filter: ").hasLineCount(1);
    }

    private static byte[] resource(String name) throws Exception {
        try (InputStream in = RefusedModuleTest.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
