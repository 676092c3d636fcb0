package io.github.flinkwasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/**
 * State that earlier versions of the library wrote. Each stored file is a serializer's snapshot and
 * then values; a file is added for every layout version and never changed.
 */
final class SerializerCompatibilityTest {

    private static final List<LogEvent> EVENTS =
            List.of(
                    LogEvent.of("", 0, 0, new byte[0]),
                    LogEvent.of("app.log", 1_700_000_000, 999_999_999, bytes("{\"a\":\"ä\"}")),
                    LogEvent.of("ä\ud83d\ude00", -1, 1, new byte[] {(byte) 0x81, 0, -1})
                            .withMetadata(new byte[] {5, 0}));

    private static final List<FilterFailure> FAILURES =
            List.of(
                    new FilterFailure(
                            EVENTS.get(1), "ab".repeat(32), "f", FailureReason.TRAP, "unreachable"),
                    new FilterFailure(
                            EVENTS.get(2), "", "", FailureReason.INPUT_TOO_LARGE, "größer"));

    @Test
    void readsLogEventsOfVersion1() throws IOException {
        // When, Then
        assertReads("log-event-1.bin", LogEventSerializer.INSTANCE, EVENTS);
    }

    @Test
    void readsFilterFailuresOfVersion1() throws IOException {
        // When, Then
        assertReads("filter-failure-1.bin", FilterFailureSerializer.INSTANCE, FAILURES);
    }

    @Test
    void readsRecordMapsOfVersion1() throws IOException {
        // Given
        DataInputDeserializer source = new DataInputDeserializer(stored("record-map-1.bin"));
        TypeSerializerSnapshot<Map<String, Object>> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        source, SerializerCompatibilityTest.class.getClassLoader());

        // When
        Map<String, Object> map = snapshot.restoreSerializer().deserialize(source);

        // Then
        assertThat(RecordMaps.describe(map)).isEqualTo(RecordMaps.describe(RecordMaps.everyKind()));
        assertThat(source.available()).isZero();
    }

    @Test
    void writesVersion1ToTheByte() throws IOException {
        // When, Then
        assertThat(write(LogEventSerializer.INSTANCE, EVENTS)).isEqualTo(stored("log-event-1.bin"));
        assertThat(write(FilterFailureSerializer.INSTANCE, FAILURES))
                .isEqualTo(stored("filter-failure-1.bin"));
        assertThat(write(RecordMapSerializer.INSTANCE, List.of(RecordMaps.everyKind())))
                .isEqualTo(stored("record-map-1.bin"));
    }

    private static <T> void assertReads(
            String file, TypeSerializer<T> current, List<T> expectedValues) throws IOException {
        DataInputDeserializer source = new DataInputDeserializer(stored(file));
        TypeSerializerSnapshot<T> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        source, SerializerCompatibilityTest.class.getClassLoader());
        assertThat(
                        current.snapshotConfiguration()
                                .resolveSchemaCompatibility(snapshot)
                                .isIncompatible())
                .isFalse();
        TypeSerializer<T> reader = snapshot.restoreSerializer();
        for (T expected : expectedValues) {
            assertThat(reader.deserialize(source)).isEqualTo(expected);
        }
        assertThat(source.available()).isZero();
    }

    private static <T> byte[] write(TypeSerializer<T> serializer, List<T> values)
            throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(256);
        TypeSerializerSnapshot.writeVersionedSnapshot(target, serializer.snapshotConfiguration());
        for (T value : values) {
            serializer.serialize(value, target);
        }
        return target.getCopyOfBuffer();
    }

    private static byte[] stored(String file) throws IOException {
        try (InputStream in =
                SerializerCompatibilityTest.class.getResourceAsStream("/compatibility/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
