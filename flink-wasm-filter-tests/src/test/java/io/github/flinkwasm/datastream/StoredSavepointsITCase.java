package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** State that earlier versions of the library have written, and earlier Flinks. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class StoredSavepointsITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final String FLINK = EnvironmentInformation.getVersion();

    /** Of the class: when a job has ended, Flink still removes its checkpoints for a while. */
    @TempDir static Path checkpoints;

    private final JobControl control = JobControl.create();

    static List<StoredSavepoint> stored() {
        return StoredSavepoint.all();
    }

    @AfterEach
    void cancelWhatIsLeft(@InjectMiniCluster MiniCluster cluster) throws Exception {
        FilterJob.cancelAll(cluster);
    }

    /** Fails when the state's format version got a new number and nobody stored a savepoint. */
    @ParameterizedTest
    @MethodSource("stored")
    void thereIsASavepointOfEveryStateVersionAndFlink(StoredSavepoint savepoint) throws Exception {
        assertThat(savepoint.directory(resources()).resolve("_metadata"))
                .as("see src/test/resources/savepoints/README.md for how to take it")
                .isNotEmptyFile();
    }

    @ParameterizedTest
    @MethodSource("stored")
    void goesOnWhereItWasStopped(StoredSavepoint savepoint, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        assumeThat(savepoint.isOfThisFlinkOrAnOlder(FLINK))
                .as("Flink restores no savepoint of a newer Flink")
                .isTrue();
        String uri =
                savepoint.embedded()
                        ? checkpoints.resolve("gone.wasm").toUri().toString()
                        : "classpath:" + StoredSavepoint.MODULE;
        ModuleReference module =
                ModuleReference.pinned(uri, ModuleFile.sha256(StoredSavepoint.MODULE));
        control.letPass(number -> !StoredSavepoint.isBeforeTheSavepoint(number));

        // When
        FilterJob job = restore(cluster, savepoint, module);
        List<String> lines = job.finish();

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(StoredSavepoint.allLines());
    }

    @ParameterizedTest
    @MethodSource("stored")
    void refusesAnotherModule(StoredSavepoint savepoint, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        assumeThat(savepoint.isOfThisFlinkOrAnOlder(FLINK))
                .as("Flink restores no savepoint of a newer Flink")
                .isTrue();
        ModuleReference module = ModuleReference.of("classpath:" + ModuleFile.TRAPPING);
        String storedSha256 = ModuleFile.sha256(StoredSavepoint.MODULE);

        // When
        FilterJob job = restore(cluster, savepoint, module);
        Throwable failure = job.awaitFailure();

        // Then
        assertThat(
                        ExceptionUtils.findSerializedThrowable(
                                failure,
                                ModuleRejectedException.class,
                                getClass().getClassLoader()))
                .hasValueSatisfying(
                        rejected ->
                                assertThat(rejected)
                                        .hasMessageContaining("classpath:" + StoredSavepoint.MODULE)
                                        .hasMessageContaining(storedSha256));
        assertThat(job.attempts()).isEqualTo(1);
    }

    /** Not a test: takes the savepoints of this state version and Flink, as the README says. */
    @EnabledIfSystemProperty(
            named = "write.savepoints",
            matches = "/.+",
            disabledReason = "Only when the state has a new format version; see the README")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writeSavepoints(boolean embedded, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // Given
        StoredSavepoint stored =
                new StoredSavepoint(StoredSavepoint.currentStateVersion(), FLINK, embedded);
        ModuleReference module = ModuleReference.of("classpath:" + StoredSavepoint.MODULE);
        // Named by the caller, because the savepoint keeps the name.
        Path neutral = Path.of(System.getProperty("write.savepoints"));
        control.letPass(StoredSavepoint::isBeforeTheSavepoint);
        FilterJob job =
                FilterJob.start(
                        cluster,
                        control,
                        StoredSavepoint.job(module, embedded),
                        FilterJob.Setting.in(checkpoints));
        job.awaitLines(StoredSavepoint.DONE);

        // When
        String savepoint = job.stopWithSavepoint(SavepointFormatType.CANONICAL, neutral);
        Path sources = Path.of("src", "test", "resources", "savepoints");
        stored.keep(Path.of(URI.create(savepoint)), sources);

        // Then
        assertThat(stored.directory(sources).resolve("_metadata")).isNotEmptyFile();
    }

    private FilterJob restore(
            MiniCluster cluster, StoredSavepoint savepoint, ModuleReference module)
            throws Exception {
        return FilterJob.start(
                cluster,
                control,
                StoredSavepoint.job(module, savepoint.embedded()),
                FilterJob.Setting.in(checkpoints)
                        .restoredFrom(savepoint.directory(resources()).toUri().toString()));
    }

    private Path resources() throws URISyntaxException {
        return Path.of(
                        Objects.requireNonNull(
                                        getClass()
                                                .getClassLoader()
                                                .getResource("savepoints/README.md"))
                                .toURI())
                .resolveSibling("");
    }
}
