package io.github.flinkwasm.internal.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an artifact needs to run: this library and Chicory's runtime, but no compiler. */
class ArtifactWithoutCompilerTest {
    @TempDir private Path directory;

    /** Runs one event through a filter that comes from an artifact. */
    static final class OneEvent {
        private OneEvent() {}

        public static void main(String[] arguments) throws Exception {
            WasmFilter filter =
                    WasmFilter.builder()
                            .setModule(ModuleReference.of(arguments[0]))
                            .setFunctionName("length")
                            .setArtifacts(
                                    ModuleArtifacts.inStore(arguments[1])
                                            .withDigest(arguments[2])
                                            .withRequired(true))
                            .build();
            try (FilterExecutor executor = FilterExecutor.open(filter, (stream, line) -> {})) {
                byte[] record = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
                FilterOutcome outcome = executor.execute(LogEvent.of("t", 0, 0, record));
                if (outcome instanceof FilterOutcome.Emitted emitted) {
                    System.out.println(
                            new String(emitted.event().record(), StandardCharsets.UTF_8));
                }
            }
            boolean hasCompiler = true;
            try {
                Class.forName("com.dylibso.chicory.compiler.internal.Compiler");
            } catch (ClassNotFoundException missing) {
                hasCompiler = false;
            }
            System.out.println("compiler: " + hasCompiler);
        }
    }

    @Test
    void filterRunsFromItsArtifactWithNeitherCompilerNorAsmOnTheClassPath() throws Exception {
        // Given
        Path module = directory.resolve("filter.wasm");
        Files.write(module, TestArtifacts.MODULE.bytes());
        Artifact artifact = TestArtifacts.artifact();
        Path store = directory.resolve("store");
        new ArtifactPublication(new ArtifactStore(store.toString()), artifact).publish(null);
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.contains("chicory" + File.separator + "compiler"))
                        .filter(entry -> !entry.contains("org" + File.separator + "ow2"))
                        .collect(Collectors.joining(File.pathSeparator));

        // When
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath,
                                OneEvent.class.getName(),
                                module.toString(),
                                store.toString(),
                                artifact.digest())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("{\"n\":7}").contains("compiler: false");
    }
}
