package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades of a running job whose module is not where it should be, and what metrics say. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class UpgradeSurprisesITCase {

    private static final int SUBTASKS = 2;

    private static final InMemoryReporter REPORTER = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(SUBTASKS)
                            .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
                            .build());

    /** Of the class: when a job has ended, Flink still removes its checkpoints for a while. */
    @TempDir static Path checkpoints;

    @TempDir Path directory;

    @AfterEach
    void cancelWhatIsLeft(@InjectMiniCluster MiniCluster cluster) throws Exception {
        FilterJob.cancelAll(cluster);
    }

    private static WasmFilter filterOf(VersionedModule module) {
        return WasmFilter.builder().setModule(module.reference()).setFunctionName("f").build();
    }

    private static FilterJob.Setting setting() {
        return UpgradeJob.setting(checkpoints, false).withParallelism(SUBTASKS);
    }

    @Test
    void metricsSayTheSameAsTheReports(@InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule next = new VersionedModule(directory, 1);
        VersionedModule missing = new VersionedModule(directory, 2);
        UpgradeJob job =
                UpgradeJob.start(cluster, filterOf(new VersionedModule(directory, 0)), setting());
        job.awaitCheckpoints(1);

        // When
        job.send(next.stage());
        job.awaitReports(State.READY, next.id(), SUBTASKS);
        List<Object> whenReady = gauges(job, "wasm.stagedModule");
        job.send(next.activate());
        List<UpgradeReport> activated = job.awaitReports(State.ACTIVATED, next.id(), SUBTASKS);
        List<Object> whenActivated = gauges(job, "wasm.stagedModule");
        List<Object> switches = gauges(job, "wasm.lastSwitchCheckpoint");
        missing.delete();
        job.send(missing.stage());
        job.awaitReports(State.REJECTED, missing.id(), SUBTASKS);

        // Then
        assertThat(whenReady).containsExactly(2, 2);
        assertThat(whenActivated).containsExactly(0, 0);
        long switchedAt = activated.get(0).checkpointId();
        assertThat(switches).containsExactly(switchedAt, switchedAt);
        assertThat(gauges(job, "wasm.stagedModule")).containsExactly(3, 3);
        assertThat(REPORTER.findMetrics(job.jobId(), "wasm.modulesRejected").values())
                .extracting(metric -> ((Counter) metric).getCount())
                .containsExactly(1L, 1L);
    }

    private static List<Object> gauges(UpgradeJob job, String name) {
        return REPORTER.findMetrics(job.jobId(), name).values().stream()
                .map(metric -> (Object) ((Gauge<?>) metric).getValue())
                .toList();
    }

    @Test
    void aNewTaskManagerTriesUntilTheStoreOfTheUpgradedModuleIsBack(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule initial = new VersionedModule(directory, 0);
        VersionedModule next = new VersionedModule(directory, 1);
        Path store = directory.resolve("store");
        WasmFilter filter =
                filterOf(initial).toBuilder()
                        .setModulePersistence(
                                ModulePersistence.DEFAULT.withStore(store.toUri().toString()))
                        .build();
        UpgradeJob job = UpgradeJob.start(cluster, filter, setting());
        job.awaitCheckpoints(1);
        job.send(next.stage(), next.activate());
        job.awaitReports(State.ACTIVATED, next.id(), SUBTASKS);
        job.awaitCheckpoints(1);
        next.delete();
        Path down = Files.move(store, directory.resolve("store-that-is-down"));

        // When
        cluster.terminateTaskManager(0).get();
        cluster.startTaskManager();
        job.awaitFailure("No place has module");
        Files.move(down, store);
        job.awaitReports(State.RUNNING, next.id(), SUBTASKS);
        job.awaitMoreLines(100);
        List<String> lines = job.finish();

        // Then
        UpgradeLines.assertEveryNumberOnce(lines);
        UpgradeLines.assertVersionsOnlyRise(lines);
        assertThat(lines.get(lines.size() - 1)).contains("\"v\":\"01\"");
    }

    @Test
    void anActivationThatCannotSucceedFailsTheJobUntilItIsAborted(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule missing = new VersionedModule(directory, 1);
        VersionedModule better = new VersionedModule(directory, 2);
        UpgradeJob job =
                UpgradeJob.start(
                        cluster,
                        filterOf(new VersionedModule(directory, 0)),
                        setting(),
                        Duration.ofSeconds(1));
        job.awaitCheckpoints(1);
        missing.delete();
        job.send(missing.stage());
        job.awaitReports(State.REJECTED, missing.id(), SUBTASKS);

        // When
        job.send(missing.activate());
        job.awaitFailure("is not ready on subtask");
        job.send(missing.abort());
        job.awaitReports(State.DISCARDED, missing.id(), SUBTASKS);
        job.awaitMoreLines(100);
        job.send(better.stage());
        job.awaitReports(State.READY, better.id(), SUBTASKS);
        job.send(better.activate());
        job.awaitReports(State.ACTIVATED, better.id(), SUBTASKS);
        job.awaitMoreLines(100);
        List<String> lines = job.finish();

        // Then
        UpgradeLines.assertEveryNumberOnce(lines);
        UpgradeLines.assertVersionsOnlyRise(lines);
        assertThat(lines.stream().map(UpgradeJob::versionOf).distinct())
                .containsExactly("00", "02");
        assertThat(job.reports(State.ACTIVATED, missing.id())).isEmpty();
    }
}
