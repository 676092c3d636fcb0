package io.github.flinkwasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job jar with the library in it, submitted to a cluster. */
class JobSubmissionITCase {
    private static final int PARALLELISM = 4;
    private static final int RECORDS = 3_000;
    private static final int SUBMISSIONS = 5;

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @Test
    void eachModuleIsCompiledOncePerTaskManagerAndFreedWithItsJob() {
        // Given
        FlinkCluster cluster = clusters.shared();
        Map<FlinkProcess, Long> compiledBefore = new HashMap<>();
        Map<FlinkProcess, Long> openedBefore = new HashMap<>();
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            compiledBefore.put(taskManager, compilations(taskManager));
            openedBefore.put(taskManager, openedFilters(taskManager));
        }
        SubmittedJob job =
                cluster.submit(Jobs.endlessTwoFilters(FlinkInstallation.jobJar(), PARALLELISM));
        job.awaitAllTasksRunning();
        Await.until(
                "events through both filters",
                Duration.ofMinutes(1),
                () -> cluster.whileHealthy(job.sumOfMetric("echo", "echo.wasm.eventsEmitted")),
                emitted -> emitted > 0);
        Map<String, JvmFootprint> running = new HashMap<>();
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            running.put(taskManager.name(), taskManager.probe().footprintAfterCollection());
        }

        // When
        job.cancel();

        // Then
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            int subtasks = PARALLELISM / cluster.taskManagers().size();
            assertThat(openedFilters(taskManager) - openedBefore.get(taskManager))
                    .as("filters opened in %s", taskManager.name())
                    .isEqualTo((long) Jobs.MODULES * subtasks);
            assertThat(compilations(taskManager) - compiledBefore.get(taskManager))
                    .as("compilations in %s", taskManager.name())
                    .isEqualTo(Jobs.MODULES);
            assertThat(running.get(taskManager.name()).moduleClassLoaders())
                    .as("compiled modules in %s while the job ran", taskManager.name())
                    .isEqualTo(Jobs.MODULES);
            assertThat(running.get(taskManager.name()).jobClassLoaders()).isOne();
            LeftBehind.awaitNothing(cluster, taskManager);
        }
    }

    @Test
    void manyJobsCountEveryRecordAndLeaveNothingBehind() {
        // Given
        FlinkCluster cluster = clusters.shared();
        JobSubmission submission =
                Jobs.twoFilters(FlinkInstallation.jobJar(), PARALLELISM, RECORDS);

        // When
        List<Map<String, Long>> outcomes = new ArrayList<>();
        for (int n = 0; n < SUBMISSIONS; n++) {
            SubmittedJob job = cluster.submit(submission);
            job.awaitStatus(JobStatus.FINISHED);
            outcomes.add(job.accumulators());
        }

        // Then
        assertThat(outcomes).hasSize(SUBMISSIONS).containsOnly(Jobs.outcomes(RECORDS));
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            LeftBehind.awaitNothing(cluster, taskManager);
        }
        LeftBehind.awaitNothing(cluster, cluster.jobManager());
    }

    private static long compilations(FlinkProcess taskManager) {
        return taskManager.countInLog("SharedModules - Compiled ");
    }

    private static long openedFilters(FlinkProcess taskManager) {
        return taskManager.countInLog("ElementFilter - Running ");
    }
}
