package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.module.ModulePin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the savepoints under {@code src/test/resources/savepoints}, which every later version has
 * to restore. All are of the same job.
 *
 * @param stateVersion the format version of the {@link ModulePin} in it
 * @param flinkVersion the Flink that took it
 * @param embedded whether it carries the module
 */
record StoredSavepoint(int stateVersion, String flinkVersion, boolean embedded) {

    static final String MODULE = ModuleFile.IDENTITY;

    /** Every Flink that the library supports, the oldest first. */
    private static final List<String> FLINK_VERSIONS = List.of("1.20.3", "2.3.0");

    private static final int COUNT = 60;
    private static final int HALF = COUNT / 2;

    /** How many records of the job were through when the savepoint was taken. */
    static final int DONE = COUNT / 3;

    /** The format version that is written now. */
    static int currentStateVersion() {
        return new ModulePin("0".repeat(64), 1, "").toBytes()[0];
    }

    /** All that have to be there, up to the format version that is written now. */
    static List<StoredSavepoint> all() {
        return IntStream.rangeClosed(1, currentStateVersion())
                .boxed()
                .flatMap(StoredSavepoint::ofStateVersion)
                .toList();
    }

    private static Stream<StoredSavepoint> ofStateVersion(int stateVersion) {
        return FLINK_VERSIONS.stream()
                .flatMap(
                        flink ->
                                Stream.of(false, true)
                                        .map(
                                                embedded ->
                                                        new StoredSavepoint(
                                                                stateVersion, flink, embedded)));
    }

    /** Whether this Flink can restore it: none restores savepoints of a newer one. */
    boolean isOfThisFlinkOrAnOlder(String running) {
        return FLINK_VERSIONS.indexOf(flinkVersion) <= FLINK_VERSIONS.indexOf(running);
    }

    /** Where it is, under the root of all savepoints. */
    Path directory(Path root) {
        return root.resolve(stateVersion + "-flink-" + flinkVersion)
                .resolve(embedded ? "embedded" : "pin");
    }

    static FilterJob.Definition job(ModuleReference module, boolean embedded) {
        return new FilterJob.Definition(
                FilterForm.PROCESS_FUNCTION,
                WasmFilter.builder()
                        .setModule(module)
                        .setFunctionName("f")
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .setModulePersistence(ModulePersistence.DEFAULT.withEmbedInState(embedded))
                        .build(),
                ModuleFile::record,
                COUNT);
    }

    /** The numbers that are through when {@link #DONE} lines came out. */
    static boolean isBeforeTheSavepoint(long number) {
        return number % HALF < DONE / 2;
    }

    /** What has come out at the end. */
    static List<String> allLines() {
        List<String> lines = new ArrayList<>();
        for (long number = 0; number < COUNT; number++) {
            lines.add("emitted " + ModuleFile.record(number));
        }
        return lines;
    }

    /** Keeps a savepoint; its state is so small that all of it is in one file. */
    void keep(Path savepoint, Path root) {
        try {
            List<Path> files;
            try (Stream<Path> found = Files.list(savepoint)) {
                files = found.toList();
            }
            Path metadata = savepoint.resolve("_metadata");
            if (!files.equals(List.of(metadata))) {
                throw new IllegalStateException("More than the metadata: " + files);
            }
            Path kept = directory(root);
            Files.createDirectories(kept);
            Files.write(kept.resolve("_metadata"), Files.readAllBytes(metadata));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
