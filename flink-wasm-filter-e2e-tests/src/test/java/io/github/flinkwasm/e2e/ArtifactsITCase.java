package io.github.flinkwasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Compiled modules between the client and TaskManagers in JVMs of their own. */
class ArtifactsITCase {
    private static final int PARALLELISM = 2;

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @TempDir Path store;

    /**
     * One story, since each part needs what the one before it left: TaskManagers that load what the
     * client published; two new ones that find the store empty; and one more, after them.
     */
    @Test
    void taskManagersCompileOnlyWhatNobodyHasPublished() throws Exception {
        // Given
        FlinkCluster cluster =
                clusters.start(
                        FlinkCluster.builder()
                                .setTaskManagers(2)
                                .setSlotsPerTaskManager(1)
                                .setConfiguration("restart-strategy.type", "fixed-delay")
                                .setConfiguration("restart-strategy.fixed-delay.attempts", "100")
                                .setConfiguration("restart-strategy.fixed-delay.delay", "1 s"));
        SubmittedJob job =
                cluster.submit(
                        Jobs.endlessTwoFilters(FlinkInstallation.jobJar(), PARALLELISM, store));
        job.awaitAllTasksRunning();
        List<FlinkProcess> first = new ArrayList<>(cluster.taskManagers());
        Map<String, byte[]> published = artifacts();

        // When
        first.forEach(FlinkProcess::kill);
        deleteAll();
        List<FlinkProcess> second = List.of(cluster.startTaskManager(), cluster.startTaskManager());
        second.forEach(taskManager -> awaitFilters(cluster, taskManager));
        job.awaitAllTasksRunning();
        Map<String, byte[]> publishedAgain = artifacts();
        second.get(0).kill();
        FlinkProcess third = cluster.startTaskManager();
        awaitFilters(cluster, third);
        job.awaitAllTasksRunning();

        // Then
        assertThat(published).hasSize(Jobs.MODULES);
        for (FlinkProcess taskManager : first) {
            assertThat(compilations(taskManager)).isZero();
            assertThat(fromArtifacts(taskManager)).isEqualTo(Jobs.MODULES);
        }
        // The client's own digest is in the job, so what a TaskManager publishes is believed only
        // if it has the very same bytes.
        assertThat(publishedAgain).containsExactlyEntriesOf(published);
        for (FlinkProcess taskManager : second) {
            assertThat(compilations(taskManager)).isBetween(0L, (long) Jobs.MODULES);
            assertThat(compilations(taskManager) + fromArtifacts(taskManager))
                    .isEqualTo(Jobs.MODULES);
        }
        assertThat(second.stream().mapToLong(ArtifactsITCase::compilations).sum())
                .isGreaterThanOrEqualTo(Jobs.MODULES);
        assertThat(compilations(third)).isZero();
        assertThat(fromArtifacts(third)).isEqualTo(Jobs.MODULES);
        assertThat(job.sumOfMetric("echo", "echo.wasm.moduleFromArtifact")).isPositive();
    }

    private static void awaitFilters(FlinkCluster cluster, FlinkProcess taskManager) {
        Await.until(
                "both filters to be opened in " + taskManager.name(),
                Duration.ofMinutes(2),
                () -> cluster.whileHealthy(compilations(taskManager) + fromArtifacts(taskManager)),
                opened -> opened >= Jobs.MODULES);
    }

    private Map<String, byte[]> artifacts() throws IOException {
        Map<String, byte[]> artifacts = new TreeMap<>();
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".wfa")).toList()) {
                artifacts.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return artifacts;
    }

    private void deleteAll() throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static long compilations(FlinkProcess taskManager) {
        return taskManager.countInLog("SharedModules - Compiled ");
    }

    private static long fromArtifacts(FlinkProcess taskManager) {
        return taskManager.countInLog("SharedModules - Took ");
    }
}
