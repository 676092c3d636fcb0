package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.internal.pool.SharedModules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restored operator runs the module its checkpoint names, or refuses. */
class ModulePinITCase {
    private static final int MAX_PARALLELISM = 128;

    /** Two modules with the same function: one returns the record, the other may drop. */
    private static final String IDENTITY = "guests/wat/identity.wasm";

    private static final String OTHER = "guests/wat/hostile/unreachable.wasm";

    @TempDir Path directory;

    private Path module;

    @BeforeEach
    void copyModule() throws IOException {
        module = directory.resolve("filter.wasm");
        overwrite(IDENTITY);
    }

    private void overwrite(String resource) throws IOException {
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(resource)) {
            Files.write(module, in.readAllBytes());
        }
    }

    private WasmFilter.Builder filter() {
        return WasmFilter.builder()
                .setModule(ModuleReference.of(module.toUri().toString()))
                .setFunctionName("f")
                .setFailureHandling(FailureHandling.SIDE_OUTPUT);
    }

    private static OneInputStreamOperatorTestHarness<String, String> harness(
            WasmFilterFunction<String, String> function, int parallelism, int index)
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(function), MAX_PARALLELISM, parallelism, index);
    }

    private static WasmFilterFunction<String, String> function(WasmFilter filter) {
        return WasmFilterFunction.of(filter, RecordCodecs.strings());
    }

    /**
     * Runs a job of some parallelism, and gives the state of all its subtasks after one element
     * each.
     */
    @SuppressWarnings(
            "try") // Flink's harness may be interrupted when it closes; the test then fails
    private static OperatorSubtaskState run(
            WasmFilterFunction<String, String> function,
            int parallelism,
            OperatorSubtaskState restored,
            int restoredParallelism)
            throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            try (OneInputStreamOperatorTestHarness<String, String> harness =
                    harness(function, parallelism, i)) {
                if (restored != null) {
                    harness.initializeState(
                            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                    restored,
                                    MAX_PARALLELISM,
                                    restoredParallelism,
                                    parallelism,
                                    i));
                }
                harness.open();
                harness.processElement("{\"n\":" + i + "}", 1L);
                assertThat(harness.extractOutputValues()).containsExactly("{\"n\":" + i + "}");
                states.add(harness.snapshot(1L, 1L));
                // The harness never ends its job, which keeps the compiled module meanwhile.
                SharedModules.instance().endJob(harness.getEnvironment().getJobID().toString());
            }
        }
        return AbstractStreamOperatorTestHarness.repackageState(
                states.toArray(new OperatorSubtaskState[0]));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,4", "4,1", "3,2"})
    void theSameModuleRestoresAtEveryParallelism(int before, int after) throws Exception {
        // Given
        WasmFilterFunction<String, String> function = function(filter().build());
        OperatorSubtaskState state = run(function, before, null, 0);

        // When
        OperatorSubtaskState restored = run(function, after, state, before);

        // Then
        assertThat(restored.hasState()).isTrue();
    }

    @Test
    void anotherModuleIsRefusedWithoutRestarts() throws Exception {
        // Given
        OperatorSubtaskState state = run(function(filter().build()), 1, null, 0);
        overwrite(OTHER);
        WasmFilterFunction<String, String> changed = function(filter().build());

        // When, Then
        assertThatThrownBy(() -> run(changed, 1, state, 1))
                .hasRootCauseInstanceOf(ModuleRejectedException.class)
                .rootCause()
                .hasMessageContaining(identitySha256())
                .hasMessageContaining("module.allow-upgrade-on-restore")
                .hasMessageContaining("NO_CLAIM")
                .hasMessageContaining("ModuleReference.pinned");
        assertThatThrownBy(() -> run(changed, 1, state, 1))
                .satisfiesAnyOf(
                        thrown ->
                                assertThat(thrown.getClass().getSimpleName())
                                        .isEqualTo("SuppressRestartsException"),
                        thrown ->
                                assertThat(thrown.getCause().getClass().getSimpleName())
                                        .isEqualTo("SuppressRestartsException"));
    }

    private static String identitySha256() throws IOException {
        try (InputStream in =
                ModulePinITCase.class.getClassLoader().getResourceAsStream(IDENTITY)) {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256")
                                    .digest(in.readAllBytes()));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAllowedUpgradeRunsTheNewModuleAndPinsIt() throws Exception {
        // Given
        OperatorSubtaskState state = run(function(filter().build()), 2, null, 0);
        overwrite(OTHER);
        WasmFilter upgrade =
                filter().setModulePersistence(
                                ModulePersistence.DEFAULT.withAllowUpgradeOnRestore(true))
                        .build();

        // When
        OperatorSubtaskState upgraded = run(function(upgrade), 2, state, 2);

        // Then
        overwrite(IDENTITY);
        WasmFilterFunction<String, String> old = function(filter().build());
        assertThatThrownBy(() -> run(old, 2, upgraded, 2))
                .hasRootCauseInstanceOf(ModuleRejectedException.class);
    }

    @Test
    void theStoresCopyIsUsedWhenTheFileIsOverwrittenOrGone() throws Exception {
        // Given
        Path store = directory.resolve("store");
        WasmFilterFunction<String, String> function =
                function(
                        filter().setModulePersistence(
                                        ModulePersistence.DEFAULT.withStore(
                                                store.toUri().toString()))
                                .build());
        overwrite(OTHER);

        // When
        OperatorSubtaskState afterOverwrite = run(function, 1, null, 0);
        Files.delete(module);
        OperatorSubtaskState afterDelete = run(function, 1, afterOverwrite, 1);

        // Then
        assertThat(afterDelete.hasState()).isTrue();
        assertThat(store.resolve(identitySha256() + ".wasm")).exists();
    }

    @Test
    void theStatesCopyIsUsedWhenTheFileIsGone() throws Exception {
        // Given
        WasmFilterFunction<String, String> function =
                function(
                        filter().setModulePersistence(
                                        ModulePersistence.DEFAULT.withEmbedInState(true))
                                .build());
        OperatorSubtaskState state = run(function, 2, null, 0);
        Files.delete(module);

        // When
        OperatorSubtaskState restored = run(function, 3, state, 2);

        // Then
        assertThat(restored.hasState()).isTrue();
    }

    @Test
    void withoutAnyCopyAnOverwrittenFileFailsInAWayThatARestartMayCure() throws Exception {
        // Given
        WasmFilterFunction<String, String> function = function(filter().build());
        OperatorSubtaskState state = run(function, 1, null, 0);
        overwrite(OTHER);

        // When, Then
        assertThatThrownBy(() -> run(function, 1, state, 1))
                .isInstanceOf(WasmFilterException.class)
                .hasMessageContaining("No place has module")
                .hasMessageContaining("pinned to " + identitySha256());

        // Given
        overwrite(IDENTITY);

        // When
        OperatorSubtaskState restored = run(function, 1, state, 1);

        // Then
        assertThat(restored.hasState()).isTrue();
    }

    @Test
    void aPinnedReferenceNeedsNoFileOnTheClient() throws Exception {
        // Given
        Files.delete(module);

        // When
        WasmFilterFunction<String, String> function =
                function(
                        filter().setModule(
                                        ModuleReference.pinned(
                                                module.toUri().toString(), identitySha256()))
                                .build());

        // Then
        overwrite(IDENTITY);
        assertThat(run(function, 1, null, 0).hasState()).isTrue();
    }

    @Test
    void credentialsInTheUriGoIntoNoCheckpointAndNoMessage() throws Exception {
        // Given
        ModulePersistence store =
                ModulePersistence.DEFAULT.withStore(directory.resolve("store").toUri().toString());
        run(function(filter().setModulePersistence(store).build()), 1, null, 0);
        String bucket = "s3://key:secret@bucket/";
        WasmFilter withSecret =
                filter().setModule(ModuleReference.pinned(bucket + "old.wasm", identitySha256()))
                        .setModulePersistence(store)
                        .build();
        WasmFilter other =
                filter().setModule(ModuleReference.pinned(bucket + "new.wasm", "0".repeat(64)))
                        .build();

        // When
        OperatorSubtaskState state = run(function(withSecret), 1, null, 0);

        // Then
        assertThatThrownBy(() -> run(function(other), 1, state, 1))
                .rootCause()
                .hasMessageContaining("s3://bucket/old.wasm")
                .hasMessageContaining("s3://bucket/new.wasm")
                .hasMessageNotContaining("secret");
    }
}
