package io.github.flinkwasm.kafka;

import io.github.flinkwasm.e2e.Await;
import io.github.flinkwasm.e2e.JavaProcess;
import io.github.flinkwasm.e2e.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One Kafka broker that is its own KRaft controller, in a process of its own, on a free port of the
 * loopback address. Nothing that it keeps is replicated, and nothing expires.
 */
final class KafkaBroker implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final String CLUSTER_ID = "c29tZS1jbHVzdGVyLWlkMQ";
    private static final List<String> SMALL =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final JavaProcess process;
    private final String address;

    private KafkaBroker(JavaProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a broker; returns when it answers.
     *
     * @param directory exists; for the broker's files
     */
    static KafkaBroker start(Path directory) {
        List<Integer> ports = LoopbackPorts.free(2);
        String address = "127.0.0.1:" + ports.get(0);
        Path properties = directory.resolve("server.properties");
        write(properties, configuration(directory, address, "127.0.0.1:" + ports.get(1)));
        format(directory, properties);
        KafkaBroker broker =
                new KafkaBroker(
                        java("broker", directory)
                                .start("kafka.Kafka", List.of(properties.toString())),
                        address);
        boolean started = false;
        try {
            Await.until(
                    "the broker to answer", START_TIMEOUT, broker::answers, Boolean::booleanValue);
            started = true;
            return broker;
        } finally {
            if (!started) {
                broker.close();
            }
        }
    }

    private static List<String> configuration(Path directory, String address, String controller) {
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@" + controller,
                "controller.listener.names=CONTROLLER",
                "listeners=PLAINTEXT://%s,CONTROLLER://%s".formatted(address, controller),
                "log.dirs=" + directory.resolve("data"),
                "log.retention.ms=-1",
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=4");
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private static JavaProcess.Builder java(String name, Path directory) {
        Path libraries = Path.of(System.getProperty("kafka.broker.lib", "(no kafka.broker.lib)"));
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException(
                    "There is no Kafka broker in "
                            + libraries
                            + ". Build flink-wasm-filter-kafka-tests/server up to \"package\""
                            + " first.");
        }
        return JavaProcess.builder(name, directory)
                .addJvmArguments(SMALL)
                .addToClassPath(List.of(libraries.resolve("*").toString()));
    }

    private static void format(Path directory, Path properties) {
        try (JavaProcess tool =
                java("format", directory)
                        .start(
                                "kafka.tools.StorageTool",
                                List.of(
                                        "format",
                                        "--cluster-id",
                                        CLUSTER_ID,
                                        "--config",
                                        properties.toString()))) {
            int status = tool.awaitExit(START_TIMEOUT);
            if (status != 0) {
                throw new AssertionError(
                        "Formatting the broker's directory ended with status %d:%n%s"
                                .formatted(status, tool.output()));
            }
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("The broker ended and printed:\n" + process.output());
        }
        try (Admin admin = admin()) {
            admin.describeCluster().nodes().get(5, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking the broker", e);
        }
    }

    /** What clients call {@code bootstrap.servers}. */
    String address() {
        return address;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address));
    }

    void createTopic(String topic, int partitions) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(1, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Cannot create the topic " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while creating the topic " + topic, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
