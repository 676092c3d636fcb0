package io.github.flinkwasm.internal.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.artifact.ArtifactStore.StoredFile;
import io.github.flinkwasm.internal.module.LoadedModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A publisher that dies at any moment leaves whole artifacts and nothing that is taken for one. */
class KilledPublisherAdversarialTest {
    private static final int KILLS = 20;
    private static final List<String> GUESTS =
            List.of("wat/identity", "command-line/memories", "echo/c/c_wasi");

    @TempDir private Path store;

    /** Publishes and removes artifacts for as long as it lives. */
    static final class Publisher {
        private Publisher() {}

        public static void main(String[] arguments) throws Exception {
            ArtifactStore store = new ArtifactStore(arguments[0]);
            List<Artifact> artifacts =
                    GUESTS.stream()
                            .map(TestArtifacts::module)
                            .map(TestArtifacts::artifact)
                            .toList();
            while (true) {
                for (Artifact artifact : artifacts) {
                    new ArtifactPublication(store, artifact)
                            .publish(TestArtifacts.signer(TestArtifacts.KEYS));
                }
                System.out.println("published");
                for (StoredFile file : store.list()) {
                    store.delete(file);
                }
            }
        }
    }

    @Test
    @Timeout(300)
    void storeHoldsOnlyWholeArtifactsAfterEveryKill() throws Exception {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArtifactStore artifacts = new ArtifactStore(store.toString());
        int whole = 0;

        for (int kill = 0; kill < KILLS; kill++) {
            // When
            publishAndKillAfter(random.nextInt(30_000));

            // Then
            for (StoredFile file : artifacts.list()) {
                if (file.isArtifact()) {
                    Artifact artifact = artifacts.open(file.name());
                    artifact.unpack(artifact.manifest());
                    assertThat(artifact.manifest().key().fileName())
                            .as("seed %d, kill %d", seed, kill)
                            .isEqualTo(file.name());
                    whole++;
                }
            }
        }
        assertThat(whole).as("artifacts that were there after kills").isPositive();
    }

    private void publishAndKillAfter(long micros) throws IOException, InterruptedException {
        Process publisher =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Publisher.class.getName(),
                                store.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(
                                publisher.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("published");
            // Any moment will do: what is waited for here is nothing but chance.
            TimeUnit.MICROSECONDS.sleep(micros);
        } finally {
            publisher.destroyForcibly().waitFor();
        }
    }

    @Test
    void twoPublishersOfOneModuleLeaveOneWholeArtifact() throws Exception {
        // Given
        LoadedModule module = TestArtifacts.module("echo/c/c_wasi");
        ArtifactStore artifacts = new ArtifactStore(store.toString());
        Artifact expected = TestArtifacts.artifact(module);
        Runnable publish =
                () -> {
                    try {
                        new ArtifactPublication(artifacts, TestArtifacts.artifact(module))
                                .publish(null);
                    } catch (IOException | ArtifactRefusedException e) {
                        throw new AssertionError(e);
                    }
                };

        // When
        Thread other = new Thread(publish);
        other.start();
        publish.run();
        other.join();

        // Then
        assertThat(artifacts.list()).hasSize(1);
        assertThat(artifacts.open(artifacts.list().get(0).name()).bytes())
                .isEqualTo(expected.bytes());
    }
}
