package io.github.flinkwasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The cluster itself does what the other tests rely on. */
class FlinkClusterITCase {
    private static final int PARALLELISM = 4;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @Test
    void attachedClientWaitsAndPrintsTheResult() {
        // Given
        FlinkCluster cluster = clusters.shared();
        JobSubmission submission = Jobs.twoFilters(FlinkInstallation.jobJar(), 2, 300);

        // When
        String printed = cluster.run(submission);

        // Then
        assertThat(printed)
                .contains("has finished")
                .containsPattern("emitted \\(java.lang.Long\\): 100\\b");
    }

    @Test
    void refusedJobShowsWhatTheClientPrinted() {
        // Given
        FlinkCluster cluster = clusters.shared();
        JobSubmission submission =
                JobSubmission.of(
                        FlinkInstallation.jobJar(), "io.github.flinkwasm.e2e.job.TwoFiltersJob", 2);

        // When
        assertThatThrownBy(() -> cluster.submit(submission))

                // Then
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Found 0 arguments, but needs three");
    }

    @Test
    void jobOutlivesItsTaskManagerAndStopsWithASavepoint() {
        // Given
        FlinkCluster cluster = clusters.shared();
        SubmittedJob job =
                cluster.submit(Jobs.endlessTwoFilters(FlinkInstallation.jobJar(), PARALLELISM));
        job.awaitAllTasksRunning();
        FlinkProcess victim = cluster.taskManagers().get(0);

        // When
        victim.kill();
        FlinkProcess replacement = cluster.startTaskManager();
        Await.until(
                "the job to run on the new TaskManager",
                TIMEOUT.multipliedBy(3),
                () -> cluster.whileHealthy(replacement.countInLog("ElementFilter - Running ")),
                opened -> opened == (long) Jobs.MODULES * PARALLELISM / 2);
        job.awaitAllTasksRunning();
        Path savepoint = Path.of(job.stopWithSavepoint(cluster.directory().savepoints()));

        // Then
        assertThat(job.status()).isEqualTo(JobStatus.FINISHED);
        assertThat(savepoint.resolve("_metadata")).exists();
        assertThat(ProcessHandle.of(victim.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(cluster.taskManagers()).doesNotContain(victim).hasSize(2);
    }

    @Test
    void everyProcessEndsWhenTheJvmThatStartedItIsKilled(@TempDir Path directory) {
        // Given
        try (JavaProcess parent =
                JavaProcess.builder("parent", directory)
                        .addToClassPath(List.of(System.getProperty("java.class.path")))
                        .start(JvmWithAChild.class.getName(), List.of(directory.toString()))) {
            String childPid =
                    Await.until(
                            "the pid of the child's process",
                            TIMEOUT,
                            () -> parent.output().strip(),
                            printed -> printed.matches("\\d+"));
            Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(childPid));
            assertThat(child).map(ProcessHandle::isAlive).contains(true);

            // When
            parent.kill();

            // Then
            Await.until(
                    "the child's process to end",
                    TIMEOUT,
                    () -> child.map(ProcessHandle::isAlive),
                    alive -> alive.equals(Optional.of(false)));
        }
    }
}
