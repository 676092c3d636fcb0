package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** A job that is restored with another module than its savepoint names. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RefusedRestoreITCase {

    private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
                            .build());

    @RegisterExtension
    final LoggerAuditingExtension log =
            new LoggerAuditingExtension(ElementFilter.class, Level.INFO);

    private static final int COUNT = 60;

    /** The source has two splits of so many numbers. */
    private static final int HALF = COUNT / 2;

    private static final int THIRD_OF_HALF = HALF / 3;

    /** Of the class: when a job has ended, Flink still removes its checkpoints for a while. */
    @TempDir static Path checkpoints;

    @TempDir Path directory;

    private final JobControl control = JobControl.create();
    private ModuleFile module;

    @AfterEach
    void cancelWhatIsLeft(@InjectMiniCluster MiniCluster cluster) throws Exception {
        FilterJob.cancelAll(cluster);
    }

    @BeforeEach
    void putModule() throws IOException {
        module = new ModuleFile(directory);
    }

    @ParameterizedTest
    @EnumSource(FilterForm.class)
    void refusesAtOnceAndSaysWhatToDo(FilterForm form, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        String savepoint = runAndStop(cluster, form);
        module.overwriteWith(ModuleFile.TRAPPING);

        // When
        FilterJob refused = start(cluster, form, ModulePersistence.DEFAULT, restored(savepoint));
        Throwable failure = refused.awaitFailure();

        // Then
        assertThat(rejection(failure))
                .hasMessageContaining(ModuleFile.sha256(ModuleFile.IDENTITY))
                .hasMessageContaining(ModuleFile.sha256(ModuleFile.TRAPPING))
                .hasMessageContaining(module.uri())
                .hasMessageContaining("ModuleReference.pinned")
                .hasMessageContaining("module.allow-upgrade-on-restore")
                .hasMessageContaining("ModulePersistence.withAllowUpgradeOnRestore(true)")
                .hasMessageContaining("NO_CLAIM");
        assertThat(refused.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "NO_CLAIM, NO_EXTERNALIZED_CHECKPOINTS",
        "NO_CLAIM, DELETE_ON_CANCELLATION",
        "CLAIM, DELETE_ON_CANCELLATION",
        "CLAIM, RETAIN_ON_CANCELLATION"
    })
    void theSavepointOutlivesARefusal(
            String claimMode, String retention, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        String savepoint = runAndStop(cluster, FilterForm.PROCESS_FUNCTION);
        FilterJob.Setting setting = restored(savepoint, claimMode, retention);
        module.overwriteWith(ModuleFile.TRAPPING);
        FilterJob refused =
                start(cluster, FilterForm.PROCESS_FUNCTION, ModulePersistence.DEFAULT, setting);
        rejection(refused.awaitFailure());

        // When
        module.overwriteWith(ModuleFile.IDENTITY);
        control.letPass(number -> true);
        FilterJob job =
                start(cluster, FilterForm.PROCESS_FUNCTION, ModulePersistence.DEFAULT, setting);
        List<String> lines = job.finish();

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(lines(number -> "emitted "));
    }

    /** What Flink does, not what anybody wants: docs/how-to/restore.md warns of it. */
    @Test
    void aRefusalUnderClaimDeletesTheSavepointWhereNoCheckpointIsKept(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        String savepoint = runAndStop(cluster, FilterForm.PROCESS_FUNCTION);
        Path metadata = Path.of(URI.create(savepoint)).resolve("_metadata");
        module.overwriteWith(ModuleFile.TRAPPING);

        // When
        FilterJob refused =
                start(
                        cluster,
                        FilterForm.PROCESS_FUNCTION,
                        ModulePersistence.DEFAULT,
                        restored(savepoint, "CLAIM", "NO_EXTERNALIZED_CHECKPOINTS"));
        Throwable failure = refused.awaitFailure();

        // Then
        assertThat(rejection(failure)).hasMessageContaining("NO_CLAIM");
        // The JobManager deletes in the background.
        while (Files.exists(metadata)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void anAllowedUpgradeRunsTheNewModuleAndCountsGenerations(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        ModulePersistence allowed = ModulePersistence.DEFAULT.withAllowUpgradeOnRestore(true);
        String first = runAndStop(cluster, FilterForm.PROCESS_FUNCTION);
        module.overwriteWith(ModuleFile.TRAPPING);

        // When
        FilterJob upgraded = start(cluster, FilterForm.PROCESS_FUNCTION, allowed, restored(first));
        String second = goOnAndStop(upgraded, 2 * THIRD_OF_HALF);
        FilterJob restored =
                start(
                        cluster,
                        FilterForm.PROCESS_FUNCTION,
                        ModulePersistence.DEFAULT,
                        restored(second));
        restored.awaitLines(1);
        String third = restored.stopWithSavepoint(SavepointFormatType.CANONICAL, checkpoints);
        module.overwriteWith(ModuleFile.IDENTITY);
        control.letPass(number -> true);
        FilterJob upgradedAgain =
                start(cluster, FilterForm.PROCESS_FUNCTION, allowed, restored(third));
        List<String> lines = upgradedAgain.finish();

        // Then
        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(
                        lines(n -> isInSecondThird(n) ? "failed TRAP " : "emitted "));
        assertThat(generations(upgraded)).containsExactly(2, 2);
        assertThat(generations(restored)).containsExactly(2, 2);
        assertThat(generations(upgradedAgain)).containsExactly(3, 3);
        assertThat(log.getMessages())
                .anyMatch(says(ModuleFile.TRAPPING, 2))
                .anyMatch(says(ModuleFile.IDENTITY, 3))
                .noneMatch(says(ModuleFile.IDENTITY, 2));
    }

    /** Runs a job with the first module until a third of the records is through. */
    private String runAndStop(MiniCluster cluster, FilterForm form) throws Exception {
        FilterJob job = start(cluster, form, ModulePersistence.DEFAULT, setting());
        return goOnAndStop(job, THIRD_OF_HALF);
    }

    private String goOnAndStop(FilterJob job, int ofEachHalf) throws Exception {
        control.letPass(number -> number % HALF < ofEachHalf);
        job.awaitLines(2 * ofEachHalf);
        return job.stopWithSavepoint(SavepointFormatType.CANONICAL, checkpoints);
    }

    private FilterJob start(
            MiniCluster cluster,
            FilterForm form,
            ModulePersistence persistence,
            FilterJob.Setting setting)
            throws Exception {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(module.reference())
                        .setFunctionName("f")
                        .setFailureHandling(form.failureHandling())
                        .setModulePersistence(persistence)
                        .build();
        return FilterJob.start(
                cluster,
                control,
                new FilterJob.Definition(form, filter, ModuleFile::record, COUNT),
                setting);
    }

    private FilterJob.Setting setting() {
        return FilterJob.Setting.in(checkpoints);
    }

    private FilterJob.Setting restored(String savepoint) {
        return setting().restoredFrom(savepoint);
    }

    private FilterJob.Setting restored(String savepoint, String claimMode, String retention) {
        return restored(savepoint)
                .with("execution.state-recovery.claim-mode", claimMode)
                .with("execution.checkpointing.externalized-checkpoint-retention", retention);
    }

    private static Throwable rejection(Throwable failure) {
        return ExceptionUtils.findSerializedThrowable(
                        failure,
                        ModuleRejectedException.class,
                        RefusedRestoreITCase.class.getClassLoader())
                .orElseThrow(
                        () -> new AssertionError("The job failed for another reason", failure));
    }

    private static List<Integer> generations(FilterJob job) {
        return REPORTER.findMetrics(job.id(), "wasm.moduleGeneration").values().stream()
                .map(metric -> (Integer) ((Gauge<?>) metric).getValue())
                .toList();
    }

    private static Predicate<String> says(String module, int generation) throws IOException {
        String sha256 = ModuleFile.sha256(module);
        return line -> line.contains(sha256) && line.contains("generation " + generation);
    }

    private static boolean isInSecondThird(long number) {
        return number % HALF >= THIRD_OF_HALF && number % HALF < 2 * THIRD_OF_HALF;
    }

    private static List<String> lines(LongFunction<String> outcome) {
        return LongStream.range(0, COUNT)
                .mapToObj(number -> outcome.apply(number) + ModuleFile.record(number))
                .toList();
    }
}
