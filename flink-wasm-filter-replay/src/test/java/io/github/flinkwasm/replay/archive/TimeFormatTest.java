package io.github.flinkwasm.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "auto,1764000000,2025-11-24T16:00:00Z",
                "auto,1764000000.123456789,2025-11-24T16:00:00.123456789Z",
                "auto,1764000000123,2025-11-24T16:00:00.123Z",
                "auto,1764000000123456,2025-11-24T16:00:00.123456Z",
                "auto,1764000000123456789,2025-11-24T16:00:00.123456789Z",
                "auto,\"1764000000\",2025-11-24T16:00:00Z",
                "double,1.764e9,2025-11-24T16:00:00Z",
                "double,-0.25,1969-12-31T23:59:59.750Z",
                "epoch,0,1970-01-01T00:00:00Z",
                "epoch_ms,1764000000123.5,2025-11-24T16:00:00.123500Z",
                "epoch_ms,-1,1969-12-31T23:59:59.999Z",
                "epoch_us,1764000000123456,2025-11-24T16:00:00.123456Z",
                "epoch_ns,1764000000123456789,2025-11-24T16:00:00.123456789Z",
                "auto,\"2025-11-24T16:00:00Z\",2025-11-24T16:00:00Z",
                "iso8601,\"2025-11-24T16:00:00.251662+00:00\",2025-11-24T16:00:00.251662Z",
                "iso8601,\"2025-11-24T17:30:00+0130\",2025-11-24T16:00:00Z",
                "iso8601,\"2025-11-24T14:00:00-02\",2025-11-24T16:00:00Z",
                "iso8601,`\"2025-11-24T16:00:00,5Z\"`,2025-11-24T16:00:00.500Z",
                "java_sql_timestamp,\"2025-11-24 16:00:00.123456\",2025-11-24T16:00:00.123456Z",
                "auto,\"2026-11-22 11:47:23.961 UTC\",2026-11-22T11:47:23.961Z",
                "%d/%b/%Y:%H:%M:%S %z,\"24/Nov/2025:17:00:00 +0100\",2025-11-24T16:00:00Z",
                "%Y-%m-%dT%H:%M:%S.%L%z,\"2025-11-24T16:00:00.5Z\",2025-11-24T16:00:00.500Z",
                "%s,\"1764000000\",2025-11-24T16:00:00Z",
                "dd.MM.yyyy HH:mm:ss,\"24.11.2025 16:00:00\",2025-11-24T16:00:00Z",
            })
    void timeIsRead(String format, String value, Instant expected) {
        // Given
        TimeFormat timeFormat = TimeFormat.of(format);

        // When
        Instant found = read(timeFormat, value);

        // Then
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "null",
                "{}",
                "[1]",
                "\"\"",
                "\"yesterday\"",
                "\"2025-11-24\"",
                "\"2025-02-29T00:00:00Z\"",
                "\"2025-13-01T00:00:00Z\"",
                "\"2025-11-24T24:00:00Z\"",
                "\"2025-11-24T16:00:00.Z\"",
                "\"2025-11-24T16:00:00+1\"",
                "\"2025-11-24T16:00:00 MEZ\"",
                "1e999999999",
                "99999999999999999999999999",
                "\"12:00\"",
                "\"-\"",
            })
    void whatIsNoTimeIsNotGuessed(String value) {
        // Given
        Item item = new Item();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);

        // When
        boolean read = TimeFormat.AUTO.read(bytes, 0, bytes.length, item);

        // Then
        assertThat(read).isFalse();
        assertThat(item.timed).isFalse();
    }

    /** In Berlin, 02:30 came twice on 26 October 2025, and not at all on 30 March. */
    @ParameterizedTest
    @CsvSource({
        "2025-11-24T17:00:00, 2025-11-24T16:00:00Z",
        "2025-10-26T02:30:00, 2025-10-26T00:30:00Z",
        "2025-03-30T02:30:00, 2025-03-30T01:30:00Z",
        "2025-11-24T17:00:00Z, 2025-11-24T17:00:00Z",
    })
    void zoneCountsWhereTheTextHasNone(String text, Instant expected) {
        // Given
        TimeFormat format = TimeFormat.of("iso8601").withZone(ZoneId.of("Europe/Berlin"));

        // When
        Instant found = read(format, '"' + text + '"');

        // Then
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void anyInstantIsReadAsItIsWritten() {
        // Given
        Random random = new Random(3);

        for (int i = 0; i < 2_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(
                            random.nextLong(-62_167_219_200L, 253_402_300_800L),
                            random.nextInt(1_000_000_000));

            // When
            Instant found = read(TimeFormat.AUTO, '"' + instant.toString() + '"');

            // Then
            assertThat(found).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%b %d %H:%M:%S", "HH:mm:ss", "%Y-%m-%d", "yyyy-MM-dd"})
    void patternThatMakesNoTimeIsRefused(String pattern) {
        // When
        assertThatThrownBy(() -> TimeFormat.of(pattern))

                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern)
                .hasMessageContaining("needs a year, a month, a day and an hour");
    }

    @Test
    void unknownPatternIsRefused() {
        // Given
        String format = "%Y %Q";

        // When
        assertThatThrownBy(() -> TimeFormat.of(format))

                // Then
                .hasMessageContaining("has %Q; known are %Y");
        assertThatThrownBy(() -> TimeFormat.of("nonsense"))
                .hasMessageContaining("Known by name are auto");
    }

    @Test
    void patternSurvivesSerialization() throws Exception {
        // Given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(TimeFormat.of("%d/%b/%Y:%H:%M:%S %z"));
        }

        // When
        TimeFormat copy;
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = (TimeFormat) in.readObject();
        }

        // Then
        assertThat(read(copy, "\"24/Nov/2025:17:00:00 +0100\""))
                .isEqualTo(Instant.ofEpochSecond(1764000000));
    }

    private static Instant read(TimeFormat format, String value) {
        Item item = new Item();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        assertThat(format.read(bytes, 0, bytes.length, item)).as(value).isTrue();
        return Instant.ofEpochSecond(item.epochSecond, item.nano);
    }
}
