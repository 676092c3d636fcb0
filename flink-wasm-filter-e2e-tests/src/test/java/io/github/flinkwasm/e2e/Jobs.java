package io.github.flinkwasm.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The jobs of this module, ready to be submitted. */
final class Jobs {
    /** The modules that {@link #twoFilters} runs. */
    static final int MODULES = 2;

    private static final String PACKAGE = "io.github.flinkwasm.e2e.job.";

    private Jobs() {}

    /** Two filters in a row over a number of records, a third of which each way out takes. */
    static JobSubmission twoFilters(Path jar, int parallelism, int records) {
        return twoFilters(jar, parallelism, String.valueOf(records));
    }

    /** The same without an end. */
    static JobSubmission endlessTwoFilters(Path jar, int parallelism) {
        return twoFilters(jar, parallelism, "unbounded");
    }

    /** The endless one, with artifacts in a directory. */
    static JobSubmission endlessTwoFilters(Path jar, int parallelism, Path artifacts) {
        JobSubmission without = endlessTwoFilters(jar, parallelism);
        List<String> arguments = new ArrayList<>(without.arguments());
        arguments.add(artifacts.toString());
        return new JobSubmission(
                without.jar(), without.mainClass(), parallelism, arguments, without.options());
    }

    private static JobSubmission twoFilters(Path jar, int parallelism, String records) {
        return JobSubmission.of(
                jar,
                PACKAGE + "TwoFiltersJob",
                parallelism,
                records,
                FlinkInstallation.guest("ways-out/ways_out.wasm"),
                FlinkInstallation.guest("echo/rust/rust_wasi.wasm"));
    }

    /** The accumulators that {@link #twoFilters} ends with. */
    static Map<String, Long> outcomes(int records) {
        long each = records / 3;
        return Map.of("emitted", each, "dropped", each, "failed", each);
    }

    /** The same source and sink without a filter. */
    static JobSubmission noFilter(Path jar, int parallelism, int records) {
        return JobSubmission.of(jar, PACKAGE + "NoFilterJob", parallelism, String.valueOf(records));
    }
}
