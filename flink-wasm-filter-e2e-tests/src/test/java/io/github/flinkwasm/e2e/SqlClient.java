package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Flink's SQL client in a JVM of its own, as {@code sql-client.sh} starts it: the cluster's class
 * path, and what an installation has in {@code opt/}. One script is one session. Not thread-safe.
 */
final class SqlClient {
    private static final String MAIN_CLASS = "org.apache.flink.table.client.SqlClient";
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final ClusterJvms jvms;
    private final ClusterDirectory directory;
    private int sessions;

    SqlClient(ClusterJvms jvms, ClusterDirectory directory) {
        this.jvms = jvms;
        this.directory = directory;
    }

    /** Runs statements one after the other, up to the first that fails. */
    SqlSession run(String statements) {
        return session("sql-client-" + ++sessions, List.of(), statements);
    }

    /** The same after an initialisation script: {@code sql-client.sh -i}. */
    SqlSession run(String initialization, String statements) {
        String name = "sql-client-" + ++sessions;
        return session(name, List.of("-i", write(name + "-init.sql", initialization)), statements);
    }

    private SqlSession session(String name, List<String> options, String statements) {
        List<String> arguments = new ArrayList<>();
        arguments.add("embedded");
        arguments.addAll(
                List.of("--history", directory.root().resolve(name + ".history").toString()));
        arguments.addAll(options);
        arguments.addAll(List.of("-f", write(name + ".sql", statements)));
        try (JavaProcess process =
                jvms.shortLived(name)
                        .addJvmArguments(List.of("-Xmx512m"))
                        .addToClassPath(
                                List.of(FlinkInstallation.optional().resolve("*").toString()))
                        .start(MAIN_CLASS, arguments)) {
            int status = process.awaitExit(TIMEOUT);
            return new SqlSession(status, process.output());
        }
    }

    private String write(String name, String text) {
        Path file = directory.root().resolve(name);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        return file.toString();
    }
}
