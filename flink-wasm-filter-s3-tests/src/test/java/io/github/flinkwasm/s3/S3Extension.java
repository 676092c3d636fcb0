package io.github.flinkwasm.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.apache.flink.core.plugin.PluginConfig;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A class's S3 server, the network before it, and Flink's file systems with a plugin from a plugins
 * directory. Before each test the network is good and the configuration right.
 */
final class S3Extension implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    /**
     * How often the plugins themselves try again is not what is tested here, and the Hadoop one
     * does so for minutes.
     */
    private static final Map<String, String> IMPATIENT =
            Map.of(
                    "s3.attempts.maximum", "1",
                    "s3.retry.interval", "20ms",
                    "s3.retry.limit", "1",
                    "s3.retry.throttle.interval", "20ms",
                    "s3.retry.throttle.limit", "1",
                    "s3.retry.max-num-retries", "0");

    private final @Nullable Path pluginsDirectory;
    private Path directory = Path.of("");

    /** Made in {@link #beforeAll}, as the network is. */
    private S3Server server;

    private UnreliableNetwork network;
    private boolean otherConfiguration;

    private S3Extension(@Nullable Path pluginsDirectory) {
        this.pluginsDirectory = pluginsDirectory;
    }

    /** With the plugins that FLINK_PLUGINS_DIR names. */
    static S3Extension withPluginsOfTheEnvironment() {
        return new S3Extension(null);
    }

    /** With the plugins of another directory. */
    static S3Extension withPlugins(String directory) {
        return new S3Extension(Path.of(directory));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("s3");
        server = S3Server.start(directory);
        network = new UnreliableNetwork(server.address());
        server.createBucket("filters");
        configure(Map.of());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        network.reset();
        if (otherConfiguration) {
            configure(Map.of());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        FileSystem.initialize(new Configuration(), null);
        network.close();
        server.close();
        FileUtils.deleteDirectory(directory.toFile());
    }

    UnreliableNetwork network() {
        return network;
    }

    S3Server server() {
        return server;
    }

    /** Flink's configuration for this server, as it stands in {@code config.yaml}. */
    Map<String, String> configuration() {
        return Map.of(
                "s3.endpoint",
                network.endpoint(),
                "s3.path.style.access",
                "true",
                "s3.region",
                "us-east-1",
                "s3.access-key",
                S3Server.ACCESS_KEY,
                "s3.secret-key",
                S3Server.SECRET_KEY);
    }

    /** Starts Flink's file systems anew, with these settings instead of the right ones. */
    void configure(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(IMPATIENT);
        all.putAll(configuration());
        all.putAll(settings);
        Configuration configuration = Configuration.fromMap(all);
        FileSystem.initialize(configuration, plugins(configuration));
        otherConfiguration = !settings.isEmpty();
    }

    private PluginManager plugins(Configuration configuration) {
        if (pluginsDirectory == null) {
            return PluginUtils.createPluginManagerFromRootFolder(configuration);
        }
        try {
            // What the method above does, for another directory.
            return new DefaultPluginManager(
                    new DirectoryBasedPluginFinder(pluginsDirectory).findPlugins(),
                    PluginConfig.fromConfiguration(configuration).getAlwaysParentFirstPatterns());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Stores an object through the plugin, replacing one that is there. Returns its URI. */
    String put(String bucketAndKey, byte[] bytes) throws IOException {
        String uri = "s3://" + bucketAndKey;
        org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(uri);
        try (FSDataOutputStream out =
                path.getFileSystem().create(path, FileSystem.WriteMode.OVERWRITE)) {
            out.write(bytes);
        }
        network.reset();
        return uri;
    }
}
