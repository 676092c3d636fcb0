package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import java.time.Instant;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordCodecsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1500, 1, 500000000",
        "-1, -1, 999000000",
        "1700000000123, 1700000000, 123000000"
    })
    void takesTheTimeFromTheTimestamp(long millis, long second, int nano) {
        // When
        LogEvent event = RecordCodecs.strings().toEvent("{}", millis);

        // Then
        assertThat(event).isEqualTo(LogEvent.of("flink", second, nano, utf8("{}")));
    }

    @Test
    void takesTagAndTimeFromTheElementWhenToldTo() {
        // Given
        RecordCodec<String, String> codec =
                RecordCodecs.strings()
                        .withTagExtractor(text -> text.substring(0, 1))
                        .withTimeExtractor(text -> Instant.ofEpochSecond(text.length(), 7));

        // When
        LogEvent event = codec.toEvent("{\"a\":1}", 99_000);

        // Then
        assertThat(event).isEqualTo(LogEvent.of("{", 7, 7, utf8("{\"a\":1}")));
    }

    @Test
    void lastWordOnTheTagWins() {
        // Given
        BareRecordCodec<String, String> codec =
                RecordCodecs.strings().withTagExtractor(text -> "extracted").withTag("constant");

        // When
        String tag = codec.toEvent("{}", 0).tag();

        // Then
        assertThat(tag).isEqualTo("constant");
    }

    @Test
    void saysWhichExtractorReturnedNull() {
        // Given
        BareRecordCodec<String, String> codec = RecordCodecs.strings().withTagExtractor(t -> null);

        // When, Then
        assertThatThrownBy(() -> codec.toEvent("{}", 0))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(
                        "The tag extractor of the filter's codec returned null for an element."
                                + " Return a tag for every element.");
    }

    @Test
    void emittedTextIsOneLine() {
        // Given
        LogEvent emitted = LogEvent.of("t", 0, 0, utf8("{\n \"a\":\r\n \"x\\ny\"}\n"));

        // When
        String line = RecordCodecs.strings().fromEvent("{}", emitted);

        // Then
        assertThat(line).isEqualTo("{ \"a\": \"x\\ny\"}");
    }

    @Test
    void passedTextIsTheOriginal() {
        // Given
        String original = "no JSON\nat all";
        BareRecordCodec<String, String> codec = RecordCodecs.strings();
        LogEvent event = codec.toEvent(original, 0);

        // When
        String passed = codec.fromOriginal(original, event);

        // Then
        assertThat(passed).isSameAs(original);
    }

    @Test
    void stringsSpeakJsonOnly() {
        // When, Then
        assertThat(RecordCodecs.strings().supports(EventFormat.JSON)).isTrue();
        assertThat(RecordCodecs.strings().supports(EventFormat.MSGPACK)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(EventFormat.class)
    void bytesAndEventsSpeakEveryFormat(EventFormat format) {
        // When, Then
        assertThat(RecordCodecs.bytes().supports(format)).isTrue();
        assertThat(RecordCodecs.logEvents().supports(format)).isTrue();
    }

    @Test
    void bytesAreCopiedOnTheWayIn() {
        // Given
        byte[] element = utf8("{\"a\":1}");

        // When
        LogEvent event = RecordCodecs.bytes().withTag("app").toEvent(element, 0);
        element[0] = 'x';

        // Then
        assertThat(event).isEqualTo(LogEvent.of("app", 0, 0, utf8("{\"a\":1}")));
        assertThat(RecordCodecs.bytes().fromOriginal(element, event)).isNotSameAs(element);
    }

    @Test
    void eventsPassAsTheyAre() {
        // Given
        LogEvent event = LogEvent.of("app", 5, 6, utf8("{}")).withMetadata(new byte[] {1});
        LogEvent emitted = event.withRecord(utf8("{\"a\":1}"));
        RecordCodec<LogEvent, LogEvent> codec = RecordCodecs.logEvents();

        // When, Then
        assertThat(codec.toEvent(event, 99)).isSameAs(event);
        assertThat(codec.fromEvent(event, emitted)).isSameAs(emitted);
        assertThat(codec.fromOriginal(event, event)).isSameAs(event);
    }

    @Test
    void survivesJavaSerialization() throws Exception {
        // Given
        BareRecordCodec<String, String> codec =
                RecordCodecs.strings()
                        .withTagExtractor(text -> "t" + text.length())
                        .withTimeExtractor(text -> Instant.EPOCH);

        // When
        BareRecordCodec<String, String> copy = InstantiationUtil.clone(codec);

        // Then
        assertThat(copy.toEvent("{}", 5)).isEqualTo(codec.toEvent("{}", 5));
        assertThat(copy.inputType()).isEqualTo(codec.inputType());
        assertThat(InstantiationUtil.clone(RecordCodecs.logEvents()).supports(EventFormat.JSON))
                .isTrue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
