package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The directory of one cluster, laid out as an installation: {@code conf}, {@code log}, {@code
 * plugins}, and what jobs write. It stays after the test, with the logs.
 */
public final class ClusterDirectory {
    // What an installation logs, with the thread and without the console.
    private static final String LOG4J =
            """
            rootLogger.level = INFO
            rootLogger.appenderRef.file.ref = File
            appender.file.type = File
            appender.file.name = File
            appender.file.fileName = ${sys:log.file}
            appender.file.layout.type = PatternLayout
            appender.file.layout.pattern = %d{HH:mm:ss.SSS} %-5p [%t] %c - %m%n
            """;

    private final Path root;

    private ClusterDirectory(Path root) {
        this.root = root;
    }

    /** Makes a directory of a new name under the parent. */
    static ClusterDirectory create(Path parent) {
        try {
            Files.createDirectories(parent);
            Path root = Files.createTempDirectory(parent, "cluster-").toRealPath();
            for (String part : List.of("conf", "log", "plugins", "tmp")) {
                Files.createDirectory(root.resolve(part));
            }
            Files.writeString(root.resolve("conf/log4j.properties"), LOG4J);
            return new ClusterDirectory(root);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory under " + parent, e);
        }
    }

    public Path root() {
        return root;
    }

    Path configuration() {
        return root.resolve("conf");
    }

    /** Where the processes look for plugins: empty. */
    Path plugins() {
        return root.resolve("plugins");
    }

    Path temporaryFiles() {
        return root.resolve("tmp");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path savepoints() {
        return root.resolve("savepoints");
    }

    /** The working directory of a TaskManager: what it has there, no other one has. */
    Path home(String taskManager) {
        try {
            return Files.createDirectories(root.resolve("home").resolve(taskManager));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory for " + taskManager, e);
        }
    }

    Path log(String process) {
        return root.resolve("log").resolve(process + ".log");
    }

    /** The lines that a process has logged so far. */
    List<String> logLines(String process) {
        try {
            Path log = log(process);
            return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of " + process, e);
        }
    }

    void writeConfiguration(Map<String, String> configuration) {
        String yaml =
                configuration.entrySet().stream()
                        .map(entry -> "%s: '%s'%n".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
        try {
            Files.writeString(configuration().resolve("config.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the configuration", e);
        }
    }
}
