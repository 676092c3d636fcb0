package io.github.flinkwasm.kafka;

import io.github.flinkwasm.kafka.job.ThreeTopicsJob;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@link NumberedEvents} to the topic that the job reads, a portion at a time and no
 * faster than it is told, in a thread of its own.
 */
final class EventFeeder implements AutoCloseable {
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final long nanosPerEvent;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long next;

    EventFeeder(String brokers, int eventsPerSecond) {
        producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                brokers,
                                // Each event once, also when the broker's answer was lost.
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.ACKS_CONFIG,
                                "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        nanosPerEvent = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
    }

    /**
     * Starts to write all events before that number which have not been written; returns at once.
     *
     * @return ends when the broker has them, or with the reason why it has not
     */
    Future<?> feedUpTo(long end) {
        return thread.submit(() -> write(end));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of every failure
    private void write(long end) {
        long first = next;
        long started = System.nanoTime();
        while (next < end && !Thread.currentThread().isInterrupted()) {
            long early = started + (next - first) * nanosPerEvent - System.nanoTime();
            if (early > SHORTEST_PAUSE) {
                LockSupport.parkNanos(early);
            }
            producer.send(
                    new ProducerRecord<>(
                            ThreeTopicsJob.INPUT,
                            NumberedEvents.partition(next),
                            NumberedEvents.timestamp(next),
                            null,
                            NumberedEvents.record(next)),
                    (written, e) -> failure.compareAndSet(null, e));
            next++;
        }
        producer.flush();
        Exception refused = failure.get();
        if (refused != null) {
            throw new IllegalStateException("The broker did not take every event", refused);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close();
    }
}
