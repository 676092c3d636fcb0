package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that this one has started. It ends with {@link #kill}, by itself, or with this JVM, even if
 * that is killed. What it prints goes to a file.
 */
public final class JavaProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path output;

    private JavaProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /** What to run. Not reusable. */
    public static final class Builder {
        private final String name;
        private final Path directory;
        private Path workingDirectory;
        private final List<String> jvmArguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> classPath = new ArrayList<>();

        private Builder(String name, Path directory) {
            this.name = name;
            this.directory = directory;
            this.workingDirectory = directory;
        }

        /** Sets what relative paths are resolved against; its output stays where it is. */
        public Builder setWorkingDirectory(Path path) {
            workingDirectory = path;
            return this;
        }

        public Builder addJvmArguments(List<String> arguments) {
            jvmArguments.addAll(arguments);
            return this;
        }

        /** Adds jars, directories, or a directory's jars by {@code directory/*}. */
        public Builder addToClassPath(List<String> entries) {
            classPath.addAll(entries);
            return this;
        }

        public Builder setEnvironment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Starts the JVM and returns at once. */
        public JavaProcess start(String mainClass, List<String> arguments) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-javaagent:" + EndsWithItsParent.in(directory));
            command.addAll(jvmArguments);
            command.add("-cp");
            command.add(String.join(System.getProperty("path.separator"), classPath));
            command.add(mainClass);
            command.addAll(arguments);
            Path output = directory.resolve(name + ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(workingDirectory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(JavaProcess::changesJvmOrFlink);
            builder.environment().putAll(environment);
            try {
                return new JavaProcess(name, builder.start(), output);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot start " + command, e);
            }
        }
    }

    private static boolean changesJvmOrFlink(String variable) {
        return variable.startsWith("FLINK_") || variable.equals("JAVA_TOOL_OPTIONS");
    }

    /**
     * A JVM to be started.
     *
     * @param name names it in messages, and its output: {@code <name>.out}
     * @param directory its working directory, unless another one is set
     */
    public static Builder builder(String name, Path directory) {
        return new Builder(name, directory);
    }

    public String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far, standard output and error together. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what " + name + " printed", e);
        }
    }

    /**
     * Waits for the end of the process.
     *
     * @return its exit status
     * @throws AssertionError when it does not end in time; it is killed then
     */
    public int awaitExit(Duration timeout) {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        throw new AssertionError(
                name + " did not end within " + timeout + "; it printed:\n" + output());
    }

    /** Sends the process a signal. */
    void signal(String name) {
        try {
            int status =
                    new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " ended with status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send a signal to " + this.name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while sending a signal", e);
        }
    }

    /** Ends the process by {@code kill -9} and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
