package io.github.flinkwasm.kafka.job;

import io.github.flinkwasm.LogEvent;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes events of messages: the topic is the tag, the message's timestamp the time. */
final class EventReader implements KafkaRecordDeserializationSchema<LogEvent> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<LogEvent> events) {
        Instant time = Instant.ofEpochMilli(message.timestamp());
        events.collect(
                LogEvent.of(
                        message.topic(), time.getEpochSecond(), time.getNano(), message.value()));
    }

    @Override
    public TypeInformation<LogEvent> getProducedType() {
        return TypeInformation.of(LogEvent.class);
    }
}
