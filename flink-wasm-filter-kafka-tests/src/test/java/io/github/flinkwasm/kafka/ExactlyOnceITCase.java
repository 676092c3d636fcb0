package io.github.flinkwasm.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.e2e.FlinkCluster;
import io.github.flinkwasm.e2e.FlinkClusters;
import io.github.flinkwasm.e2e.FlinkInstallation;
import io.github.flinkwasm.e2e.JobSubmission;
import io.github.flinkwasm.e2e.SubmittedJob;
import io.github.flinkwasm.e2e.ZooKeeperServer;
import io.github.flinkwasm.kafka.job.ThreeTopicsJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka, a filter, Kafka: whoever is killed meanwhile, each event comes out once. */
final class ExactlyOnceITCase {
    private static final int PARALLELISM = 2;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @TempDir private Path directory;
    private Path zooKeeperDirectory;
    private Path brokerDirectory;

    @BeforeEach
    void makeDirectories() throws IOException {
        zooKeeperDirectory = Files.createDirectory(directory.resolve("zookeeper"));
        brokerDirectory = Files.createDirectory(directory.resolve("broker"));
    }

    @Test
    void everyEventComesOutOnceAfterFourKills() throws Exception {
        everyEventComesOutOnce(20_000, 4, 2_000);
    }

    @Test
    @Tag("long")
    void everyOfAMillionEventsComesOutOnceAfterThirtyTwoKills() throws Exception {
        everyEventComesOutOnce(1_056_000, 32, 6_000);
    }

    private void everyEventComesOutOnce(int events, int killCount, int eventsPerSecond)
            throws Exception {
        // Given
        String module = FlinkInstallation.guest("ways-out/ways_out.wasm");
        try (KafkaBroker broker = KafkaBroker.start(brokerDirectory);
                ZooKeeperServer zooKeeper = ZooKeeperServer.start(zooKeeperDirectory);
                EventFeeder feeder = new EventFeeder(broker.address(), eventsPerSecond);
                Topics topics = new Topics(broker.address())) {
            broker.createTopic(ThreeTopicsJob.INPUT, NumberedEvents.PARTITIONS);
            Audit.outputs().forEach(topic -> broker.createTopic(topic, NumberedEvents.PARTITIONS));
            FlinkCluster cluster = clusters.start(cluster(zooKeeper));
            SubmittedJob job = cluster.submit(job(broker, module));
            Instant started = Instant.now();

            // When
            List<Kill> kills = new KillRun(cluster, job, feeder, topics).run(events, killCount);

            // Then
            Duration duration = Duration.between(started, Instant.now());
            Audit audit = Audit.of(topics, events, sha256(module));
            new ExactlyOnceReport(events, duration, kills, audit).write();
            assertThat(audit.discrepancies())
                    .as("the first of %d", audit.discrepanciesFound())
                    .isEmpty();
            assertThat(audit.counts()).isEqualTo(outcomes(events));
            assertThat(audit.aborted()).as("messages that a kill undid").isPositive();
            assertThat(kills).hasSize(killCount);
        }
    }

    private static FlinkCluster.Builder cluster(ZooKeeperServer zooKeeper) {
        FlinkCluster.Builder builder =
                FlinkCluster.builder()
                        .setTaskManagers(PARALLELISM)
                        .setSlotsPerTaskManager(1)
                        .setConfiguration("restart-strategy.type", "fixed-delay")
                        .setConfiguration("restart-strategy.fixed-delay.attempts", "1000000")
                        .setConfiguration("restart-strategy.fixed-delay.delay", "1 s")
                        .setConfiguration("heartbeat.interval", "1000")
                        // The REST interface shows nothing newer than this.
                        .setConfiguration("web.refresh-interval", "50");
        zooKeeper.highAvailability().forEach(builder::setConfiguration);
        return builder;
    }

    private static JobSubmission job(KafkaBroker broker, String module) {
        return JobSubmission.of(
                FlinkInstallation.jobJar(),
                ThreeTopicsJob.class.getName(),
                PARALLELISM,
                broker.address(),
                module,
                String.valueOf(CHECKPOINT_INTERVAL.toMillis()));
    }

    private static Map<Outcome, Long> outcomes(int events) {
        return LongStream.range(0, events)
                .mapToObj(NumberedEvents::outcome)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static String sha256(String module) throws IOException, NoSuchAlgorithmException {
        byte[] bytes = Files.readAllBytes(Path.of(URI.create(module)));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
