package io.github.flinkwasm.examples.quickstart;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * What a cluster does when it starts and an embedded Flink does not: file systems from plugins, so
 * that a module may be on S3. Configuration and plugins are those that Flink's own environment
 * variables name.
 */
final class FileSystems {
    private static final String CONFIGURATION = "FLINK_CONF_DIR";
    private static final String PLUGINS = "FLINK_PLUGINS_DIR";

    private FileSystems() {}

    /** To be called before the first module is read. */
    static void initialize(Map<String, String> environment) throws QuickstartException {
        String directory = environment.get(CONFIGURATION);
        boolean hasPlugins = environment.containsKey(PLUGINS);
        if (directory == null && !hasPlugins) {
            return;
        }
        try {
            Configuration configuration =
                    directory == null
                            ? new Configuration()
                            : GlobalConfiguration.loadConfiguration(directory);
            FileSystem.initialize(
                    configuration,
                    hasPlugins
                            ? PluginUtils.createPluginManagerFromRootFolder(configuration)
                            : null);
        } catch (RuntimeException refused) {
            // Flink throws no narrower type for a file that is no YAML, or a plugin without a jar.
            throw QuickstartException.wrongInput(
                    ("Flink's configuration in %s=%s, or its plugins in %s=%s, cannot be used: %s"
                                    + " Correct them, or unset the variables.")
                            .formatted(
                                    CONFIGURATION,
                                    directory,
                                    PLUGINS,
                                    environment.get(PLUGINS),
                                    refused.getMessage()),
                    refused);
        }
    }
}
