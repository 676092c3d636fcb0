package io.github.flinkwasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Replays by {@code flink run}, compared with one in a JVM of its own. */
class ReplayJobITCase {
    private static final int FILES = 20;
    private static final int ALL_SLOTS = 4;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir private static Path directory;

    private static Path archive;
    private static Map<String, String> wanted;

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @BeforeAll
    static void replayOnOneMachine() throws IOException {
        archive = archive();
        wanted =
                ReplayCommandLine.of(archive, directory.resolve("one-machine"))
                        .embedded("one-machine.out", directory)
                        .digests();
    }

    /** Copies of recorded logs: the same file is a unit of its own under each name. */
    private static Path archive() throws IOException {
        Path archive = Files.createDirectory(directory.resolve("archive"));
        List<Path> recorded;
        try (Stream<Path> files =
                Files.list(FlinkInstallation.repository().resolve("examples/archive"))) {
            recorded =
                    files.filter(file -> file.toString().endsWith(".ndjson.gz")).sorted().toList();
        }
        for (int i = 0; i < FILES; i++) {
            Files.copy(
                    recorded.get(i % recorded.size()),
                    archive.resolve("file-%02d.ndjson.gz".formatted(i)));
        }
        return archive;
    }

    @Test
    void clusterWritesWhatOneMachineDoesAndLeavesNothingBehind() {
        // Given
        FlinkCluster cluster = clusters.shared();
        ReplayCommandLine replay =
                ReplayCommandLine.of(archive, directory.resolve("on-the-cluster"));

        // When
        String printed = cluster.run(replay.submission(2));

        // Then
        assertThat(replay.result().digests()).isEqualTo(wanted).hasSizeGreaterThan(FILES);
        assertThat(printed)
                .contains("100%  20 of 20 files")
                .contains(" events and lines in 20 files")
                .contains("on-the-cluster is a local path");
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            LeftBehind.awaitNothing(cluster, taskManager);
        }
    }

    @Test
    void zstandardIsReadByOneJobAfterAnotherOnTheSameTaskManagers() {
        // Given
        FlinkCluster cluster = clusters.shared();
        Path packed = directory.resolve("one-machine/_dropped");
        ReplayCommandLine first = ReplayCommandLine.of(packed, directory.resolve("zst-1"));
        ReplayCommandLine second = ReplayCommandLine.of(packed, directory.resolve("zst-2"));

        // When
        cluster.run(first.submission(ALL_SLOTS));
        cluster.run(second.submission(ALL_SLOTS));

        // Then
        assertThat(second.result().isFinished()).isTrue();
        assertThat(second.result().digests())
                .isEqualTo(first.result().digests())
                .hasSizeGreaterThan(3);
    }

    @Test
    void lostTaskManagerCostsNothingThatWasFinished() {
        // Given
        FlinkCluster cluster = clusters.shared();
        ReplayCommandLine replay = ReplayCommandLine.of(archive, directory.resolve("task-lost"));
        FlinkProcess victim = cluster.taskManagers().get(0);
        try (JavaProcess client = cluster.startClient(replay.submission(ALL_SLOTS))) {
            replay.result().awaitUnits(1, client);

            // When
            victim.kill();
            boolean tooLate = replay.result().isFinished();
            cluster.startTaskManager();
            int status = client.awaitExit(TIMEOUT);

            // Then
            assertThat(tooLate).as("the kill came too late to show anything").isFalse();
            assertThat(status).as(client::output).isZero();
            assertThat(replay.result().digests()).isEqualTo(wanted);
        }
    }

    @Test
    void jobWhoseClientIsGoneHarmsNothingWhenItComesBackToLife() {
        // Given
        FlinkCluster cluster = clusters.shared();
        ReplayCommandLine replay = ReplayCommandLine.of(archive, directory.resolve("client-lost"));
        SubmittedJob left;
        try (JavaProcess client = cluster.startClient(replay.submission(2))) {
            replay.result().awaitUnits(1, client);
            cluster.taskManagers().forEach(FlinkProcess::suspend);
            left = cluster.jobOf(client.output());
            client.kill();
        }
        JobStatus whenTheClientWasGone = left.status();

        // When
        replay.resumed().embedded("client-lost.out", directory);
        cluster.taskManagers().forEach(FlinkProcess::wake);
        Await.until(
                "the job without a client to end",
                TIMEOUT,
                () -> cluster.whileHealthy(left.status()),
                JobStatus::isGloballyTerminalState);

        // Then
        assertThat(whenTheClientWasGone).as("the kill came too late").isEqualTo(JobStatus.RUNNING);
        assertThat(left.status()).isEqualTo(JobStatus.FAILED);
        assertThat(left.rootException()).contains("this one ends here");
        assertThat(replay.result().digests()).isEqualTo(wanted);
        cluster.awaitTaskManagers();
    }

    @Test
    void detachedJobIsPutTogetherByResuming() {
        // Given
        FlinkCluster cluster = clusters.shared();
        ReplayCommandLine replay = ReplayCommandLine.of(archive, directory.resolve("detached"));
        SubmittedJob job = cluster.submit(replay.submission(2));
        job.awaitStatus(JobStatus.FINISHED);
        boolean finishedBefore = replay.result().isFinished();

        // When
        String printed = cluster.run(replay.resumed().submission(2));

        // Then
        assertThat(finishedBefore).isFalse();
        assertThat(printed)
                .contains("20 files were finished before")
                .doesNotContain("Job has been submitted");
        assertThat(replay.result().digests()).isEqualTo(wanted);
    }

    @Test
    void failedEventEndsTheJobAtOnce() {
        // Given
        FlinkCluster cluster = clusters.shared();
        long restartsBefore = restarts(cluster);
        ReplayCommandLine replay =
                ReplayCommandLine.of(
                        "rust-json/access_log.wasm",
                        "access_log",
                        archive.resolve("file-04.ndjson.gz"),
                        directory.resolve("failed"),
                        "--max-output",
                        "100",
                        "--on-failure",
                        "fail");

        // When
        assertThatThrownBy(() -> cluster.run(replay.submission(2)))

                // Then
                .hasMessageContaining("status 1 and printed")
                .hasMessageContaining("wasm-filter: Filter access_log failed on item ")
                .hasMessageContaining("OUTPUT_TOO_LARGE")
                .hasMessageNotContaining("\tat ");
        assertThat(restarts(cluster)).isEqualTo(restartsBefore);
        assertThat(replay.result().isFinished()).isFalse();
    }

    private static long restarts(FlinkCluster cluster) {
        return cluster.jobManager().countInLog("to RESTARTING");
    }

    @Test
    void whatCannotBeDoneIsSaidInALineBeforeAJobIsSubmitted() {
        // Given
        FlinkCluster cluster = clusters.shared();
        Path output = directory.resolve("refused");
        ReplayCommandLine noInput = ReplayCommandLine.of(directory.resolve("not-there"), output);
        ReplayCommandLine noModule =
                ReplayCommandLine.of("not-there.wasm", "filter", archive, output);

        // When
        assertThatThrownBy(() -> cluster.run(noInput.submission(2)))

                // Then
                .hasMessageContaining("wasm-filter: No file to read at ")
                .hasMessageNotContaining("\tat ")
                .hasMessageNotContaining("Job has been submitted");
        assertThatThrownBy(() -> cluster.run(noModule.submission(2)))
                .hasMessageContaining("not-there.wasm")
                .hasMessageNotContaining("\tat ")
                .hasMessageNotContaining("Job has been submitted");
        assertThat(output).doesNotExist();
    }
}
