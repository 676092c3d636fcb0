package io.github.flinkwasm.kafka.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.FilterFailure;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes the event that failed, as it came; what went wrong with it is in the headers. */
final class FailureWriter implements KafkaRecordSerializationSchema<FilterFailure> {
    private static final long serialVersionUID = 1L;

    private final EventWriter events;

    FailureWriter(String topic) {
        this.events = new EventWriter(topic);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            FilterFailure failure, KafkaSinkContext context, @Nullable Long timestamp) {
        ProducerRecord<byte[], byte[]> message =
                events.serialize(failure.event(), context, timestamp);
        message.headers()
                .add("reason", failure.reason().name().getBytes(UTF_8))
                .add("module-sha256", failure.moduleSha256().getBytes(UTF_8));
        return message;
    }
}
