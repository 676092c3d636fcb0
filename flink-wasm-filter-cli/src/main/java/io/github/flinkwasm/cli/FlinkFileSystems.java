package io.github.flinkwasm.cli;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigConstants;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.jspecify.annotations.Nullable;

/**
 * Sets up Flink's file systems as a cluster has them, so that a URI means the same here and there:
 * its configuration, and plugins of its own class loaders. Without configuration and plugins only
 * local paths are known, which need nothing.
 */
final class FlinkFileSystems {

    /**
     * What holds unless the configuration says otherwise. Left to itself, the Hadoop plugin tries
     * for many minutes to reach an S3 server that is down: right for a job, too long for somebody
     * who waits for a command.
     */
    private static final Map<String, String> IMPATIENCE =
            Map.of(
                    "s3.attempts.maximum", "1",
                    "s3.retry.interval", "200ms",
                    "s3.retry.limit", "2",
                    "s3.retry.throttle.limit", "4");

    private FlinkFileSystems() {}

    /**
     * @param directory of Flink's configuration; without it, that of the environment
     * @throws UsageException if configuration or plugins cannot be read
     */
    static void initialize(@Nullable String directory, Map<String, String> environment) {
        String inEnvironment = environment.get(ConfigConstants.ENV_FLINK_CONF_DIR);
        boolean hasPlugins = environment.containsKey(ConfigConstants.ENV_FLINK_PLUGINS_DIR);
        Configuration configuration = Configuration.fromMap(IMPATIENCE);
        if (directory != null) {
            configuration.addAll(read("--flink-conf", directory));
        } else if (inEnvironment != null) {
            configuration.addAll(read(ConfigConstants.ENV_FLINK_CONF_DIR, inEnvironment));
        } else if (!hasPlugins) {
            return;
        }
        try {
            // Without the variable Flink would look into any "plugins" of the working directory.
            FileSystem.initialize(configuration, hasPlugins ? plugins(configuration) : null);
        } catch (IllegalConfigurationException refused) {
            throw new UsageException(
                    "Flink's file systems do not take their configuration: "
                            + refused.getMessage());
        }
    }

    private static PluginManager plugins(Configuration configuration) {
        try {
            return PluginUtils.createPluginManagerFromRootFolder(configuration);
        } catch (RuntimeException broken) {
            // Flink throws no narrower type when a plugin's directory has no jar.
            throw new UsageException(
                    "Flink's plugins cannot be used: "
                            + reasonOf(broken)
                            + ". Each plugin is a directory with its jar in it; "
                            + ConfigConstants.ENV_FLINK_PLUGINS_DIR
                            + " is the directory of these directories.");
        }
    }

    private static Configuration read(String source, String directory) {
        try {
            return GlobalConfiguration.loadConfiguration(directory);
        } catch (RuntimeException refused) {
            // Flink throws no narrower type for a file that is no YAML.
            throw new UsageException(
                    "Flink's configuration in %s=%s cannot be used: %s. Correct it, or leave %s out."
                            .formatted(source, directory, reasonOf(refused), source));
        }
    }

    /** What is wrong and where, without the line itself, which may hold a secret key. */
    private static String reasonOf(Throwable refused) {
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason =
                String.valueOf(root.getMessage())
                        .lines()
                        .limit(2)
                        .map(String::strip)
                        .collect(Collectors.joining(" "));
        return reason.endsWith(".") || reason.endsWith(":")
                ? reason.substring(0, reason.length() - 1)
                : reason;
    }
}
