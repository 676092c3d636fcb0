package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The ZooKeeper that Flink brings, as one server in a process of its own, on a free port of the
 * loopback address: what a standalone cluster needs to outlive its JobManager.
 */
public final class ZooKeeperServer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

    private final JavaProcess process;
    private final Path directory;
    private final int port;

    private ZooKeeperServer(JavaProcess process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts a server; returns when it answers.
     *
     * @param directory exists; for the server's files, and for what JobManagers keep
     */
    public static ZooKeeperServer start(Path directory) {
        int port = LoopbackPorts.free(1).get(0);
        Path configuration = directory.resolve("zoo.cfg");
        try {
            Files.write(
                    configuration,
                    List.of(
                            "tickTime=1000",
                            "dataDir=" + directory.resolve("zookeeper"),
                            "clientPort=" + port,
                            "clientPortAddress=127.0.0.1",
                            "admin.enableServer=false"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + configuration, e);
        }
        JavaProcess process =
                JavaProcess.builder("zookeeper", directory)
                        .addToClassPath(
                                List.of(FlinkInstallation.libraries().resolve("*").toString()))
                        .addJvmArguments(
                                List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))
                        .start(
                                "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                                List.of(
                                        "--zkConfigFile",
                                        configuration.toString(),
                                        "--peerId",
                                        "1"));
        ZooKeeperServer server = new ZooKeeperServer(process, directory, port);
        boolean started = false;
        try {
            Await.until(
                    "ZooKeeper to listen",
                    START_TIMEOUT,
                    server::isListening,
                    Boolean::booleanValue);
            started = true;
            return server;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    private boolean isListening() {
        if (!process.isAlive()) {
            throw new AssertionError("ZooKeeper ended and printed:\n" + process.output());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The options with which a cluster keeps its jobs here. */
    public Map<String, String> highAvailability() {
        return Map.of(
                "high-availability.type",
                "zookeeper",
                "high-availability.zookeeper.quorum",
                "127.0.0.1:" + port,
                "high-availability.storageDir",
                directory.resolve("jobs").toUri().toString(),
                // A JobManager that was killed is given up after this time, and not before.
                "high-availability.zookeeper.client.session-timeout",
                "5000");
    }

    @Override
    public void close() {
        process.close();
    }
}
