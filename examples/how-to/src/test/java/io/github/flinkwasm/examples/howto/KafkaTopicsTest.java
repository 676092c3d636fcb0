package io.github.flinkwasm.examples.howto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What the code of {@code docs/how-to/kafka.md} does without a broker. */
final class KafkaTopicsTest {

    private static final byte[] RECORD = "{\"log\":\"ä\"}".getBytes(UTF_8);
    private static final String SHA_256 = "ab".repeat(32);

    @Test
    void everyOperatorOfTheJobHasAUid() {
        // Given
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        1, new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        String module = Path.of("../filters/c-wasi/redact.wasm").toAbsolutePath().toString();

        // When
        KafkaTopics.define(env, "127.0.0.1:1", module);

        // Then
        assertThat(env.getStreamGraph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .contains("logs", "redact")
                .filteredOn(uid -> !uid.matches("logs|redact|.*(logs-(redacted|dropped|failed)).*"))
                .isEmpty();
    }

    @Test
    void topicAndTimestampBecomeTagAndTime() throws Exception {
        // Given
        List<LogEvent> events = new ArrayList<>();

        // When
        new KafkaTopics.EventReader()
                .deserialize(message(1_795_339_800_123L, RECORD), new ListCollector<>(events));

        // Then
        assertThat(events)
                .containsExactly(LogEvent.of("logs", 1_795_339_800L, 123_000_000, RECORD));
    }

    @Test
    void tombstonesAreNoEvents() throws Exception {
        // Given
        List<LogEvent> events = new ArrayList<>();

        // When
        new KafkaTopics.EventReader().deserialize(message(1, null), new ListCollector<>(events));

        // Then
        assertThat(events).isEmpty();
    }

    @Test
    void aFailedEventIsWrittenAsItCameWithItsReason() {
        // Given
        LogEvent event = LogEvent.of("logs", 1_795_339_800L, 123_000_000, RECORD);
        FilterFailure failure =
                new FilterFailure(event, SHA_256, "redact", FailureReason.TRAP, "unreachable");

        // When
        ProducerRecord<byte[], byte[]> message =
                new KafkaTopics.FailureWriter("logs-failed").serialize(failure, null, null);

        // Then
        assertThat(message.topic()).isEqualTo("logs-failed");
        assertThat(message.value()).isEqualTo(RECORD);
        assertThat(message.timestamp()).isEqualTo(1_795_339_800_123L);
        assertThat(message.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactly(
                        "tag=logs",
                        "reason=TRAP",
                        "detail=unreachable",
                        "module-sha256=" + SHA_256);
    }

    private static ConsumerRecord<byte[], byte[]> message(long timestamp, byte[] value) {
        return new ConsumerRecord<>(
                "logs",
                0,
                0L,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
