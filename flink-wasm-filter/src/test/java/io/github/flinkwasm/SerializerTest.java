package io.github.flinkwasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The serializers of {@link LogEvent} and {@link FilterFailure}, which promise the same things. */
final class SerializerTest {

    @ParameterizedTest
    @MethodSource("valuesOfEachType")
    <T> void readsWhatItWrote(TypeSerializer<T> serializer, T value) throws IOException {
        // Given
        DataOutputSerializer written = new DataOutputSerializer(64);

        // When
        serializer.serialize(value, written);
        serializer.serialize(value, written);
        DataInputDeserializer source = new DataInputDeserializer(written.getCopyOfBuffer());
        T first = serializer.deserialize(source);
        T second = serializer.deserialize(first, source);

        // Then
        assertThat(first).isEqualTo(value);
        assertThat(second).isEqualTo(value);
        assertThat(source.available()).isZero();
    }

    @ParameterizedTest
    @MethodSource("valuesOfEachType")
    <T> void copiesBytesWithoutReadingThem(TypeSerializer<T> serializer, T value)
            throws IOException {
        // Given
        DataOutputSerializer written = new DataOutputSerializer(64);
        serializer.serialize(value, written);
        byte[] bytes = written.getCopyOfBuffer();
        DataInputDeserializer source = new DataInputDeserializer(bytes);
        DataOutputSerializer target = new DataOutputSerializer(64);

        // When
        serializer.copy(source, target);

        // Then
        assertThat(target.getCopyOfBuffer()).isEqualTo(bytes);
        assertThat(source.available()).isZero();
    }

    @ParameterizedTest
    @MethodSource("valuesOfEachType")
    <T> void handsImmutableValuesOnAsTheyAre(TypeSerializer<T> serializer, T value) {
        // When
        T copy = serializer.copy(value);
        T reused = serializer.copy(value, serializer.createInstance());

        // Then
        assertThat(serializer.isImmutableType()).isTrue();
        assertThat(copy).isSameAs(value);
        assertThat(reused).isSameAs(value);
    }

    @ParameterizedTest
    @MethodSource("valuesOfEachType")
    <T> void isStatelessAndEqualToItsCopies(TypeSerializer<T> serializer, T value)
            throws Exception {
        // When
        TypeSerializer<T> copy = InstantiationUtil.clone(serializer);

        // Then
        assertThat(copy).isEqualTo(serializer).hasSameHashCodeAs(serializer);
        assertThat(serializer.duplicate()).isEqualTo(serializer);
        assertThat(serializer.getLength()).isNegative();
    }

    @ParameterizedTest
    @MethodSource("valuesOfEachType")
    <T> void restoredSnapshotIsCompatibleAsItIs(TypeSerializer<T> serializer, T value)
            throws IOException {
        // Given
        DataOutputSerializer written = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(written, serializer.snapshotConfiguration());

        // When
        TypeSerializerSnapshot<T> restored =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(written.getCopyOfBuffer()),
                        getClass().getClassLoader());

        // Then
        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
        assertThat(
                        serializer
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(restored)
                                .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void snapshotsOfTheTwoTypesAreIncompatible() {
        // Given
        @SuppressWarnings("unchecked") // what a user's mistake does: Flink has only the erased type
        TypeSerializerSnapshot<LogEvent> wrong =
                (TypeSerializerSnapshot<LogEvent>)
                        (TypeSerializerSnapshot<?>)
                                FilterFailureSerializer.INSTANCE.snapshotConfiguration();

        // When
        boolean incompatible =
                LogEventSerializer.INSTANCE
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(wrong)
                        .isIncompatible();

        // Then
        assertThat(incompatible).isTrue();
    }

    @Test
    void refusesTheLayoutOfANewerLibrary() {
        // Given
        TypeSerializerSnapshot<LogEvent> snapshot =
                LogEventSerializer.INSTANCE.snapshotConfiguration();
        DataInputDeserializer nothing = new DataInputDeserializer(new byte[0]);

        // When, Then
        assertThatThrownBy(() -> snapshot.readSnapshot(2, nothing, getClass().getClassLoader()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("LogEvent of layout version 2")
                .hasMessageContaining("reads version 1")
                .hasMessageContaining("newer");
    }

    @Test
    void refusesAReasonOfANewerLibrary() throws IOException {
        // Given
        DataOutputSerializer written = new DataOutputSerializer(64);
        FilterFailureSerializer.INSTANCE.serialize(failure("x"), written);
        byte[] bytes = written.getCopyOfBuffer();
        int at = new String(bytes, UTF_8).indexOf("TIMEOUT");
        bytes[at] = 'X';

        // When, Then
        assertThatThrownBy(
                        () ->
                                FilterFailureSerializer.INSTANCE.deserialize(
                                        new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reason \"XIMEOUT\"");
    }

    @Test
    void flinkFindsTheTypesWithoutBeingTold() {
        // When
        TypeInformation<LogEvent> event = TypeInformation.of(LogEvent.class);
        TypeInformation<FilterFailure> failure = TypeInformation.of(FilterFailure.class);
        TypeInformation<Tuple2<String, LogEvent>> nested =
                TypeInformation.of(new TypeHint<Tuple2<String, LogEvent>>() {});

        // Then
        assertThat(event).isEqualTo(LogEventTypeInformation.INSTANCE);
        assertThat(failure).isEqualTo(FilterFailureTypeInformation.INSTANCE);
        assertThat(nested.getGenericParameters().values())
                .contains(LogEventTypeInformation.INSTANCE)
                .noneMatch(GenericTypeInfo.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("typesWithSerializers")
    @SuppressWarnings("deprecation") // Flink 1.20 still asks through the deprecated method
    <T> void needsNoGenericTypes(TypeInformation<T> type, TypeSerializer<T> expected)
            throws Exception {
        // Given
        ExecutionConfig noKryo =
                new ExecutionConfig(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));

        // When
        TypeSerializer<T> serializer = type.createSerializer(noKryo.getSerializerConfig());

        // Then
        assertThat(serializer).isEqualTo(expected);
        assertThat(type.createSerializer(noKryo)).isEqualTo(expected);
        assertThat(InstantiationUtil.clone(type)).isEqualTo(type).hasSameHashCodeAs(type);
        assertThat(type.isKeyType()).isFalse();
    }

    static Stream<Arguments> typesWithSerializers() {
        return Stream.of(
                Arguments.of(LogEventTypeInformation.INSTANCE, LogEventSerializer.INSTANCE),
                Arguments.of(
                        FilterFailureTypeInformation.INSTANCE, FilterFailureSerializer.INSTANCE));
    }

    static Stream<Arguments> valuesOfEachType() {
        byte[] large = new byte[100_000];
        List<LogEvent> events =
                List.of(
                        LogEvent.of("", 0, 0, new byte[0]),
                        LogEvent.of("app.log", 1_700_000_000, 999_999_999, large),
                        LogEvent.of("ä\ud83d\ude00\ud83d", Long.MIN_VALUE, 1, new byte[] {0, -1})
                                .withMetadata(new byte[] {5, 0}),
                        LogEvent.of("t".repeat(70_000), Long.MAX_VALUE, 0, new byte[1]));
        return Stream.concat(
                events.stream().map(event -> Arguments.of(LogEventSerializer.INSTANCE, event)),
                Stream.of(failure(""), failure("d".repeat(70_000)))
                        .map(f -> Arguments.of(FilterFailureSerializer.INSTANCE, f)));
    }

    private static FilterFailure failure(String detail) {
        LogEvent event =
                LogEvent.of("app", 5, 6, "{}".getBytes(UTF_8)).withMetadata(new byte[] {1, 2, 3});
        return new FilterFailure(event, "ab".repeat(32), "f", FailureReason.TIMEOUT, detail);
    }
}
