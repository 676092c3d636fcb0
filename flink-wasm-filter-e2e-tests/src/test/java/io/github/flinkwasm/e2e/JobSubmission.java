package io.github.flinkwasm.e2e;

import java.nio.file.Path;
import java.util.List;

/**
 * What to hand to {@code flink run}.
 *
 * @param options further options of {@code flink run}, such as {@code -s} and a savepoint
 */
public record JobSubmission(
        Path jar, String mainClass, int parallelism, List<String> arguments, List<String> options) {

    public JobSubmission {
        arguments = List.copyOf(arguments);
        options = List.copyOf(options);
    }

    public static JobSubmission of(
            Path jar, String mainClass, int parallelism, String... arguments) {
        return new JobSubmission(jar, mainClass, parallelism, List.of(arguments), List.of());
    }

    public JobSubmission withOptions(String... more) {
        return new JobSubmission(jar, mainClass, parallelism, arguments, List.of(more));
    }
}
