package io.github.flinkwasm.internal.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a main class in a JVM of its own: for what depends on how the JVM was started, or on what it
 * has not yet done.
 */
final class ChildJvm {
    private ChildJvm() {}

    /**
     * Everything the program printed, stderr included.
     *
     * @throws AssertionError if it ended with another status than 0
     */
    static String run(Class<?> main, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(main + " ended with status " + status + ":\n" + output);
        }
        return output.strip();
    }
}
