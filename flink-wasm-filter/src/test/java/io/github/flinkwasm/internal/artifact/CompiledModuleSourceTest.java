package io.github.flinkwasm.internal.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.artifact.CompiledModuleSource.Obtained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledModuleSourceTest {
    private static final byte[] SECRET = new byte[32];

    @TempDir private Path directory;

    private ModuleArtifacts artifacts;

    @BeforeEach
    void storeOfItsOwn() {
        artifacts = ModuleArtifacts.inStore(store().toString());
    }

    @Test
    void withoutArtifactsTheModuleIsCompiled() {
        // When
        Obtained obtained = obtain(ModuleArtifacts.NONE);

        // Then
        assertThat(obtained.fromArtifact()).isFalse();
        assertThat(store()).doesNotExist();
    }

    @Test
    void firstOfAJobCompilesAndTheOthersLoad() {
        // Given
        Obtained first = obtain(artifacts.withSecret(SECRET));

        // When
        Obtained second = obtain(artifacts.withSecret(SECRET));

        // Then
        assertThat(first.fromArtifact()).isFalse();
        assertThat(second.fromArtifact()).isTrue();
        assertThat(second.compiled().description()).isEqualTo(first.compiled().description());
    }

    @Test
    void whatAnotherJobLeftIsCompiledAgainAndSealedForThisOneToo() throws Exception {
        // Given
        obtain(artifacts.withSecret(SECRET));
        byte[] otherSecret = SECRET.clone();
        otherSecret[0] = 1;
        byte[] before = Files.readAllBytes(artifact());

        // When
        Obtained other = obtain(artifacts.withSecret(otherSecret));

        // Then
        assertThat(other.fromArtifact()).isFalse();
        assertThat(Files.readAllBytes(artifact())).isEqualTo(before);
        assertThat(obtain(artifacts.withSecret(SECRET)).fromArtifact()).isTrue();
        assertThat(obtain(artifacts.withSecret(otherSecret)).fromArtifact()).isTrue();
    }

    @Test
    void signedArtifactIsLoaded() throws Exception {
        // Given
        new ArtifactPublication(new ArtifactStore(store().toString()), TestArtifacts.artifact())
                .publish(TestArtifacts.signer(TestArtifacts.KEYS));

        // When
        Obtained obtained =
                obtain(artifacts.withTrustedKeys(List.of(TestArtifacts.KEYS.getPublic())));

        // Then
        assertThat(obtained.fromArtifact()).isTrue();
    }

    @Test
    void damagedArtifactIsCompiledAfreshAndReplaced() throws Exception {
        // Given
        obtain(artifacts.withSecret(SECRET));
        byte[] good = Files.readAllBytes(artifact());
        Files.write(artifact(), java.util.Arrays.copyOf(good, good.length / 2));

        // When
        Obtained obtained = obtain(artifacts.withSecret(SECRET));

        // Then
        assertThat(obtained.fromArtifact()).isFalse();
        assertThat(Files.readAllBytes(artifact())).isEqualTo(good);
    }

    @Test
    void requiredArtifactThatNobodyVouchesForRefusesTheModule() throws Exception {
        // Given
        obtain(artifacts.withSecret(SECRET));

        // When
        assertThatThrownBy(() -> obtain(artifacts.withRequired(true)))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("may only run from an artifact that this job trusts")
                .hasMessageContaining("the job names no digest")
                .hasMessageContaining("wasm-filter compile");
    }

    @Test
    void requiredArtifactThatIsMissingRefusesTheModule() {
        // When
        assertThatThrownBy(() -> obtain(artifacts.withRequired(true)))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(".jvm.chicory-1.7.5.d2.f1.wfa is not there");
    }

    @Test
    void storeThatCannotBeWrittenCostsOnlyTheArtifact() throws IOException {
        // Given
        Files.writeString(store(), "a file is in the way");

        // When
        Obtained obtained = obtain(artifacts.withSecret(SECRET));

        // Then
        assertThat(obtained.fromArtifact()).isFalse();
    }

    @Test
    void clientPublishesAndNamesTheDigestSoThatNobodyElseCompiles() throws IOException {
        // Given
        WasmFilter filter = filter(artifacts);

        // When
        WasmFilter pinned = ArtifactPinning.pin(filter);

        // Then
        assertThat(pinned.artifacts().digest()).contains(TestArtifacts.artifact().digest());
        assertThat(obtain(pinned.artifacts()).fromArtifact()).isTrue();
        assertThat(ArtifactPinning.pin(pinned)).isEqualTo(pinned);
    }

    @Test
    void clientPutsArtifactsBesideTheModuleIfThatIsAskedFor() throws IOException {
        // Given
        WasmFilter filter = filter(ModuleArtifacts.besideModule());

        // When
        WasmFilter pinned = ArtifactPinning.pin(filter);

        // Then
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "filter.wasm",
                            TestArtifacts.MODULE.sha256() + ".jvm.chicory-1.7.5.d2.f1.wfa");
        }
        assertThat(
                        CompiledModuleSource.of(pinned.artifacts(), pinned.module())
                                .obtain(TestArtifacts.MODULE)
                                .fromArtifact())
                .isTrue();
    }

    @Test
    void clientThatCannotPublishLeavesItToTheTaskManagers() throws IOException {
        // Given
        Files.writeString(store(), "a file is in the way");

        // When
        WasmFilter pinned = ArtifactPinning.pin(filter(artifacts));

        // Then
        assertThat(pinned.artifacts().digest()).isEmpty();
        assertThat(pinned.artifacts().secret()).isPresent();
    }

    private WasmFilter filter(ModuleArtifacts wanted) throws IOException {
        Path module = directory.resolve("filter.wasm");
        Files.write(module, TestArtifacts.MODULE.bytes());
        return WasmFilter.builder()
                .setModule(
                        ModuleReference.pinned(
                                module.toUri().toString(), TestArtifacts.MODULE.sha256()))
                .setFunctionName("length")
                .setArtifacts(wanted)
                .build();
    }

    private static Obtained obtain(ModuleArtifacts artifacts) {
        return CompiledModuleSource.of(artifacts, ModuleReference.of("anywhere.wasm"))
                .obtain(TestArtifacts.MODULE);
    }

    private Path store() {
        return directory.resolve("artifacts");
    }

    private Path artifact() {
        return store().resolve(
                        ArtifactKey.of(TestArtifacts.MODULE.sha256(), ArtifactTarget.JVM)
                                .fileName());
    }
}
