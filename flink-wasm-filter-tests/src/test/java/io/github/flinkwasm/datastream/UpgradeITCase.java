package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upgrades of a running job under load, with what can go wrong meanwhile. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class UpgradeITCase {

    private static final int SUBTASKS = 4;
    private static final int SWITCHES = 20;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(SUBTASKS)
                            // Backpressure with little on its way, so that a barrier is through
                            // soon.
                            .setConfiguration(
                                    Configuration.fromMap(
                                            Map.of(
                                                    "taskmanager.memory.segment-size", "4kb",
                                                    "taskmanager.network.memory.floating-buffers-per-gate",
                                                            "2",
                                                    "taskmanager.network.memory.max-buffers-per-channel",
                                                            "3")))
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fourSubtasksSwitchTwentyTimesUnderLoadEachTimeAtOneCheckpoint(
            boolean unaligned, @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule initial = new VersionedModule(directory, 0);
        UpgradeJob job =
                UpgradeJob.start(
                        cluster, filterOf(initial), UpgradeJob.setting(checkpoints, unaligned));
        job.awaitMoreLines(100);

        // When
        Map<Integer, List<Long>> switches = new TreeMap<>();
        for (int version = 1; version <= SWITCHES; version++) {
            VersionedModule next = new VersionedModule(directory, version);
            job.send(next.stage());
            job.awaitReports(State.READY, next.id(), SUBTASKS);
            job.send(next.activate());
            List<Long> at =
                    job.awaitReports(State.ACTIVATED, next.id(), SUBTASKS).stream()
                            .map(UpgradeReport::checkpointId)
                            .toList();
            switches.put(version, at);
        }
        job.awaitMoreLines(100);
        List<String> lines = job.finish();

        // Then
        UpgradeLines.assertEveryNumberOnce(lines);
        UpgradeLines.assertVersionsOnlyRise(lines);
        switches.forEach((version, at) -> assertThat(at).hasSize(SUBTASKS).containsOnly(at.get(0)));
        List<Long> barriers = new ArrayList<>(List.of(0L));
        switches.values().forEach(at -> barriers.add(at.get(0)));
        barriers.add(Long.MAX_VALUE);
        assertThat(barriers).isSorted().doesNotHaveDuplicates();
        job.seen()
                .forEach(
                        (who, between) -> {
                            int version = Integer.parseInt(who.substring(2));
                            assertThat(between.first())
                                    .as("first of subtask and version %s", who)
                                    .isGreaterThanOrEqualTo(barriers.get(version));
                            assertThat(between.last())
                                    .as("last of subtask and version %s", who)
                                    .isLessThan(barriers.get(version + 1));
                        });
        assertThat(job.seen().keySet().stream().map(who -> who.substring(2)).distinct())
                .as("versions that were seen at work")
                .hasSizeGreaterThan(SWITCHES / 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJobThatFailsInTheMiddleOfAnUpgradeCarriesItOut(
            boolean unaligned, @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule initial = new VersionedModule(directory, 0);
        VersionedModule next = new VersionedModule(directory, 1);
        UpgradeJob job =
                UpgradeJob.start(
                        cluster, filterOf(initial), UpgradeJob.setting(checkpoints, unaligned));
        job.awaitCheckpoints(1);

        // When
        job.send(next.stage());
        job.awaitReports(State.STAGING, next.id(), 1);
        job.failOnce();
        job.awaitReports(State.RUNNING, "initial", 2 * SUBTASKS);
        job.awaitReports(State.READY, next.id(), SUBTASKS);
        job.send(next.activate());
        job.failOnce();
        job.awaitReports(State.ACTIVATED, next.id(), SUBTASKS);
        job.failOnce();
        job.awaitReports(State.RUNNING, next.id(), SUBTASKS);
        job.awaitMoreLines(100);
        List<String> lines = job.finish();

        // Then
        UpgradeLines.assertEveryNumberOnce(lines);
        UpgradeLines.assertVersionsOnlyRise(lines);
        assertThat(lines.get(lines.size() - 1)).contains("\"v\":\"01\"");
    }

    @Test
    void anUpgradeThatIsUnderWayInASavepointIsCarriedOutWithMoreOrFewerSubtasks(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule initial = new VersionedModule(directory, 0);
        VersionedModule first = new VersionedModule(directory, 1);
        VersionedModule second = new VersionedModule(directory, 2);
        FilterJob.Setting setting = UpgradeJob.setting(checkpoints, false);
        // Only savepoints have barriers here, so that the second cannot be that of the switch.
        UpgradeJob job =
                UpgradeJob.start(
                        cluster,
                        filterOf(initial),
                        setting.withParallelism(2).with("execution.checkpointing.interval", "1 d"));
        job.savepoint(checkpoints);

        // When
        job.send(first.stage(), first.activate());
        job.awaitReports(State.ACCEPTED, first.id(), 2);
        String fromTwo = job.stopWithSavepoint(checkpoints);
        job.run(setting.withParallelism(4).restoredFrom(fromTwo));
        List<UpgradeReport> activated = job.awaitReports(State.ACTIVATED, first.id(), SUBTASKS);
        job.awaitMoreLines(100);
        job.send(second.stage());
        job.awaitReports(State.READY, second.id(), 4);
        String fromFour = job.stopWithSavepoint(checkpoints);
        job.run(setting.withParallelism(1).restoredFrom(fromFour));
        job.send(second.activate());
        job.awaitReports(State.ACTIVATED, second.id(), 1);
        job.awaitMoreLines(100);
        List<String> lines = job.finish();

        // Then
        UpgradeLines.assertEveryNumberOnce(lines);
        assertThat(activated).extracting(UpgradeReport::parallelism).containsOnly(SUBTASKS);
        assertThat(lines.stream().map(UpgradeJob::versionOf).distinct())
                .containsExactly("00", "01", "02");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUpgradeOutlivesTheEndOfItsControlStream(
            boolean unaligned, @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule initial = new VersionedModule(directory, 0);
        VersionedModule next = new VersionedModule(directory, 1);
        UpgradeJob job =
                UpgradeJob.start(
                        cluster, filterOf(initial), UpgradeJob.setting(checkpoints, unaligned));
        job.awaitCheckpoints(1);

        // When
        job.send(next.stage(), next.activate());
        job.endCommands();
        job.awaitReports(State.ACTIVATED, next.id(), SUBTASKS);
        job.awaitCheckpoints(3);
        job.failOnce();
        job.awaitReports(State.RUNNING, next.id(), SUBTASKS);
        job.awaitMoreLines(100);
        List<String> lines = job.finish();

        // Then
        UpgradeLines.assertEveryNumberOnce(lines);
        UpgradeLines.assertVersionsOnlyRise(lines);
        assertThat(lines.get(lines.size() - 1)).contains("\"v\":\"01\"");
    }

    @Test
    void theModuleOfAnUpgradeIsFoundInTheStoreByANewTaskManager(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // Given
        VersionedModule initial = new VersionedModule(directory, 0);
        VersionedModule next = new VersionedModule(directory, 1);
        WasmFilter filter =
                filterOf(initial).toBuilder()
                        .setModulePersistence(
                                ModulePersistence.DEFAULT.withStore(
                                        directory.resolve("store").toUri().toString()))
                        .build();
        UpgradeJob job = UpgradeJob.start(cluster, filter, UpgradeJob.setting(checkpoints, false));
        job.awaitCheckpoints(1);
        job.send(next.stage(), next.activate());
        job.awaitReports(State.ACTIVATED, next.id(), SUBTASKS);
        job.awaitCheckpoints(1);

        // When
        initial.delete();
        next.delete();
        cluster.terminateTaskManager(0).get();
        cluster.startTaskManager();
        job.awaitReports(State.RUNNING, next.id(), SUBTASKS);
        job.awaitMoreLines(100);
        List<String> lines = job.finish();

        // Then
        UpgradeLines.assertEveryNumberOnce(lines);
        assertThat(lines.get(lines.size() - 1)).contains("\"v\":\"01\"");
    }
}
