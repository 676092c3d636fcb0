package io.github.flinkwasm.kafka.job;

import io.github.flinkwasm.LogEvent;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes an event's record, as it is, at the event's time. */
final class EventWriter implements KafkaRecordSerializationSchema<LogEvent> {
    private static final long serialVersionUID = 1L;

    private final String topic;

    EventWriter(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            LogEvent event, KafkaSinkContext context, @Nullable Long timestamp) {
        long millis = event.epochSecond() * 1000 + event.nano() / 1_000_000;
        return new ProducerRecord<>(topic, null, millis, null, event.record());
    }
}
