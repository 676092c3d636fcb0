package io.github.flinkwasm.internal.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactTest {

    @ParameterizedTest
    @ValueSource(strings = {"command-line/memories", "wat/identity", "echo/c/c_wasi", "regex/mask"})
    void unpackedModuleIsTheOneThatWasPacked(String guest) throws Exception {
        // Given
        LoadedModule module = TestArtifacts.module(guest);
        CompiledModule compiled = TestGuest.compile(guest);

        // When
        Artifact artifact = Artifact.of(TestArtifacts.artifact(module).bytes());
        CompiledModule unpacked = artifact.unpack(artifact.manifest()).load(guest);

        // Then
        assertThat(unpacked.description()).isEqualTo(compiled.description());
        assertThat(unpacked.hugeMethods()).isEqualTo(compiled.hugeMethods());
        assertThat(unpacked.classes().machineClass()).isEqualTo(compiled.classes().machineClass());
        assertThat(unpacked.classes().bytesByName().keySet())
                .isEqualTo(compiled.classes().bytesByName().keySet());
    }

    @Test
    void sameModuleGivesTheSameBytes() {
        // When
        Artifact first = TestArtifacts.artifact();
        Artifact second = TestArtifacts.artifact(TestArtifacts.module(TestArtifacts.GUEST));

        // Then
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void manifestSaysWhatWasCompiledByWhatForWhat() throws Exception {
        // When
        List<String> lines =
                new String(TestArtifacts.artifact().manifestBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();

        // Then
        assertThat(lines.subList(0, 7))
                .containsExactly(
                        "wasm-filter-artifact 1",
                        "module "
                                + TestArtifacts.MODULE.sha256()
                                + " "
                                + TestArtifacts.MODULE.bytes().length,
                        "target jvm",
                        "compiler chicory " + PrecompiledModule.COMPILER_VERSION,
                        "deadline " + PrecompiledModule.INSTRUMENTATION_VERSION,
                        "machine io.github.flinkwasm.generated.Filter",
                        lines.get(6));
        assertThat(lines.subList(6, lines.size()))
                .allMatch(line -> line.matches("entry [0-9a-f]{64} [0-9]+ [A-Za-z0-9.$_]+"))
                .anyMatch(line -> line.endsWith(" module.wasm"));
    }

    @Test
    void functionNamesThatTheModuleChoseComeBackAsTheyWere() throws Exception {
        // Given
        CompiledModule compiled = TestGuest.compile("wat/identity");
        PrecompiledModule module =
                new PrecompiledModule(
                        new byte[0],
                        compiled.classes(),
                        List.of(
                                new CompiledModule.HugeMethod("entry of ünïcode  twice", 9_000),
                                new CompiledModule.HugeMethod("huge 1 x", 8_001)),
                        1);

        // When
        Artifact artifact = Artifact.of("0".repeat(64), module);

        // Then
        assertThat(artifact.summary().hugeMethods()).isEqualTo(module.hugeMethods());
    }

    @Test
    void skeletonHasNoCodeAndNoDebugInformation() {
        // Given
        byte[] module = TestGuest.bytes("echo/rust/rust_unknown");

        // When
        PrecompiledModule precompiled =
                PrecompiledModule.of(module, TestGuest.compile("echo/rust/rust_unknown"));

        // Then
        assertThat(precompiled.skeleton().length).isLessThan(module.length / 4);
        assertThat(precompiled.load("skeleton").description())
                .isEqualTo(TestGuest.compile("echo/rust/rust_unknown").description());
    }
}
