package io.github.flinkwasm.e2e;

import java.util.List;

/**
 * What Flink works out of its configuration for one kind of process, as its own start scripts ask
 * for it.
 *
 * @param jvmArguments heap, direct memory and metaspace
 * @param arguments for the main class: the same division of memory, spelt out
 */
record ProcessParameters(List<String> jvmArguments, List<String> arguments) {
    /** The class that the start scripts run. */
    static final String MAIN_CLASS = "org.apache.flink.runtime.util.bash.BashJavaUtils";

    private static final String RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";

    /** Reads what {@link #MAIN_CLASS} has printed. */
    static ProcessParameters parse(String output) {
        List<List<String>> results =
                output.lines()
                        .filter(line -> line.startsWith(RESULT))
                        .map(line -> line.substring(RESULT.length()).strip())
                        .map(line -> List.of(line.split("\\s+", 0)))
                        .toList();
        if (results.size() != 2) {
            throw new AssertionError(
                    "Flink was to print two results and printed %d:%n%s"
                            .formatted(results.size(), output));
        }
        return new ProcessParameters(results.get(0), results.get(1));
    }
}
