package io.github.flinkwasm.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.datastream.WasmFilterFunction;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.module.ModulePinning;
import io.github.flinkwasm.s3.UnreliableNetwork.Trouble;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose module is on S3, from the client to the subtasks. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class S3JobITCase {
    private static final int SUBTASKS = 4;
    private static final String OBJECT = "filters/job/identity.wasm";

    @RegisterExtension static final S3Extension S3 = S3Extension.withPluginsOfTheEnvironment();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(2)
                            .setNumberSlotsPerTaskManager(SUBTASKS / 2)
                            .build());

    @Test
    void clientPinsAndItsTaskManagersLoadOnce() throws Exception {
        // Given
        String uri = S3.put(OBJECT, Guests.identityNamed("unpinned"));

        // When
        List<String> records = run(filter(ModuleReference.of(uri), ModulePersistence.DEFAULT));

        // Then: the client, and the one class loader that all subtasks have here
        assertThat(records).hasSize(SUBTASKS);
        assertThat(S3.network().downloadsOf(OBJECT)).isEqualTo(2);
    }

    @Test
    void pinnedModuleIsLoadedOnceForAllSubtasks() throws Exception {
        // Given
        ModuleReference pinned = putPinned("pinned");

        // When
        List<String> records = run(filter(pinned, ModulePersistence.DEFAULT));

        // Then
        assertThat(records).hasSize(SUBTASKS);
        assertThat(S3.network().downloadsOf(OBJECT)).isEqualTo(1);
    }

    @Test
    void taskManagersWaitForAServerThatIsBusy() throws Exception {
        // Given: a job that is not restarted
        ModuleReference pinned = putPinned("busy");
        S3.network().disturbAll(Trouble.BUSY, 5);

        // When
        List<String> records = run(filter(pinned, ModulePersistence.DEFAULT));

        // Then
        assertThat(records).hasSize(SUBTASKS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void storesCopyIsUsedWhenTheOriginalIsOverwrittenOrGone(boolean overwritten) throws Exception {
        // Given
        ModuleReference reference = putPinned("stored" + overwritten);
        String storedObject = "filters/job-store/" + reference.sha256().orElseThrow() + ".wasm";
        ModulePersistence store = ModulePersistence.DEFAULT.withStore("s3://filters/job-store");
        WasmFilter pinned = ModulePinning.pin(filter(ModuleReference.of(reference.uri()), store));

        // When
        if (overwritten) {
            S3.put(OBJECT, Guests.waysOut());
        } else {
            S3.server().delete(OBJECT);
        }
        S3.network().reset();
        List<String> records = run(pinned);

        // Then
        assertThat(records).hasSize(SUBTASKS);
        assertThat(S3.network().downloadsOf(storedObject)).isEqualTo(1);
        assertThat(S3.network().downloadsOf(OBJECT)).isZero();
    }

    /** Puts a module that no other test has into the bucket. */
    private static ModuleReference putPinned(String name) throws IOException {
        byte[] module = Guests.identityNamed(name);
        return ModuleReference.pinned(S3.put(OBJECT, module), ModuleLoader.sha256(module));
    }

    private static WasmFilter filter(ModuleReference module, ModulePersistence persistence) {
        return WasmFilter.builder()
                .setModule(module)
                .setFunctionName("f")
                .setModulePersistence(persistence)
                .build();
    }

    /** A record for each subtask, through the filter; ends when all subtasks have one. */
    private static List<String> run(WasmFilter filter) throws Exception {
        AllAtWork.subtasks = new CountDownLatch(SUBTASKS);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        Configuration.fromMap(
                                Map.of(
                                        "pipeline.generic-types", "false",
                                        "parallelism.default", String.valueOf(SUBTASKS),
                                        "restart-strategy.type", "none")));
        return environment
                .fromSequence(1, SUBTASKS)
                .map(number -> "{\"number\":" + number + "}")
                .returns(Types.STRING)
                .process(WasmFilterFunction.of(filter, RecordCodecs.strings()))
                .map(new AllAtWork())
                .executeAndCollect(10_000);
    }

    /**
     * Holds each subtask at its record until all of them have one, and so have opened the filter.
     */
    private static final class AllAtWork implements MapFunction<String, String> {
        private static final long serialVersionUID = 1L;

        private static volatile CountDownLatch subtasks = new CountDownLatch(0);

        @Override
        public String map(String line) throws InterruptedException {
            subtasks.countDown();
            if (!subtasks.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("A subtask did not start.");
            }
            return line;
        }
    }
}
