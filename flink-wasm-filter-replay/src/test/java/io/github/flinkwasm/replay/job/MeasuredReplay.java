package io.github.flinkwasm.replay.job;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.archive.DamagePolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One replay of an archive by one function, with the time that it took. */
record MeasuredReplay(String function, ReplayResult result, double cpuSeconds) {
    private static final double NANOS_A_SECOND = 1e9;
    private static final int TASKS = 2;

    /** Which function to measure. */
    enum Function {
        JAVA("examples/c-freestanding/drop_debug.wasm", "drop_debug"),
        C("examples/c-freestanding/drop_debug.wasm", "drop_debug"),
        RUST("examples/rust-json/access_log.wasm", "access_log"),
        ASSEMBLYSCRIPT("examples/assemblyscript/add_severity.wasm", "add_severity");

        private final String module;
        private final String name;

        Function(String module, String name) {
            this.module = module;
            this.name = name;
        }

        private EventFunction.Starter starter() {
            return this == JAVA ? DropDebugInJava::start : GuestFunction::start;
        }
    }

    /** Replays an archive into a directory that is removed afterwards. */
    static MeasuredReplay of(Function function, Path archive, Path output)
            throws IOException, InterruptedException {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of("classpath:" + function.module))
                        .setFunctionName(function.name)
                        .setEventFormat(EventFormat.JSON)
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build();
        ReplaySettings settings =
                ReplaySettings.builder()
                        .setInputs(List.of(archive.toString()))
                        .setArchive(
                                ArchiveOptions.builder().setDamagePolicy(DamagePolicy.FAIL),
                                Map.of())
                        .setFilters(
                                List.of(new FilterRoute(function.name, filter, "*", tag -> true)))
                        .setOutput(output.toString())
                        .setParallelism(TASKS)
                        .build();
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        ReplayResult result;
        try (Replay replay = Replay.begin(settings, function.starter())) {
            result = replay.run();
        }
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / NANOS_A_SECOND;
        try (Stream<Path> tree = Files.walk(output)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        return new MeasuredReplay(function.name().toLowerCase(Locale.ROOT), result, cpuSeconds);
    }

    double eventsPerSecond() {
        return result.read() * NANOS_A_SECOND / result.elapsed().toNanos();
    }

    double cpuMicrosPerEvent() {
        return cpuSeconds * 1e6 / result.read();
    }
}
