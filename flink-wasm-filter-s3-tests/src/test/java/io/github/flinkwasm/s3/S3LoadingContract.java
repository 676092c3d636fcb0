package io.github.flinkwasm.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.artifact.ArtifactPublisher;
import io.github.flinkwasm.artifact.ArtifactPublisher.PublishedArtifact;
import io.github.flinkwasm.internal.artifact.ArtifactStore;
import io.github.flinkwasm.internal.artifact.CompiledModuleSource;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.module.ModuleSources;
import io.github.flinkwasm.internal.module.ModuleStore;
import io.github.flinkwasm.s3.UnreliableNetwork.Trouble;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has to hold with every S3 plugin that Flink publishes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class S3LoadingContract {
    private static final MemorySize ENOUGH = MemorySize.ofMebiBytes(1);

    abstract S3Extension s3();

    /** How many requests the plugin makes before it gives up, as it is configured here. */
    abstract int requestsOfOneAttempt();

    /** A class of the plugin. */
    abstract String classOfThePlugin();

    private static LoadedModule load(String uri) {
        return ModuleLoader.load(ModuleReference.of(uri), ENOUGH);
    }

    /** Loads what cannot be loaded; nothing may give the credentials away. */
    private WasmFilterException failureOf(String uri) {
        Throwable thrown = catchThrowable(() -> load(uri));
        assertThat(thrown).isInstanceOf(WasmFilterException.class);
        assertThat(thrown.getMessage())
                .contains(uri)
                .doesNotContain(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
        return (WasmFilterException) thrown;
    }

    @Test
    void objectIsReadByAPluginOfItsOwnClassLoader() throws IOException {
        // Given
        String uri = s3().put("filters/a/identity.wasm", Guests.identity());

        // When
        LoadedModule loaded = load(uri);

        // Then
        assertThat(loaded.bytes()).isEqualTo(Guests.identity());
        assertThat(loaded.origin()).startsWith(uri + " (sha256 ");
        assertThat(s3().network().downloadsOf("filters/a/identity.wasm")).isEqualTo(1);
        assertThatThrownBy(() -> Class.forName(classOfThePlugin()))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void missingObjectIsSaidToBeMissingAtOnce() {
        // When
        WasmFilterException failure = failureOf("s3://filters/nothing.wasm");

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessage(
                        "Module s3://filters/nothing.wasm does not exist. Check the bucket or host,"
                                + " and the path in it.");
        assertThat(s3().network().requests().stream().filter(r -> r.method().equals("HEAD")))
                .hasSize(1);
    }

    @Test
    void missingBucketIsNamed() {
        // When
        WasmFilterException failure = failureOf("s3://no-such-bucket/identity.wasm");

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageStartingWith("Module s3://no-such-bucket/identity.wasm cannot be read: ")
                .hasMessageContaining("The specified bucket does not exist")
                .hasMessageContaining(" Check the bucket or host and the path,");
    }

    @Test
    void prefixOfObjectsIsADirectory() throws IOException {
        // Given
        s3().put("filters/prefix/identity.wasm", Guests.identity());

        // When
        WasmFilterException failure = failureOf("s3://filters/prefix");

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("is a directory. Give the .wasm file in it.");
    }

    @Test
    void wrongSecretKeyIsToldWithoutIt() throws IOException {
        // Given
        String uri = s3().put("filters/identity.wasm", Guests.identity());
        s3().configure(Map.of("s3.secret-key", "wrong-and-secret-too"));

        // When
        WasmFilterException failure = failureOf(uri);

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("Forbidden")
                .hasMessageContaining("credentials")
                .hasMessageNotContaining("wrong-and-secret-too");
    }

    @Test
    void serverThatIsDownIsToldAndTriedAgain() throws IOException {
        // Given
        String uri = "s3://filters/identity.wasm";
        s3().configure(Map.of("s3.endpoint", "http://127.0.0.1:" + closedPort()));

        // When
        WasmFilterException failure = failureOf(uri);

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("that the server can be reached");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"BUSY", "RESET"})
    void troubleThatPassesIsWaitedFor(Trouble trouble) throws IOException {
        // Given
        String uri = s3().put("filters/identity.wasm", Guests.identity());
        s3().network().disturbAll(trouble, requestsOfOneAttempt() + 1);

        // When
        LoadedModule loaded = load(uri);

        // Then
        assertThat(loaded.bytes()).isEqualTo(Guests.identity());
        assertThat(s3().network().requests()).hasSizeGreaterThan(requestsOfOneAttempt() + 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"BUSY", "RESET"})
    void troubleThatStaysIsToldAfterThreeAttempts(Trouble trouble) throws IOException {
        // Given
        String uri = s3().put("filters/identity.wasm", Guests.identity());
        s3().network().disturbAll(trouble, 1_000);

        // When
        WasmFilterException failure = failureOf(uri);

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining(trouble == Trouble.BUSY ? "503" : "Connection reset");
        assertThat(s3().network().requests()).hasSize(3 * requestsOfOneAttempt());
    }

    @Test
    void downloadThatWasCutShortIsReadAgain() throws IOException {
        // Given
        String uri = s3().put("filters/ways_out.wasm", Guests.waysOut());
        s3().network()
                .disturb(
                        request -> request.isDownloadOf("filters/ways_out.wasm"),
                        Trouble.CUT_SHORT,
                        1);

        // When
        LoadedModule loaded = load(uri);

        // Then
        assertThat(loaded.bytes()).isEqualTo(Guests.waysOut());
        assertThat(s3().network().downloadsOf("filters/ways_out.wasm")).isEqualTo(2);
    }

    @Test
    void downloadThatIsCutShortEveryTimeIsNoModule() throws IOException {
        // Given
        String uri = s3().put("filters/ways_out.wasm", Guests.waysOut());
        s3().network()
                .disturb(
                        request -> request.isDownloadOf("filters/ways_out.wasm"),
                        Trouble.CUT_SHORT,
                        1_000);

        // When
        WasmFilterException failure = failureOf(uri);

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("cannot be read: ")
                .hasMessageContaining("Premature end");
    }

    @Test
    void giantObjectIsRefusedWithoutADownload() throws IOException {
        // Given
        try (RandomAccessFile giant =
                new RandomAccessFile(s3().server().file("filters/giant.wasm").toFile(), "rw")) {
            giant.setLength(10L << 30);
        }

        // When
        WasmFilterException failure = failureOf("s3://filters/giant.wasm");

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("at least 10,737,418,240 bytes, but the limit is 1,048,576");
        assertThat(s3().network().downloadsOf("filters/giant.wasm")).isZero();
    }

    @Test
    void moduleIsLoadedFromTheStoreWhenTheOriginalIsOverwritten() throws IOException {
        // Given
        byte[] module = Guests.identity();
        String sha256 = ModuleLoader.sha256(module);
        new ModuleStore("s3://filters/store/").put(module, sha256);
        String uri = s3().put("filters/overwritten.wasm", Guests.waysOut());

        // When
        LoadedModule loaded =
                new ModuleSources(ModuleReference.pinned(uri, sha256), "s3://filters/store", null)
                        .load(ENOUGH);

        // Then
        assertThat(loaded.bytes()).isEqualTo(module);
        assertThat(s3().server().read("filters/store/" + sha256 + ".wasm")).isEqualTo(module);
        assertThat(s3().network().downloadsOf("filters/overwritten.wasm")).isZero();
    }

    @Test
    void moduleThatIsStoredIsNotWrittenAgain() throws IOException {
        // Given
        byte[] module = Guests.waysOut();
        ModuleStore store = new ModuleStore("s3://filters/store");
        store.put(module, ModuleLoader.sha256(module));
        s3().network().reset();

        // When
        store.put(module, ModuleLoader.sha256(module));

        // Then
        assertThat(s3().network().requests()).noneMatch(r -> r.method().equals("PUT"));
    }

    @Test
    void storeThatIsBusyIsWaitedFor() throws IOException {
        // Given
        byte[] module = Guests.identity();
        String sha256 = ModuleLoader.sha256(module);
        s3().network().disturbAll(Trouble.BUSY, requestsOfOneAttempt() + 1);

        // When
        new ModuleStore("s3://filters/busy").put(module, sha256);

        // Then
        assertThat(s3().server().read("filters/busy/" + sha256 + ".wasm")).isEqualTo(module);
    }

    @Test
    void storeInAMissingBucketIsNamed() throws IOException {
        // Given
        byte[] module = Guests.identity();
        String sha256 = ModuleLoader.sha256(module);
        ModuleStore store = new ModuleStore("s3://no-such-bucket/store");

        // When
        assertThatThrownBy(() -> store.put(module, sha256))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageStartingWith(
                        "The module cannot be stored as s3://no-such-bucket/store/"
                                + sha256
                                + ".wasm: ")
                .hasMessageContaining("The specified bucket does not exist");
    }

    @Test
    void artifactIsPublishedListedAndLoaded() throws IOException {
        // Given
        String uri = s3().put("filters/compiled.wasm", Guests.identity());
        String store = "s3://filters/artifacts";

        // When
        PublishedArtifact artifact = ArtifactPublisher.to(store).publish(ModuleReference.of(uri));
        ModuleArtifacts trust =
                ModuleArtifacts.inStore(store).withDigest(artifact.digest()).withRequired(true);

        // Then
        assertThat(new ArtifactStore(store).list())
                .extracting(ArtifactStore.StoredFile::sizeBytes)
                .containsExactly(artifact.sizeBytes());
        assertThat(
                        CompiledModuleSource.of(trust, ModuleReference.of(uri))
                                .obtain(load(uri))
                                .fromArtifact())
                .isTrue();
    }

    @Test
    void moduleWithoutAnArtifactIsCompiledAndWhatIsMissingIsSaid() throws IOException {
        // Given
        String uri = s3().put("filters/compiled.wasm", Guests.identity());
        ModuleArtifacts none = ModuleArtifacts.inStore("s3://filters/none-here");

        // When
        boolean fromArtifact =
                CompiledModuleSource.of(none, ModuleReference.of(uri))
                        .obtain(load(uri))
                        .fromArtifact();

        // Then
        assertThat(fromArtifact).isFalse();
        ModuleArtifacts elsewhere =
                ModuleArtifacts.inStore("s3://filters/nor-here").withRequired(true);
        assertThatThrownBy(
                        () ->
                                CompiledModuleSource.of(elsewhere, ModuleReference.of(uri))
                                        .obtain(load(uri)))
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(".wfa is not there");
    }

    @Test
    void schemeWithoutAPluginIsToldWithTheDirectoryAndTheJar() {
        // When
        WasmFilterException failure = failureOf("gs://filters/identity.wasm");

        // Then
        assertThat(failure)
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("there is none for the scheme \"gs\"")
                .hasMessageContaining(
                        "Plugins were looked for in "
                                + System.getenv("FLINK_PLUGINS_DIR")
                                + ", which has s3-fs-hadoop.")
                .hasMessageContaining("flink-gs-fs-hadoop-<Flink's version>.jar");
    }
}
