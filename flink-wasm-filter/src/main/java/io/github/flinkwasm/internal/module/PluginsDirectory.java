package io.github.flinkwasm.internal.module;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ConfigConstants;
import org.jspecify.annotations.Nullable;

/** Where Flink looks for the plugins of this process, in words: for messages only. */
final class PluginsDirectory {

    /** The plugins that Flink publishes, by the schemes they serve. */
    private static final Map<String, String> JARS =
            Map.of(
                    "s3", "flink-s3-fs-hadoop",
                    "s3a", "flink-s3-fs-hadoop",
                    "s3p", "flink-s3-fs-presto",
                    "gs", "flink-gs-fs-hadoop",
                    "oss", "flink-oss-fs-hadoop",
                    "abfs", "flink-azure-fs-hadoop",
                    "abfss", "flink-azure-fs-hadoop",
                    "wasb", "flink-azure-fs-hadoop",
                    "wasbs", "flink-azure-fs-hadoop");

    /** Schemes that Flink serves with the Hadoop of its class path, not with a plugin. */
    private static final List<String> HADOOP = List.of("hdfs", "viewfs", "webhdfs", "har");

    private static final int NAMED = 10;

    private PluginsDirectory() {}

    /** What to do when Flink has no file system for a scheme: sentences. */
    static String adviceFor(@Nullable String scheme) {
        String known = scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        if (HADOOP.contains(known)) {
            return "Flink reaches it through Hadoop: put the output of \"hadoop classpath\" into"
                    + " HADOOP_CLASSPATH where Flink is started.";
        }
        Path directory = path();
        String jar = JARS.get(known);
        return "Plugins were looked for in "
                + directory
                + ", "
                + contents(directory)
                + ". "
                + (jar == null
                        ? "Check the scheme, or put the jar of its file system"
                        : "Put " + jar + "-<Flink's version>.jar")
                + " into a directory of its own in there, as in "
                + directory.resolve(jar == null ? "<name>" : jar)
                + "/, or set "
                + ConfigConstants.ENV_FLINK_PLUGINS_DIR
                + "; a program that embeds Flink has to call FileSystem.initialize with a"
                + " PluginManager.";
    }

    /** As Flink itself finds it. */
    private static Path path() {
        String named = System.getenv(ConfigConstants.ENV_FLINK_PLUGINS_DIR);
        return Path.of(named == null ? ConfigConstants.DEFAULT_FLINK_PLUGINS_DIRS : named)
                .toAbsolutePath();
    }

    private static String contents(Path directory) {
        if (!Files.isDirectory(directory)) {
            return "which is no directory";
        }
        List<String> plugins = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, Files::isDirectory)) {
            entries.forEach(entry -> plugins.add(String.valueOf(entry.getFileName())));
        } catch (IOException unreadable) {
            return "which cannot be read";
        }
        if (plugins.isEmpty()) {
            return "which has none";
        }
        Collections.sort(plugins);
        return "which has "
                + String.join(", ", plugins.subList(0, Math.min(NAMED, plugins.size())))
                + (plugins.size() > NAMED ? " and others" : "");
    }
}
