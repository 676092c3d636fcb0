package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Three versions of a module in files of their own, and jobs that begin with the first and are
 * closed after the test.
 */
final class UpgradeHarnesses implements BeforeEachCallback, AfterEachCallback {

    static final String RECORD = "{\"n\":1}";

    private final List<UpgradeHarness> opened = new ArrayList<>();
    private Path directory;
    VersionedModule v1;
    VersionedModule v2;
    VersionedModule v3;

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        directory = Files.createTempDirectory("upgrade");
        v1 = new VersionedModule(directory, 1);
        v2 = new VersionedModule(directory, 2);
        v3 = new VersionedModule(directory, 3);
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        for (UpgradeHarness harness : opened) {
            harness.close();
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Where the modules are. */
    Path directory() {
        return directory;
    }

    static WasmFilter.Builder filterOf(VersionedModule module) {
        return WasmFilter.builder()
                .setModule(module.reference())
                .setFunctionName("f")
                .setFailureHandling(FailureHandling.FAIL);
    }

    UpgradeHarness open(int parallelism) throws Exception {
        return added(UpgradeHarness.open(filterOf(v1).build(), parallelism));
    }

    UpgradeHarness restore(int parallelism, UpgradeHarness.Snapshot snapshot) throws Exception {
        return added(UpgradeHarness.restore(filterOf(v1).build(), parallelism, snapshot));
    }

    /** The same job, which is closed after the test. */
    UpgradeHarness added(UpgradeHarness harness) {
        opened.add(harness);
        return harness;
    }

    /** What each subtask makes of the same record. */
    static List<String> emittedBy(UpgradeHarness harness) throws Exception {
        List<String> emitted = new ArrayList<>();
        for (UpgradeHarness.Subtask subtask : harness.subtasks()) {
            emitted.add(subtask.filter(RECORD));
        }
        return emitted;
    }

    static List<State> statesOf(List<UpgradeReport> reports) {
        return reports.stream().map(UpgradeReport::state).toList();
    }
}
