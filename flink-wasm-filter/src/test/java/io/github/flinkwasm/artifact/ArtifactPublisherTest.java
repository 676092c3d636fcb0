package io.github.flinkwasm.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.artifact.ArtifactPublisher.PublishedArtifact;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactPublisherTest {
    private static final ModuleReference MODULE =
            ModuleReference.of("classpath:guests/wat/identity.wasm");

    @TempDir private Path store;

    @Test
    void jobThatNamesThePublishedDigestRunsFromTheArtifact() throws Exception {
        // Given
        PublishedArtifact artifact = ArtifactPublisher.to(store.toString()).publish(MODULE);
        ModuleArtifacts trust =
                ModuleArtifacts.inStore(store.toString())
                        .withDigest(artifact.digest())
                        .withRequired(true);

        // When
        boolean fromArtifact = runsFromArtifact(trust);

        // Then
        assertThat(fromArtifact).isTrue();
        assertThat(artifact.uri()).startsWith(store.toString()).endsWith(".wfa");
        assertThat(artifact.sizeBytes()).isEqualTo(Files.size(Path.of(artifact.uri())));
    }

    @Test
    void jobThatTrustsTheSignerRunsFromTheArtifact() throws Exception {
        // Given
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ArtifactPublisher.to(store.toString()).withSigner(keys).publish(MODULE);
        ModuleArtifacts trust =
                ModuleArtifacts.inStore(store.toString())
                        .withTrustedKeys(List.of(keys.getPublic()))
                        .withRequired(true);

        // When
        boolean fromArtifact = runsFromArtifact(trust);

        // Then
        assertThat(fromArtifact).isTrue();
    }

    @Test
    void keyOfAnotherKindIsRefused() throws Exception {
        // Given
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();

        // When
        assertThatThrownBy(() -> ArtifactPublisher.to("store").withSigner(rsa))

                // Then
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("The key is for RSA, but artifacts are signed with Ed25519");
    }

    @Test
    void storeThatCannotBeWrittenIsNamed() throws Exception {
        // Given
        Path file = Files.writeString(store.resolve("file"), "in the way");

        // When
        assertThatThrownBy(() -> ArtifactPublisher.to(file + "/store").publish(MODULE))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("cannot be written to " + file + "/store")
                .hasMessageContaining("Check that the artifact store can be written");
    }

    private static boolean runsFromArtifact(ModuleArtifacts trust) throws InterruptedException {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(MODULE)
                        .setFunctionName("f")
                        .setArtifacts(trust)
                        .build();
        try (FilterExecutor executor = FilterExecutor.open(filter, (stream, line) -> {})) {
            executor.execute(LogEvent.of("tag", 0, 0, new byte[] {'{', '}'}));
            return executor.module().fromArtifact();
        }
    }
}
