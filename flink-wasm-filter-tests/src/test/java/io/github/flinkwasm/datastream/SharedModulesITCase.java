package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.pool.SharedModules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job keeps its compiled modules over failovers, and leaves nothing behind when it ends. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SharedModulesITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    /** What reached the end of the job that restarts; its tasks run in this JVM. */
    private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

    @TempDir Path directory;

    private Path module;
    private String sha256 = "";

    /** A module that nobody else in this JVM has. */
    @BeforeEach
    void makeModule() throws IOException {
        module = directory.resolve("filter.wasm");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in =
                getClass().getClassLoader().getResourceAsStream("guests/wat/identity.wasm")) {
            in.transferTo(bytes);
        }
        byte[] text = ("\1x" + UUID.randomUUID()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        bytes.write(0); // a custom section
        bytes.write(text.length);
        bytes.write(text);
        Files.write(module, bytes.toByteArray());
        sha256 = ModuleLoader.sha256(bytes.toByteArray());
    }

    @Test
    void aRestartNeitherReadsNorCompilesTheModuleAgain() throws Exception {
        // Given
        PASSED.clear();
        StreamExecutionEnvironment environment = environment(2);
        filtered(environment, "{\"k\":1}", "{\"k\":2}")
                .map(new DeleteAndFailOnce(module.toString()))
                .sinkTo(new DiscardingSink<>());

        // When
        environment.execute();

        // Then: the second attempt ran, although the file was gone
        assertThat(PASSED).containsExactlyInAnyOrder("{\"k\":1}", "{\"k\":2}");
        assertThat(module).doesNotExist();
    }

    @Test
    void theEndOfAJobLetsItsModuleGoOnceNoOtherJobHasIt() throws Exception {
        // Given
        JobClient endless = endlessJob();
        filtered(environment(1), "{\"k\":1}").executeAndCollect(100);

        // When
        boolean heldByTheOther = isHeld();
        endless.cancel().get();
        while (isHeld()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        // Then
        assertThat(heldByTheOther).isTrue();
        assertThat(isHeld()).isFalse();
    }

    private JobClient endlessJob() throws Exception {
        StreamExecutionEnvironment environment = environment(1);
        environment
                .fromSequence(0, Long.MAX_VALUE)
                .map(number -> "{\"k\":" + number + "}")
                .process(function())
                .sinkTo(new DiscardingSink<>());
        JobClient job = environment.executeAsync();
        while (!isHeld()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return job;
    }

    private boolean isHeld() throws InterruptedException {
        try {
            SharedModules.instance().acquire(sha256, SharedModulesITCase::notHeld).close();
            return true;
        } catch (NotHeldException notHeld) {
            return false;
        }
    }

    private static LoadedModule notHeld() {
        throw new NotHeldException();
    }

    private DataStream<String> filtered(StreamExecutionEnvironment environment, String... lines) {
        return environment.fromData(lines).process(function());
    }

    private WasmFilterFunction<String, String> function() {
        return WasmFilterFunction.of(
                WasmFilter.builder()
                        .setModule(ModuleReference.pinned(module.toUri().toString(), sha256))
                        .setFunctionName("f")
                        .setFailureHandling(FailureHandling.FAIL)
                        .build(),
                RecordCodecs.strings());
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        return StreamExecutionEnvironment.getExecutionEnvironment(
                Configuration.fromMap(
                        Map.of(
                                "pipeline.generic-types", "false",
                                "parallelism.default", String.valueOf(parallelism),
                                "restart-strategy.type", "fixed-delay",
                                "restart-strategy.fixed-delay.attempts", "1",
                                "restart-strategy.fixed-delay.delay", "100 ms")));
    }

    private static final class NotHeldException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Deletes a file and fails in the first attempt; notes what comes in the second. Without
     * checkpoints Flink's own collecting of results refuses a restart, when it has noticed it.
     */
    private static final class DeleteAndFailOnce extends RichMapFunction<String, String> {
        private static final long serialVersionUID = 1L;

        private final String file;
        private boolean first;

        DeleteAndFailOnce(String file) {
            this.file = file;
        }

        @Override
        public void open(OpenContext context) {
            first = getRuntimeContext().getTaskInfo().getAttemptNumber() == 0;
        }

        @Override
        public String map(String line) throws IOException {
            if (first) {
                Files.deleteIfExists(Path.of(file));
                throw new IllegalStateException("the first attempt fails");
            }
            PASSED.add(line);
            return line;
        }
    }
}
