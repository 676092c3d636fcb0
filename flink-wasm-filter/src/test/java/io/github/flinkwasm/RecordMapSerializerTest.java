package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

final class RecordMapSerializerTest {

    private static final RecordMapSerializer SERIALIZER = RecordMapSerializer.INSTANCE;

    @Test
    void readsWhatItWroteAndCopiesWithoutReading() throws IOException {
        // Given
        Map<String, Object> map = RecordMaps.everyKind();

        // When
        byte[] written = write(map);
        DataOutputSerializer copied = new DataOutputSerializer(64);
        SERIALIZER.copy(new DataInputDeserializer(written), copied);
        DataInputDeserializer source = new DataInputDeserializer(copied.getCopyOfBuffer());
        Map<String, Object> read = SERIALIZER.deserialize(source);

        // Then
        assertThat(RecordMaps.describe(read)).isEqualTo(RecordMaps.describe(map));
        assertThat(source.available()).isZero();
    }

    @Test
    void copySharesNothingThatCanChange() {
        // Given
        Map<String, Object> map = RecordMaps.everyKind();
        String before = RecordMaps.describe(map);

        // When
        Map<String, Object> copy = SERIALIZER.copy(map);
        RecordMaps.spoil(map);

        // Then
        assertThat(SERIALIZER.isImmutableType()).isFalse();
        assertThat(RecordMaps.describe(copy)).isEqualTo(before);
        assertThat(RecordMaps.describe(map)).isNotEqualTo(before);
    }

    @Test
    void refusesWhatARecordDoesNotHave() {
        // Given
        Map<String, Object> date = Map.of("at", java.time.Instant.EPOCH);
        @SuppressWarnings("unchecked") // what a user's unchecked cast does
        Map<String, Object> numbers = (Map<String, Object>) (Map<?, ?>) Map.of(1, "x");

        // When, Then
        assertThatThrownBy(() -> SERIALIZER.copy(date))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds a java.time.Instant")
                .hasMessageContaining("null, String, Boolean");
        assertThatThrownBy(() -> write(date)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(numbers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a java.lang.Integer as a key");
    }

    @Test
    void refusesAMapThatHoldsItself() {
        // Given
        Map<String, Object> circle = new HashMap<>();
        circle.put("self", new ArrayList<>(List.of(circle)));

        // When, Then
        assertThatThrownBy(() -> write(circle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512 levels");
        assertThatThrownBy(() -> SERIALIZER.copy(circle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512 levels");
    }

    @Test
    void refusesAKindOfANewerLibrary() throws IOException {
        // Given
        byte[] written = write(Map.of("a", true));
        written[written.length - 1] = 99;

        // When, Then
        assertThatThrownBy(() -> SERIALIZER.deserialize(new DataInputDeserializer(written)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("value of kind 99")
                .hasMessageContaining("newer");
    }

    @Test
    void restoredSnapshotIsCompatibleAsItIs() throws Exception {
        // Given
        DataOutputSerializer written = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(written, SERIALIZER.snapshotConfiguration());

        // When
        TypeSerializerSnapshot<Map<String, Object>> restored =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(written.getCopyOfBuffer()),
                        getClass().getClassLoader());

        // Then
        assertThat(restored.restoreSerializer()).isEqualTo(SERIALIZER);
        assertThat(
                        SERIALIZER
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(restored)
                                .isCompatibleAsIs())
                .isTrue();
        assertThat(InstantiationUtil.clone(SERIALIZER))
                .isEqualTo(SERIALIZER)
                .hasSameHashCodeAs(SERIALIZER);
        assertThat(SERIALIZER.duplicate()).isEqualTo(SERIALIZER);
        assertThat(SERIALIZER.getLength()).isNegative();
    }

    @Test
    @SuppressWarnings("deprecation") // Flink 1.20 still asks through the deprecated method
    void needsNoGenericTypes() throws Exception {
        // Given
        ExecutionConfig noKryo =
                new ExecutionConfig(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        RecordMapTypeInformation type = RecordMapTypeInformation.INSTANCE;

        // When
        TypeSerializer<Map<String, Object>> serializer =
                type.createSerializer(noKryo.getSerializerConfig());

        // Then
        assertThat(serializer).isEqualTo(SERIALIZER);
        assertThat(type.createSerializer(noKryo)).isEqualTo(SERIALIZER);
        assertThat(InstantiationUtil.clone(type)).isEqualTo(type).hasSameHashCodeAs(type);
        assertThat(type.isKeyType()).isFalse();
        assertThat(type.getTypeClass()).isEqualTo(Map.class);
    }

    private static byte[] write(Map<String, Object> map) throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(64);
        SERIALIZER.serialize(map, target);
        return target.getCopyOfBuffer();
    }
}
