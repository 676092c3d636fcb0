package io.github.flinkwasm.cli;

import io.github.flinkwasm.replay.job.Replay;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How Flink's file systems are set up: for every command that takes a URI. */
final class FlinkOptions {

    @Option(
            names = "--flink-conf",
            paramLabel = "DIRECTORY",
            order = 70,
            description =
                    "The directory of Flink's config.yaml, whose settings for file systems hold for"
                            + " URIs, such as s3.endpoint and s3.access-key for s3://. Default: the"
                            + " one in FLINK_CONF_DIR, if any. The file systems themselves are"
                            + " plugins, in FLINK_PLUGINS_DIR or the distribution's plugins"
                            + " directory.")
    private @Nullable String configurationDirectory;

    /**
     * To be called before the first URI is read.
     *
     * @throws UsageException if configuration or plugins cannot be read
     */
    void initializeFileSystems() {
        if (Replay.runsOnCluster()) {
            // Flink has set them up, for all that this JVM does.
            if (configurationDirectory != null) {
                throw new UsageException(
                        "'--flink-conf' has no meaning under flink run: it has a configuration, of"
                                + " the directory FLINK_CONF_DIR.");
            }
            return;
        }
        FlinkFileSystems.initialize(configurationDirectory, System.getenv());
    }
}
