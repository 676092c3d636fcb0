package io.github.flinkwasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fifty jobs, one after the other, and what they leave in the TaskManagers. Writes the numbers to
 * {@code target/reports}.
 */
@Tag("long")
class ManySubmissionsITCase {
    private static final int SUBMISSIONS = 50;
    private static final Set<Integer> SHOWN_AFTER = Set.of(1, 2, 5, 10, 20, 30, 40, 50);
    private static final int PARALLELISM = 4;
    private static final int RECORDS = 3_000;

    /** The JVM's own code and the profiles of what it compiles go on growing for a while. */
    private static final int SETTLED_AFTER = 20;

    /** A job's class loader with two modules takes more than this. */
    private static final long METASPACE_OF_ONE_JOB = 4L << 20;

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @Test
    void fiftyJobsThatBringTheLibraryLeaveNothingBehind() {
        // Given
        FlinkCluster cluster = clusters.start(FlinkCluster.builder().setTaskManagers(2));
        SubmissionReport report =
                new SubmissionReport("The library in the job jar, loaded child-first");

        // When
        List<Map<String, Long>> outcomes =
                submit(
                        cluster,
                        Jobs.twoFilters(FlinkInstallation.jobJar(), PARALLELISM, RECORDS),
                        report);

        // Then
        report.write("submissions-job-jar");
        assertThat(outcomes).hasSize(SUBMISSIONS).containsOnly(Jobs.outcomes(RECORDS));
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            // Every job has a class loader of its own, and compiles anew.
            assertThat(compilations(taskManager)).isEqualTo((long) SUBMISSIONS * Jobs.MODULES);
            assertThat(report.growthSince(SETTLED_AFTER, taskManager.name()))
                    .isLessThan(METASPACE_OF_ONE_JOB);
        }
        LeftBehind.awaitNothing(cluster, cluster.jobManager());
    }

    @Test
    void fiftyJobsOnAClusterWithTheLibraryLeaveNothingBehind() {
        // Given
        FlinkCluster cluster = clusters.start(clusterWithTheLibrary());
        SubmissionReport report = new SubmissionReport("The library in the cluster's lib/");

        // When
        List<Map<String, Long>> outcomes =
                submit(
                        cluster,
                        Jobs.twoFilters(
                                FlinkInstallation.jobJarWithoutLibrary(), PARALLELISM, RECORDS),
                        report);

        // Then
        report.write("submissions-lib");
        assertThat(outcomes).hasSize(SUBMISSIONS).containsOnly(Jobs.outcomes(RECORDS));
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            assertThat(report.growthSince(SETTLED_AFTER, taskManager.name()))
                    .isLessThan(METASPACE_OF_ONE_JOB);
        }
    }

    @Test
    void jobsAtOnceShareCompiledModulesOfAClusterWithTheLibrary() {
        // Given
        FlinkCluster cluster =
                clusters.start(
                        clusterWithTheLibrary()
                                .setTaskManagers(1)
                                .setSlotsPerTaskManager(2 * PARALLELISM));
        FlinkProcess taskManager = cluster.taskManagers().get(0);
        JobSubmission submission =
                Jobs.endlessTwoFilters(FlinkInstallation.jobJarWithoutLibrary(), PARALLELISM);
        List<SubmittedJob> jobs = new ArrayList<>();

        // When
        for (int n = 0; n < 2; n++) {
            SubmittedJob job = cluster.submit(submission);
            job.awaitAllTasksRunning();
            jobs.add(job);
        }

        // Then
        assertThat(taskManager.countInLog("ElementFilter - Running "))
                .isEqualTo(2L * PARALLELISM * Jobs.MODULES);
        assertThat(compilations(taskManager)).isEqualTo(Jobs.MODULES);
        assertThat(taskManager.probe().footprintAfterCollection().moduleClassLoaders())
                .isEqualTo(Jobs.MODULES);
        jobs.forEach(SubmittedJob::cancel);
        LeftBehind.awaitNothing(cluster, taskManager);
    }

    private static FlinkCluster.Builder clusterWithTheLibrary() {
        return FlinkCluster.builder()
                .setTaskManagers(2)
                .addLibraries(FlinkInstallation.filterLibraries());
    }

    private static List<Map<String, Long>> submit(
            FlinkCluster cluster, JobSubmission submission, SubmissionReport report) {
        cluster.taskManagers().forEach(taskManager -> measure(cluster, taskManager, 0, report));
        List<Map<String, Long>> outcomes = new ArrayList<>();
        for (int n = 1; n <= SUBMISSIONS; n++) {
            SubmittedJob job = cluster.submit(submission);
            job.awaitStatus(JobStatus.FINISHED);
            outcomes.add(job.accumulators());
            if (SHOWN_AFTER.contains(n)) {
                for (FlinkProcess taskManager : cluster.taskManagers()) {
                    measure(cluster, taskManager, n, report);
                }
            }
        }
        return outcomes;
    }

    private static void measure(
            FlinkCluster cluster, FlinkProcess process, int submissions, SubmissionReport report) {
        report.add(submissions, process.name(), LeftBehind.awaitNothing(cluster, process));
    }

    private static long compilations(FlinkProcess taskManager) {
        return taskManager.countInLog("SharedModules - Compiled ");
    }
}
