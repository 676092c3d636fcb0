package io.github.flinkwasm.cli;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Sets up Flink's file systems as a cluster has them, so that a module's URI means the same here
 * and there. Without Flink's environment variables only local paths are known, which need nothing.
 */
final class FlinkFileSystems {
    private static final String CONFIGURATION_DIRECTORY = "FLINK_CONF_DIR";
    private static final String PLUGINS_DIRECTORY = "FLINK_PLUGINS_DIR";

    private FlinkFileSystems() {}

    /**
     * @throws UsageException if the environment names a configuration that cannot be read
     */
    static void initialize(Map<String, String> environment) {
        String configurationDirectory = environment.get(CONFIGURATION_DIRECTORY);
        boolean hasPlugins = environment.containsKey(PLUGINS_DIRECTORY);
        if (configurationDirectory == null && !hasPlugins) {
            return;
        }
        try {
            Configuration configuration =
                    configurationDirectory == null
                            ? new Configuration()
                            : GlobalConfiguration.loadConfiguration(configurationDirectory);
            if (hasPlugins) {
                FileSystem.initialize(
                        configuration,
                        PluginUtils.createPluginManagerFromRootFolder(configuration));
            } else {
                FileSystem.initialize(configuration, null);
            }
        } catch (IllegalConfigurationException refused) {
            throw new UsageException(
                    "Flink's configuration in %s=%s cannot be used: %s Correct it, or unset %s."
                            .formatted(
                                    CONFIGURATION_DIRECTORY,
                                    configurationDirectory,
                                    refused.getMessage(),
                                    CONFIGURATION_DIRECTORY));
        }
    }
}
