package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.flinkwasm.examples.quickstart.NotAnEventException.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckTest {

    private final RecordCheck check = new RecordCheck();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\"a\" : [1, -2.5e300, true, null, {\"b\":{}}]}\t",
                "{\"a\":1,\"a\":2}",
                "{\"ä\":\"漢字 \\ud83d\\ude00 \\u0000\"}"
            })
    void takesOneObject(String line) throws NotAnEventException {
        assertThat(check.check(line.getBytes(UTF_8))).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"text\"",
                "12",
                "null",
                "{",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1} x",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":'b'}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":tru}",
                "// {}",
                "\ufeff{\"a\":1}"
            })
    void refusesEverythingElse(String line) {
        assertThat(reasonToRefuse(line.getBytes(UTF_8))).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void refusesOtherEncodingsOfJson() {
        assertThat(reasonToRefuse("{\"a\":1}".getBytes(UTF_16LE))).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void saysWhereTheTextEnds() {
        // Given
        byte[] line = "{\"name\":\"Prüfer\"}".getBytes(ISO_8859_1);

        // When
        NotAnEventException refusal = refusal(line);

        // Then
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_UTF8);
        assertThat(refusal.at()).isEqualTo(11);
        assertThat(refusal).hasMessageContaining("byte 12 is 0xFC");
    }

    @Test
    void refusesACharacterThatTheLineEndsIn() {
        // Given
        byte[] line = {'{', '}', (byte) 0xe2, (byte) 0x82};

        // When, then
        assertThat(reasonToRefuse(line)).isEqualTo(Reason.NOT_UTF8);
    }

    @Test
    void saysInBytesWhereTheJsonEnds() {
        // Given
        byte[] line = "{\"ä\":\"漢\" oops}".getBytes(UTF_8);

        // When
        NotAnEventException refusal = refusal(line);

        // Then
        assertThat(line[refusal.at()]).isEqualTo((byte) 'o');
    }

    @Test
    void takesAnObjectOfAnyDepthAndNumbersOfAnyLength() throws NotAnEventException {
        // Given
        int depth = 100_000;
        String nested = "[".repeat(depth) + "1".repeat(depth) + "]".repeat(depth);

        // When
        Instant time = check.check(("{\"a\":" + nested + "}").getBytes(UTF_8));

        // Then
        assertThat(time).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theNextLineIsJudgedForItself() throws NotAnEventException {
        // Given
        refusal(new byte[] {'{', (byte) 0xc3});

        // When
        Instant time = check.check("{\"time\":\"2026-11-22T11:47:00Z\"}".getBytes(UTF_8));

        // Then
        assertThat(time).isEqualTo(Instant.parse("2026-11-22T11:47:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'time':'2026-11-22T11:47:00.419876+00:00'} | 2026-11-22T11:47:00.419876Z",
                "{'time':'2026-11-22T12:47:00+01:00'} | 2026-11-22T11:47:00Z",
                "{'timestamp':'2026-11-22 11:47:23.961 UTC'} | 2026-11-22T11:47:23.961Z",
                "{'msec':1795348020.381} | 2026-11-22T11:47:00.381Z",
                "{'time':'2026-11-22T11:47:00+00:00','msec':1795348020.381}"
                        + " | 2026-11-22T11:47:00.381Z",
                "{'time':'2026-11-22T11:47:00.5Z','msec':1795348020} | 2026-11-22T11:47:00.5Z",
                "{'time':'yesterday'} | 1970-01-01T00:00:00Z",
                "{'time':12} | 1970-01-01T00:00:00Z",
                "{'timestamp':' UTC'} | 1970-01-01T00:00:00Z",
                "{'msec':1e999999999} | 1970-01-01T00:00:00Z",
                "{'msec':-1} | 1970-01-01T00:00:00Z",
                "{'a':{'time':'2026-11-22T11:47:00Z'}} | 1970-01-01T00:00:00Z"
            })
    void findsTheTimeOfARecord(String record, Instant time) throws NotAnEventException {
        assertThat(check.check(record.replace('\'', '"').getBytes(UTF_8))).isEqualTo(time);
    }

    private Reason reasonToRefuse(byte[] line) {
        return refusal(line).reason();
    }

    private NotAnEventException refusal(byte[] line) {
        NotAnEventException refusal =
                catchThrowableOfType(NotAnEventException.class, () -> check.check(line));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
