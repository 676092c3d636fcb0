package io.github.flinkwasm.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts the JVMs of one cluster, as an installation's scripts would. */
final class ClusterJvms {
    private static final Duration PARAMETERS_TIMEOUT = Duration.ofMinutes(3);

    /** Packages of java.base that Flink looks into, as the configuration of an installation has. */
    private static final List<String> OPENED_PACKAGES =
            List.of(
                    "java.io",
                    "java.lang",
                    "java.lang.reflect",
                    "java.net",
                    "java.nio",
                    "java.text",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.concurrent.locks");

    private final ClusterDirectory directory;
    private final List<String> classPath;

    /**
     * @param libraries directories of jars
     */
    ClusterJvms(ClusterDirectory directory, List<Path> libraries) {
        this.directory = directory;
        this.classPath = libraries.stream().map(jars -> jars.resolve("*").toString()).toList();
    }

    /** A JVM with the cluster's class path, configuration and log; the caller gives it memory. */
    JavaProcess.Builder longLived(String name) {
        return JavaProcess.builder(name, directory.root())
                .addToClassPath(classPath)
                .setEnvironment("FLINK_CONF_DIR", directory.configuration().toString())
                .setEnvironment("FLINK_PLUGINS_DIR", directory.plugins().toString())
                .addJvmArguments(
                        OPENED_PACKAGES.stream()
                                .map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED")
                                .toList())
                .addJvmArguments(
                        List.of(
                                "-Dlog.file=" + directory.log(name),
                                "-Dlog4j.configurationFile="
                                        + directory.configuration().resolve("log4j.properties"),
                                "-Djava.io.tmpdir=" + directory.temporaryFiles()));
    }

    /** The same, made to start fast and to end after seconds. */
    JavaProcess.Builder shortLived(String name) {
        return longLived(name)
                .addJvmArguments(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    /** Asks Flink what follows from the configuration for a kind of process. */
    ProcessParameters parameters(String command) {
        try (JavaProcess process =
                shortLived("parameters-" + command)
                        .start(
                                ProcessParameters.MAIN_CLASS,
                                List.of(
                                        command,
                                        "--configDir",
                                        directory.configuration().toString()))) {
            process.awaitExit(PARAMETERS_TIMEOUT);
            return ProcessParameters.parse(process.output());
        }
    }
}
