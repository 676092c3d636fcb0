package io.github.flinkwasm.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A command line of {@code wasm-filter replay}, for {@code flink run} and for a JVM of its own. */
record ReplayCommandLine(Path output, List<String> arguments) {
    private static final String MAIN_CLASS = "io.github.flinkwasm.cli.WasmFilterCommand";
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Drops events of level "debug". */
    static ReplayCommandLine of(Path input, Path output, String... more) {
        return of("c-freestanding/drop_debug.wasm", "drop_debug", input, output, more);
    }

    /**
     * Runs a filter of the examples.
     *
     * @param more further options
     */
    static ReplayCommandLine of(
            String filter, String function, Path input, Path output, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "replay",
                                "--wasm",
                                FlinkInstallation.repository()
                                        .resolve("examples/filters")
                                        .resolve(filter)
                                        .toString(),
                                "--function",
                                function,
                                "--time-field",
                                "time",
                                "--partition-by",
                                "tag,day",
                                "--compress",
                                "zst",
                                "--keep-dropped",
                                "-o",
                                output.toString()));
        arguments.addAll(List.of(more));
        arguments.add(input.toString());
        return new ReplayCommandLine(output, List.copyOf(arguments));
    }

    ReplayOutput result() {
        return new ReplayOutput(output);
    }

    /** The same replay, gone on with. */
    ReplayCommandLine resumed() {
        List<String> more = new ArrayList<>(arguments);
        more.add("--resume");
        return new ReplayCommandLine(output, List.copyOf(more));
    }

    /** For {@code flink run}. */
    JobSubmission submission(int parallelism) {
        return new JobSubmission(
                FlinkInstallation.replayJobJar(), MAIN_CLASS, parallelism, arguments, List.of());
    }

    /**
     * Replays on a Flink in a JVM of its own.
     *
     * @param name of its output, which lies in the directory
     */
    ReplayOutput embedded(String name, Path directory) {
        try (JavaProcess process =
                JavaProcess.builder(name, directory)
                        .addJvmArguments(List.of("-Xmx512m"))
                        .addToClassPath(
                                List.of(
                                        FlinkInstallation.libraries().resolve("*").toString(),
                                        FlinkInstallation.replayJobJar().toString()))
                        .start(MAIN_CLASS, arguments)) {
            int status = process.awaitExit(TIMEOUT);
            if (status != 0) {
                throw new AssertionError(
                        "%s ended with status %d and printed:%n%s"
                                .formatted(arguments, status, process.output()));
            }
            return result();
        }
    }
}
