package io.github.flinkwasm.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.artifact.ArtifactPinning;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.module.ModulePinning;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a module costs from the start of a JVM to its first filtered event: compiled there, or
 * loaded from an artifact. Each run is a JVM of its own, the kinds in turn; its figure is the CPU
 * time of the whole process, compiler threads included, beyond that of one that only reads the
 * module's file through Flink's file systems, which a TaskManager has long loaded.
 *
 * <p>Arguments: pairs of a module and the name of a filter in it, with an equals sign between.
 */
public final class ColdStart {
    private static final int RUNS = 11;
    private static final String RECORD =
            "{\"log\":\"one line of a log, with jo@example.org in it\"}";

    private ColdStart() {}

    /** Runs the comparison. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "| Module | Bytes | Compiled there | From its artifact | Ratio |\n"
                        + "| --- | ---: | ---: | ---: | ---: |");
        for (String argument : arguments) {
            int equals = argument.lastIndexOf('=');
            compare(Path.of(argument.substring(0, equals)), argument.substring(equals + 1));
        }
    }

    private static void compare(Path module, String function)
            throws IOException, InterruptedException {
        Path store = Files.createTempDirectory("cold-start");
        WasmFilter pinned =
                ArtifactPinning.pin(
                        ModulePinning.pin(
                                filter(module.toString(), function)
                                        .setArtifacts(ModuleArtifacts.inStore(store.toString()))
                                        .build()));
        String digest = pinned.artifacts().digest().orElseThrow();
        List<Long> read = new ArrayList<>();
        List<Long> compiled = new ArrayList<>();
        List<Long> loaded = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            read.add(child(module.toString()));
            compiled.add(child(module.toString(), function));
            loaded.add(child(module.toString(), function, store.toString(), digest));
        }
        long base = median(read);
        long first = median(compiled) - base;
        long second = median(loaded) - base;
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %,d | %,d ms (%s) | %,d ms (%s) | %.2f |%n",
                module.getFileName(),
                Files.size(module),
                first / 1_000_000,
                range(compiled, base),
                second / 1_000_000,
                range(loaded, base),
                (double) second / first);
        try (var files = Files.list(store)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(store);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String range(List<Long> values, long base) {
        List<Long> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%,d–%,d",
                (sorted.get(0) - base) / 1_000_000,
                (sorted.get(sorted.size() - 1) - base) / 1_000_000);
    }

    private static long child(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Child.class.getName());
        command.addAll(Arrays.asList(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
        String[] lines = output.strip().split("\n", -1);
        return Long.parseLong(lines[lines.length - 1].strip());
    }

    private static WasmFilter.Builder filter(String module, String function) {
        return WasmFilter.builder().setModule(ModuleReference.of(module)).setFunctionName(function);
    }

    /** One JVM: prints the CPU time that it has taken, in nanoseconds. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            if (arguments.length == 1) {
                ModuleLoader.load(
                        ModuleReference.of(arguments[0]), FilterLimits.DEFAULT.maxModuleSize());
            } else {
                WasmFilter.Builder filter = filter(arguments[0], arguments[1]);
                if (arguments.length > 2) {
                    filter.setArtifacts(
                            ModuleArtifacts.inStore(arguments[2])
                                    .withDigest(arguments[3])
                                    .withRequired(true));
                }
                try (FilterExecutor executor =
                        FilterExecutor.open(filter.build(), (stream, line) -> {})) {
                    FilterOutcome outcome =
                            executor.execute(
                                    LogEvent.of(
                                            "tag", 0, 0, RECORD.getBytes(StandardCharsets.UTF_8)));
                    if (!(outcome instanceof FilterOutcome.Emitted)) {
                        throw new IllegalStateException("The first event was not emitted");
                    }
                }
            }
            OperatingSystemMXBean system =
                    (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            System.out.println(system.getProcessCpuTime());
        }
    }
}
