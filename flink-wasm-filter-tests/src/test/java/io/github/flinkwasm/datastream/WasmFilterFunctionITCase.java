package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WasmFilterFunctionITCase {

    private static final String EMIT = "{\"do\":\"emit\"}";
    private static final String DROP = "{\"do\":\"drop\"}";
    private static final String TRAP = "{\"do\":\"trap\"}";

    @AutoClose private final FilterHarnesses harnesses = new FilterHarnesses();

    @Test
    void sendsEachEventOneOfThreeWays() throws Exception {
        // Given
        FilterHarness<String, String> harness = open(FailureHandling.SIDE_OUTPUT);

        // When
        for (String record : List.of(EMIT, DROP, TRAP, EMIT)) {
            harness.process(record, 1_500);
        }

        // Then
        String emitted = Guests.emitted("flink", 1, 500_000_000, EMIT);
        assertThat(harness.emitted()).containsExactly(emitted, emitted);
        assertThat(harness.dropped()).containsExactly(DROP);
        assertThat(harness.failed())
                .extracting(FilterFailure::reason)
                .containsExactly(FailureReason.TRAP);
    }

    @Test
    void emitsTextOnOneLine() throws Exception {
        // Given
        String lines = "{\"do\":\"lines\"}";
        FilterHarness<String, String> harness = open(FailureHandling.FAIL);

        // When
        harness.process(lines, 8_000);

        // Then
        assertThat(harness.emitted()).containsExactly(Guests.emitted("flink", 8, 0, lines));
    }

    @Test
    void keepsTimestampsAndWatermarks() throws Exception {
        // Given
        FilterHarness<String, String> harness = open(FailureHandling.SIDE_OUTPUT);

        // When
        harness.process(EMIT, 41);
        harness.process(DROP, 42);
        harness.process(TRAP, 43);
        harness.processWatermark(44);

        // Then
        String emitted = Guests.emitted("flink", 0, 41_000_000, EMIT);
        assertThat(harness.mainOutput())
                .containsExactly(new StreamRecord<>(emitted, 41), new Watermark(44));
        assertThat(harness.droppedRecords()).containsExactly(new StreamRecord<>(DROP, 42));
        assertThat(harness.failedRecords())
                .extracting(StreamRecord::getTimestamp)
                .containsExactly(43L);
    }

    @Test
    void missingTimestampIsTimeZeroAndStaysMissing() throws Exception {
        // Given
        FilterHarness<String, String> harness = open(FailureHandling.FAIL);

        // When
        harness.processWithoutTimestamp(EMIT);
        harness.process(EMIT, Long.MIN_VALUE);

        // Then
        String emitted = Guests.emitted("flink", 0, 0, EMIT);
        assertThat(harness.mainOutput())
                .containsExactly(
                        new StreamRecord<>(emitted), new StreamRecord<>(emitted, Long.MIN_VALUE));
    }

    @Test
    void guestSeesTagAndTimeThatTheCodecExtracts() throws Exception {
        // Given
        FilterHarness<String, String> harness =
                harnesses.open(
                        WasmFilterFunction.of(
                                Guests.waysOut(FailureHandling.FAIL).build(),
                                RecordCodecs.strings()
                                        .withTagExtractor(text -> "tag." + text.length())
                                        .withTimeExtractor(
                                                text ->
                                                        Instant.ofEpochSecond(
                                                                1_700_000_000, 123))));

        // When
        harness.process(EMIT, 99);

        // Then
        assertThat(harness.emitted())
                .containsExactly(Guests.emitted("tag.13", 1_700_000_000, 123, EMIT));
    }

    @Test
    void eventsKeepTagTimeAndMetadata() throws Exception {
        // Given
        LogEvent event =
                LogEvent.of("app", 5, 6, EMIT.getBytes(UTF_8)).withMetadata(new byte[] {1, 0, 2});
        FilterHarness<LogEvent, LogEvent> harness =
                harnesses.open(
                        WasmFilterFunction.of(
                                Guests.waysOut(FailureHandling.FAIL).build(),
                                RecordCodecs.logEvents()));

        // When
        harness.process(event, 99);

        // Then
        byte[] record = Guests.emitted("app", 5, 6, EMIT).getBytes(UTF_8);
        assertThat(harness.mainOutput())
                .containsExactly(new StreamRecord<>(event.withRecord(record), 99));
    }

    @ParameterizedTest
    @CsvSource({"81a16100, true", "91a16100, false", "c0, false"})
    void bytesMayBeMsgpack(String hex, boolean isOneMap) throws Exception {
        // Given
        byte[] record = HexFormat.of().parseHex(hex);
        FilterHarness<byte[], byte[]> harness =
                harnesses.open(
                        WasmFilterFunction.of(
                                Guests.identity(FailureHandling.SIDE_OUTPUT)
                                        .setEventFormat(EventFormat.MSGPACK)
                                        .build(),
                                RecordCodecs.bytes()));

        // When
        harness.process(record, 0);

        // Then
        assertThat(harness.emitted()).hasSize(isOneMap ? 1 : 0).allMatch(r -> r.length == 4);
        assertThat(harness.failed()).hasSize(isOneMap ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsNoReferenceToAnInput(boolean objectReuse) throws Exception {
        // Given
        byte[] reused = TRAP.getBytes(UTF_8);
        FilterHarness<byte[], byte[]> harness =
                harnesses.open(
                        WasmFilterFunction.of(
                                Guests.waysOut(FailureHandling.SIDE_OUTPUT).build(),
                                RecordCodecs.bytes()));
        if (objectReuse) {
            harness.enableObjectReuse();
        }

        // When
        harness.process(reused, 0);
        System.arraycopy(EMIT.getBytes(UTF_8), 0, reused, 0, reused.length);

        // Then
        byte[] kept = harness.failed().get(0).event().record();
        assertThat(kept).asString(UTF_8).isEqualTo(TRAP);
    }

    @Test
    void refusesACodecOfAnotherFormatOnTheClient() {
        // Given
        WasmFilter filter =
                Guests.waysOut(FailureHandling.FAIL).setEventFormat(EventFormat.MSGPACK).build();

        // When, Then
        assertThatThrownBy(() -> WasmFilterFunction.of(filter, RecordCodecs.strings()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("event format MSGPACK")
                .hasMessageContaining("elements of type String does not support it")
                .hasMessageContaining("RecordCodecs.bytes()");
    }

    @Test
    void saysAtOpenThatTheModuleIsMissing() {
        // Given
        WasmFilter filter =
                Guests.waysOut(FailureHandling.FAIL)
                        .setModule(ModuleReference.of("classpath:no/such.wasm"))
                        .build();

        // When, Then
        assertThatThrownBy(() -> open(filter))
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("classpath:no/such.wasm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "no_such_function"})
    void saysAtOpenThatTheFunctionIsMissing(String functionName) {
        // Given
        WasmFilter filter =
                Guests.waysOut(FailureHandling.FAIL).setFunctionName(functionName).build();

        // When, Then
        assertThatThrownBy(() -> open(filter))
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(functionName)
                .hasMessageContaining("ways_out");
    }

    private FilterHarness<String, String> open(FailureHandling failureHandling) throws Exception {
        return open(Guests.waysOut(failureHandling).build());
    }

    private FilterHarness<String, String> open(WasmFilter filter) throws Exception {
        return harnesses.open(WasmFilterFunction.of(filter, RecordCodecs.strings()));
    }
}
