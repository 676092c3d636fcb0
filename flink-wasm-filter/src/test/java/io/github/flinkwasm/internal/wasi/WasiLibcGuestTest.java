package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.Instantiation;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import io.github.flinkwasm.internal.runtime.ModuleLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest with a real C library, whose source says what it expects of its surroundings. */
class WasiLibcGuestTest {
    private static final ModuleLimits LIMITS =
            new ModuleLimits(64, 0, 10_000, Duration.ofSeconds(30));

    private static CompiledModule module;

    @TempDir private Path base;
    private final GuestOutput output = new GuestOutput();
    private GuestInstance guest;

    @BeforeAll
    static void compile() throws IOException {
        try (InputStream wasm =
                WasiLibcGuestTest.class.getResourceAsStream(
                        "/guests/wasi-libc/surroundings.wasm")) {
            module = ModuleCompiler.compile(wasm.readAllBytes(), "surroundings.wasm");
        }
    }

    @BeforeEach
    void makeFilesAndStartGuest() throws IOException {
        Path data = Files.createDirectories(base.resolve("granted"));
        Path outside = Files.createDirectories(base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.writeString(data.resolve("file"), "0123456789");
        Files.createDirectory(data.resolve("sub"));
        Files.writeString(data.resolve("sub/deep"), "deep");
        Files.createSymbolicLink(data.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(data.resolve("sub/up"), Path.of("../file"));
        Files.createSymbolicLink(data.resolve("escape"), Path.of("../outside/secret"));
        Files.createSymbolicLink(data.resolve("out"), Path.of("../outside"));
        Files.createSymbolicLink(data.resolve("absolute"), Path.of("/etc/passwd"));
        startGuest(WasiOptions.NONE.withDirectory("/data", data));
    }

    private void startGuest(WasiOptions grants) {
        WasiOptions options = grants.withEnvironment(Map.of("MODE", "strict"));
        guest =
                new Instantiation(module, LIMITS)
                        .create(List.of(new WasiPreview1(options, output)), List.of("_initialize"));
    }

    @AfterEach
    void closeGuest() {
        guest.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "status", "limits", "process"})
    void findsWhatItExpects(String function) {
        // When
        String report = report(function);

        // Then
        assertThat(report).isEmpty();
    }

    @Test
    void changesFilesWhereThatWasGranted() {
        // Given
        guest.close();
        startGuest(WasiOptions.NONE.withWritableDirectory("/data", base.resolve("granted")));

        // When
        String report = report("changes");

        // Then
        assertThat(report).isEmpty();
        assertThat(base.resolve("granted/log")).hasContent("line 1\nline 2\n");
        assertThat(base.resolve("outside/secret")).hasContent("secret");
        assertThat(base.resolve("outside/new")).doesNotExist();
    }

    private String report(String function) {
        int report = (int) call(function);
        GuestMemory memory = guest.memory();
        byte[] text = new byte[memory.stringLength(report)];
        memory.read(report, text, 0, text.length);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Test
    void printsLineByLine() {
        // When
        call("print", 1);
        call("print", 2);

        // Then
        assertThat(lines())
                .containsExactly(
                        "STDOUT line 1", "STDERR error 1", "STDOUT half line 2", "STDERR error 2");
    }

    @Test
    void findsItsFilesAndStreamsAgainAfterARestore() {
        // Given
        call("keep");
        call("next");
        call("print", 1);
        GuestInstance.Snapshot snapshot = guest.snapshot();
        call("next");
        call("close_all");
        call("print", 2);

        // When
        boolean restored = guest.restore(snapshot);

        // Then
        assertThat(restored).isTrue();
        assertThat(call("next")).isEqualTo('1');
        call("print", 3);
        assertThat(lines())
                .containsExactly(
                        "STDOUT line 1", "STDERR error 1", "STDOUT half line 3", "STDERR error 3");
    }

    private long call(String function, long... arguments) {
        guest.startClock(Duration.ofSeconds(30).toNanos());
        try {
            return guest.call(
                    module.description().exportedFunction(function).orElseThrow(), arguments);
        } finally {
            guest.stopClock();
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        output.flush((stream, text) -> lines.add(stream + " " + text));
        return lines;
    }
}
