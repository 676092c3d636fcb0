package io.github.flinkwasm.kafka;

import io.github.flinkwasm.kafka.job.ThreeTopicsJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is in topics, for a reader who waits for transactions to end and for one who does not. */
final class Topics implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String brokers;
    private final KafkaConsumer<byte[], byte[]> everything;

    Topics(String brokers) {
        this.brokers = brokers;
        this.everything = consumer(IsolationLevel.READ_UNCOMMITTED);
    }

    private KafkaConsumer<byte[], byte[]> consumer(IsolationLevel isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation.toString().toLowerCase(Locale.ROOT),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        ThreeTopicsJob.GROUP),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(Collection<String> topics) {
        return topics.stream()
                .flatMap(
                        topic ->
                                IntStream.range(0, NumberedEvents.PARTITIONS)
                                        .mapToObj(number -> new TopicPartition(topic, number)))
                .toList();
    }

    /** Where the partitions end, transactions that are under way included. */
    Map<TopicPartition, Long> ends(Collection<String> topics) {
        return everything.endOffsets(partitions(topics));
    }

    /** The sum of {@link #ends}: how far the writing has come. */
    long written(Collection<String> topics) {
        return ends(topics).values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many events of its input the job has said to have taken, all partitions together. */
    long taken() {
        return everything
                .committed(Set.copyOf(partitions(List.of(ThreeTopicsJob.INPUT))))
                .values()
                .stream()
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** Partitions that hold something of a transaction which has not ended. */
    List<TopicPartition> withOpenTransactions(Collection<String> topics) {
        try (KafkaConsumer<byte[], byte[]> committed = consumer(IsolationLevel.READ_COMMITTED)) {
            Map<TopicPartition, Long> stable = committed.endOffsets(partitions(topics));
            return ends(topics).entrySet().stream()
                    .filter(end -> stable.get(end.getKey()) < end.getValue())
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** Hands over every message, from the beginning of each partition to its present end. */
    void read(
            String topic,
            IsolationLevel isolation,
            Consumer<ConsumerRecord<byte[], byte[]>> eachMessage) {
        List<TopicPartition> partitions = partitions(List.of(topic));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<TopicPartition> left = new ArrayList<>(partitions);
            while (!left.isEmpty()) {
                // A message that arrives after the end was asked for is none of ours.
                consumer.poll(POLL)
                        .forEach(
                                message -> {
                                    if (message.offset() < ends.get(partition(message))) {
                                        eachMessage.accept(message);
                                    }
                                });
                left.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            }
        }
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> message) {
        return new TopicPartition(message.topic(), message.partition());
    }

    @Override
    public void close() {
        everything.close();
    }
}
