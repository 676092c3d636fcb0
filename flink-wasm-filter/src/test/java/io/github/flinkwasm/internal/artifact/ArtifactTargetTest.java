package io.github.flinkwasm.internal.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtifactTargetTest {

    @ParameterizedTest
    @CsvSource({
        "amd64, 'x86_64,jvm'",
        "x86_64, 'x86_64,jvm'",
        "AMD64, 'x86_64,jvm'",
        "aarch64, 'aarch64,jvm'",
        "arm64, 'aarch64,jvm'",
        "riscv64, jvm",
        "s390x, jvm",
    })
    void machineRunsItsOwnArchitectureFirstAndBytecodeAlways(String architecture, String targets) {
        // When
        var runnable = ArtifactTarget.runnableOn(architecture);

        // Then
        assertThat(runnable.stream().map(ArtifactTarget::label).collect(Collectors.joining(",")))
                .isEqualTo(targets);
    }

    @ParameterizedTest
    @CsvSource({"jvm, JVM", "JVM, JVM", "x86_64, X86_64", "aarch64, AARCH64"})
    void targetsAreFoundByTheirNames(String label, ArtifactTarget target) {
        // When
        var found = ArtifactTarget.of(label);

        // Then
        assertThat(found).contains(target);
    }

    @Test
    void onlyBytecodeIsBuilt() {
        // When
        var built = ArtifactTarget.runnableOn("amd64").stream().filter(ArtifactTarget::isBuilt);

        // Then
        assertThat(built).containsExactly(ArtifactTarget.JVM);
    }

    @Test
    void keysOfDifferentTargetsHaveDifferentFiles() {
        // When
        String bytecode = ArtifactKey.of("0".repeat(64), ArtifactTarget.JVM).fileName();
        String native64 = ArtifactKey.of("0".repeat(64), ArtifactTarget.X86_64).fileName();

        // Then
        assertThat(bytecode).isEqualTo("0".repeat(64) + ".jvm.chicory-1.7.5.d2.f1.wfa");
        assertThat(native64).isEqualTo("0".repeat(64) + ".x86_64.chicory-1.7.5.d2.f1.wfa");
    }
}
