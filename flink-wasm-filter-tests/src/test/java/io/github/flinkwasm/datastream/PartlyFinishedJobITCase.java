package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bounded job of which one subtask, filter included, has nothing left to do while the other goes
 * on. Flink takes no more checkpoints then of an operator that has union list state.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PartlyFinishedJobITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final int FURTHER_CHECKPOINTS = 10;
    private static final int COUNT = 40;
    private static final int HALF = COUNT / 2;

    /** Of the class: when a job has ended, Flink still removes its checkpoints for a while. */
    @TempDir static Path checkpoints;

    @TempDir Path directory;

    private final JobControl control = JobControl.create();

    @AfterEach
    void cancelWhatIsLeft(@InjectMiniCluster MiniCluster cluster) throws Exception {
        FilterJob.cancelAll(cluster);
    }

    @Test
    void checkpointsGoOnWhenOneOfTwoSubtasksHasFinished(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        FilterJob job =
                startAndLetOneFinish(
                        cluster,
                        ModuleFile.ofModulesOfItsOwn(directory),
                        ModulePersistence.DEFAULT);

        // When
        job.checkpoint();
        long atTheFinish = job.lastCheckpoint().getCheckpointId();
        for (int i = 0; i < FURTHER_CHECKPOINTS; i++) {
            job.checkpoint();
        }
        long later = job.lastCheckpoint().getCheckpointId();
        control.letPass(number -> true);
        List<String> lines = job.finish();

        // Then
        assertThat(later - atTheFinish).isGreaterThanOrEqualTo(FURTHER_CHECKPOINTS);
        assertThat(lines).containsExactlyInAnyOrderElementsOf(everyRecordAsItWas());
    }

    /**
     * The subtask that had finished starts again with the others, to hear from the source that
     * nothing is left. Its own state is gone, so pin and module have to come from the other's.
     */
    @Test
    void theStatesCopyServesASubtaskThatHadFinished(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        ModuleFile module = ModuleFile.ofModulesOfItsOwn(directory);
        FilterJob job =
                startAndLetOneFinish(
                        cluster, module, ModulePersistence.DEFAULT.withEmbedInState(true));
        job.checkpoint();

        // When
        module.overwriteWith(ModuleFile.TRAPPING);
        control.failOnce();
        control.letPass(number -> true);
        List<String> lines = job.finish();

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(everyRecordAsItWas());
        assertThat(job.attempts()).isEqualTo(2);
    }

    private FilterJob startAndLetOneFinish(
            MiniCluster cluster, ModuleFile module, ModulePersistence persistence)
            throws Exception {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(module.reference())
                        .setFunctionName("f")
                        .setFailureHandling(FilterForm.PROCESS_FUNCTION.failureHandling())
                        .setModulePersistence(persistence)
                        .build();
        // Of the source's two splits, all of the first and nothing of the second.
        control.letPass(number -> number < HALF);
        FilterJob job =
                FilterJob.start(
                        cluster,
                        control,
                        new FilterJob.Definition(
                                        FilterForm.PROCESS_FUNCTION,
                                        filter,
                                        ModuleFile::record,
                                        COUNT)
                                .chainedToTheSource(),
                        FilterJob.Setting.in(checkpoints));
        job.awaitFinishedSubtasks(1);
        job.awaitLines(HALF);
        return job;
    }

    private static List<String> everyRecordAsItWas() {
        return LongStream.range(0, COUNT)
                .mapToObj(number -> "emitted " + ModuleFile.record(number))
                .toList();
    }
}
