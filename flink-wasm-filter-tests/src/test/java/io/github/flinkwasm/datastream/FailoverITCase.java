package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.WasmFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job that fails in the middle and is restarted, while its module's file is overwritten or gone:
 * every attempt runs the module that the job was submitted with. A TaskManager keeps the compiled
 * module of a job that is restarted, so copies matter where a new TaskManager takes over.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class FailoverITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final int COUNT = 40;

    /** The source has two splits of so many numbers. */
    private static final int HALF = COUNT / 2;

    /** The one that runs: MiniCluster counts all that it ever started. */
    private static int taskManager;

    /** Of the class: when a job has ended, Flink still removes its checkpoints for a while. */
    @TempDir static Path checkpoints;

    @TempDir Path directory;

    private final JobControl control = JobControl.create();
    private ModuleFile module;

    /** What happens to the file between two attempts. */
    enum Mishap {
        OVERWRITTEN {
            @Override
            void happenTo(ModuleFile module) throws IOException {
                module.overwriteWith(ModuleFile.TRAPPING);
            }
        },
        DELETED {
            @Override
            void happenTo(ModuleFile module) throws IOException {
                module.delete();
            }
        };

        abstract void happenTo(ModuleFile module) throws IOException;
    }

    @AfterEach
    void cancelWhatIsLeft(@InjectMiniCluster MiniCluster cluster) throws Exception {
        FilterJob.cancelAll(cluster);
    }

    @BeforeEach
    void putModule() throws IOException {
        module = ModuleFile.ofModulesOfItsOwn(directory);
    }

    @ParameterizedTest
    @EnumSource(Mishap.class)
    void onTheSameTaskManagerNoFileIsNeeded(Mishap mishap, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        FilterJob job =
                startAndTakeACheckpoint(
                        cluster, FilterForm.PROCESS_FUNCTION, ModulePersistence.DEFAULT);

        // When
        mishap.happenTo(module);
        control.failOnce();
        control.letPass(number -> true);
        List<String> lines = job.finish();

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(everyRecordAsItWas());
        assertThat(job.attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Mishap.class)
    void aNewTaskManagerRunsTheStoresCopy(Mishap mishap, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        ModulePersistence store =
                ModulePersistence.DEFAULT.withStore(directory.resolve("store").toUri().toString());
        FilterJob job = startAndTakeACheckpoint(cluster, FilterForm.PROCESS_FUNCTION, store);

        // When
        mishap.happenTo(module);
        loseTheTaskManager(cluster);
        control.letPass(number -> true);
        List<String> lines = job.finish();

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(everyRecordAsItWas());
        assertThat(job.attempts()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "OVERWRITTEN, PROCESS_FUNCTION",
        "DELETED, PROCESS_FUNCTION",
        "OVERWRITTEN, MAP",
        "DELETED, FLAT_MAP"
    })
    void aNewTaskManagerRunsTheStatesCopy(
            Mishap mishap, FilterForm form, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        ModulePersistence embedded = ModulePersistence.DEFAULT.withEmbedInState(true);
        FilterJob job = startAndTakeACheckpoint(cluster, form, embedded);

        // When
        mishap.happenTo(module);
        loseTheTaskManager(cluster);
        control.letPass(number -> true);
        List<String> lines = job.finish();

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(everyRecordAsItWas());
        assertThat(job.attempts()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "OVERWRITTEN, PROCESS_FUNCTION",
        "DELETED, PROCESS_FUNCTION",
        "OVERWRITTEN, FLAT_MAP",
        "DELETED, MAP"
    })
    void withoutACopyANewTaskManagerTriesUntilTheFileIsBack(
            Mishap mishap, FilterForm form, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        FilterJob job = startAndTakeACheckpoint(cluster, form, ModulePersistence.DEFAULT);

        // When
        mishap.happenTo(module);
        loseTheTaskManager(cluster);
        control.letPass(number -> true);
        job.awaitAttempts(4);
        module.overwriteWith(ModuleFile.IDENTITY);
        List<String> lines = job.finish();

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(everyRecordAsItWas());
    }

    /** Some records are through, and in a checkpoint. */
    private FilterJob startAndTakeACheckpoint(
            MiniCluster cluster, FilterForm form, ModulePersistence persistence) throws Exception {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(module.reference())
                        .setFunctionName("f")
                        .setFailureHandling(form.failureHandling())
                        .setModulePersistence(persistence)
                        .build();
        control.letPass(number -> number % HALF < HALF / 2);
        FilterJob job =
                FilterJob.start(
                        cluster,
                        control,
                        new FilterJob.Definition(form, filter, ModuleFile::record, COUNT),
                        FilterJob.Setting.in(checkpoints));
        job.awaitLines(HALF / 2);
        job.checkpoint();
        return job;
    }

    /** Ends the only TaskManager, with all that it keeps for the job, and starts another one. */
    private static void loseTheTaskManager(MiniCluster cluster) throws Exception {
        cluster.terminateTaskManager(taskManager).get();
        cluster.startTaskManager();
        taskManager++;
    }

    private static List<String> everyRecordAsItWas() {
        return LongStream.range(0, COUNT)
                .mapToObj(number -> "emitted " + ModuleFile.record(number))
                .toList();
    }
}
