package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureHandling;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that is stopped and goes on with another parallelism, from every kind of snapshot. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RescaleITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .setConfiguration(
                                    Configuration.fromMap(
                                            Map.of("execution.checkpointing.num-retained", "10")))
                            .build());

    /** The source has two splits of so many numbers, whatever the parallelism is later. */
    private static final int HALF = WaysOutRecords.COUNT / 2;

    /** Of the class: when a job has ended, Flink still removes its checkpoints for a while. */
    @TempDir static Path checkpoints;

    /**
     * A snapshot that was taken.
     *
     * @param inFlight how many bytes of it were on their way through the job
     */
    record Taken(String path, long inFlight) {

        private static Taken savepoint(FilterJob job, SavepointFormatType format, Path directory)
                throws Exception {
            String path = job.stopWithSavepoint(format, directory);
            return new Taken(path, job.lastSavepoint().getPersistedData());
        }

        private static Taken checkpoint(FilterJob job) throws Exception {
            job.checkpoint();
            job.cancel();
            CompletedCheckpointStats checkpoint = job.checkpointWithMostInFlight();
            return new Taken(checkpoint.getExternalPath(), checkpoint.getPersistedData());
        }
    }

    /** What a job may go on from. */
    enum Snapshot {
        CANONICAL_SAVEPOINT {
            @Override
            Taken stop(FilterJob job, Path directory) throws Exception {
                return Taken.savepoint(job, SavepointFormatType.CANONICAL, directory);
            }
        },
        NATIVE_SAVEPOINT {
            @Override
            Taken stop(FilterJob job, Path directory) throws Exception {
                return Taken.savepoint(job, SavepointFormatType.NATIVE, directory);
            }
        },
        RETAINED_CHECKPOINT {
            @Override
            Taken stop(FilterJob job, Path directory) throws Exception {
                return Taken.checkpoint(job);
            }
        };

        abstract Taken stop(FilterJob job, Path directory) throws Exception;
    }

    @AfterEach
    void cancelWhatIsLeft(@InjectMiniCluster MiniCluster cluster) throws Exception {
        FilterJob.cancelAll(cluster);
    }

    @ParameterizedTest
    @CsvSource({
        "CANONICAL_SAVEPOINT, false",
        "CANONICAL_SAVEPOINT, true",
        "NATIVE_SAVEPOINT, false",
        "NATIVE_SAVEPOINT, true",
        "RETAINED_CHECKPOINT, false",
        "RETAINED_CHECKPOINT, true"
    })
    void everyEventComesOutOnceFrom2To4To1Subtasks(
            Snapshot snapshot, boolean unaligned, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        JobControl control = JobControl.create();
        FilterJob.Definition definition =
                new FilterJob.Definition(
                        FilterForm.PROCESS_FUNCTION,
                        Guests.waysOut(FailureHandling.SIDE_OUTPUT).build(),
                        WaysOutRecords::record,
                        WaysOutRecords.COUNT);
        FilterJob.Setting setting =
                FilterJob.Setting.in(checkpoints)
                        .with("execution.checkpointing.unaligned.enabled", unaligned)
                        .with(
                                "execution.checkpointing.externalized-checkpoint-retention",
                                "RETAIN_ON_CANCELLATION");

        // When
        control.setSlow(true);
        control.letPass(number -> number % HALF < HALF / 3);
        FilterJob onTwo = FilterJob.start(cluster, control, definition, setting);
        onTwo.awaitLines(10);
        Taken fromTwo = snapshot.stop(onTwo, checkpoints);

        FilterJob onFour =
                FilterJob.start(
                        cluster,
                        control,
                        definition,
                        setting.withParallelism(4).restoredFrom(fromTwo.path()));
        onFour.awaitLines(20);
        control.failOnce();
        control.letPass(number -> number % HALF < HALF * 2 / 3);
        onFour.awaitAttempts(2);
        onFour.awaitLines(WaysOutRecords.COUNT / 3 + 10);
        Taken fromFour = snapshot.stop(onFour, checkpoints);

        control.setSlow(false);
        control.letPass(number -> true);
        FilterJob onOne =
                FilterJob.start(
                        cluster,
                        control,
                        definition,
                        setting.withParallelism(1).restoredFrom(fromFour.path()));
        List<String> lines = onOne.finish();

        // Then
        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(WaysOutRecords.expectedOutcomes("flink"));
        // Savepoints are aligned whatever the job's checkpoints are.
        boolean overtakes = unaligned && snapshot == Snapshot.RETAINED_CHECKPOINT;
        assertThat(List.of(fromTwo, fromFour)).allMatch(taken -> taken.inFlight() > 0 == overtakes);
    }
}
