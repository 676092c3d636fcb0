package io.github.flinkwasm.examples.howto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.datastream.WasmFilters;
import io.github.flinkwasm.datastream.WasmFilters.FilteredStream;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Shown in {@code docs/how-to/kafka.md}. */
public final class KafkaTopics {

    private KafkaTopics() {}

    /**
     * Filters a topic into three.
     *
     * @param args the brokers and the filter's module
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        define(env, args[0], args[1]);
        env.execute("Redact logs");
    }

    static void define(StreamExecutionEnvironment env, String brokers, String module) {
        env.enableCheckpointing(60_000);
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(module))
                        .setFunctionName("redact")
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build();
        KafkaSource<LogEvent> source =
                KafkaSource.<LogEvent>builder()
                        .setBootstrapServers(brokers)
                        .setTopics("logs")
                        .setGroupId("redact")
                        .setStartingOffsets(
                                OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                        .setProperty("isolation.level", "read_committed")
                        .setDeserializer(new EventReader())
                        .build();
        DataStream<LogEvent> logs =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "logs").uid("logs");

        FilteredStream<LogEvent, LogEvent> filtered =
                WasmFilters.apply(logs, filter, RecordCodecs.logEvents()).uid("redact");

        filtered.emitted()
                .sinkTo(exactlyOnce(brokers, "logs-redacted", new EventWriter("logs-redacted")))
                .uid("logs-redacted");
        filtered.dropped()
                .sinkTo(exactlyOnce(brokers, "logs-dropped", new EventWriter("logs-dropped")))
                .uid("logs-dropped");
        filtered.failed()
                .sinkTo(exactlyOnce(brokers, "logs-failed", new FailureWriter("logs-failed")))
                .uid("logs-failed");
    }

    static <T> KafkaSink<T> exactlyOnce(
            String brokers, String idPrefix, KafkaRecordSerializationSchema<T> writer) {
        return KafkaSink.<T>builder()
                .setBootstrapServers(brokers)
                .setRecordSerializer(writer)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(idPrefix)
                .setProperty("transaction.timeout.ms", "900000")
                .build();
    }

    /** The topic is the tag, the record's timestamp the time. */
    static final class EventReader implements KafkaRecordDeserializationSchema<LogEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(
                ConsumerRecord<byte[], byte[]> message, Collector<LogEvent> events) {
            if (message.value() == null) {
                return; // a tombstone: there is nothing to filter
            }
            Instant time = Instant.ofEpochMilli(Math.max(0, message.timestamp()));
            events.collect(
                    LogEvent.of(
                            message.topic(),
                            time.getEpochSecond(),
                            time.getNano(),
                            message.value()));
        }

        @Override
        public TypeInformation<LogEvent> getProducedType() {
            return TypeInformation.of(LogEvent.class);
        }
    }

    /** The record's bytes as they are, at the event's time. */
    static final class EventWriter implements KafkaRecordSerializationSchema<LogEvent> {
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

    /** The event as it came; what went wrong with it is in the headers. */
    static final class FailureWriter implements KafkaRecordSerializationSchema<FilterFailure> {
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
                    .add("tag", failure.event().tag().getBytes(UTF_8))
                    .add("reason", failure.reason().name().getBytes(UTF_8))
                    .add("detail", failure.detail().getBytes(UTF_8))
                    .add("module-sha256", failure.moduleSha256().getBytes(UTF_8));
            return message;
        }
    }
}
