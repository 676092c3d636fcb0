package io.github.flinkwasm.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each format as the documentation of the program that writes it has it, down to the bytes. */
class FormatsTest {
    @TempDir private Path directory;

    @Test
    void outFileLineBringsTagAndTime() throws IOException {
        // Given
        String file =
                """
                cpu.local: [1764000000.123456789, {"cpu_p":1.5,"note":"a: [1, b]"}]
                odd: [x: [1764000001.000000000, {"a":1}]
                old.release: [1764000002.5, {}]
                cpu.local: [1764000003.0, {"cut
                """;

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.FLUENT_BIT_FILE);
        assertThat(found.events())
                .extracting("tag")
                .containsExactly("cpu.local", "odd: [x", "old.release");
        assertThat(found.time()).isEqualTo("1764000000.123456789");
        assertThat(found.events().get(2).nano()).isEqualTo(500_000_000);
        assertThat(found.records())
                .containsExactly("{\"cpu_p\":1.5,\"note\":\"a: [1, b]\"}", "{\"a\":1}", "{}");
        assertThat(found.unreadable()).containsExactly("cpu.local: [1764000003.0, {\"cut");
        assertThat(found.numbers()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void standardOutputLineBringsMetadataToo() throws IOException {
        // Given
        String file =
                """
                [0] cpu.local: [[1764000000.123456789, {"otlp":{}}], {"a":1}]
                [1] cpu.local: [[1764000001.0, {}], {"a":2}]
                """;

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.events()).extracting("tag").containsExactly("cpu.local", "cpu.local");
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(new String(found.event().metadata(), StandardCharsets.UTF_8))
                .isEqualTo("{\"otlp\":{}}");
        assertThat(found.events().get(1).metadata()).isEmpty();
    }

    @Test
    void tagThatWasGivenOutranksThatOfTheLine() throws IOException {
        // Given
        String file = "cpu.local: [1764000000.0, {\"a\":1}]\n";

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder().setTag("mine"));

        // Then
        assertThat(found.event().tag()).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1764000000.123456             | auto               | 1764000000.123456000",
                "1764000000                    | epoch              | 1764000000.000000000",
                "1764000000123                 | epoch_ms           | 1764000000.123000000",
                "1764000000123                 | auto               | 1764000000.123000000",
                "\"2025-11-24T16:00:00.123456Z\" | iso8601          | 1764000000.123456000",
                "\"2025-11-24 16:00:00.123456\"  | java_sql_timestamp | 1764000000.123456000",
            })
    void dateKeyBecomesTheTimeAndLeavesTheRecord(String date, String format, String time)
            throws IOException {
        // Given
        String file =
                "{\"date\":"
                        + date
                        + ",\"log\":\"x\"}\n{\"log\":\"y\", \"date\" : "
                        + date
                        + " }\n{\"date\":"
                        + date
                        + "}\n{\"log\":\"z\"}\n";

        // When
        Found found =
                Found.in(
                        directory,
                        file,
                        ArchiveOptions.builder()
                                .setFormat(ArchiveFormat.FLUENT_BIT_JSON)
                                .setTimeField("date", TimeFormat.of(format)));

        // Then
        assertThat(found.records())
                .containsExactly("{\"log\":\"x\"}", "{\"log\":\"y\"}", "{}", "{\"log\":\"z\"}");
        assertThat(found.time()).isEqualTo(time);
        assertThat(found.events().get(1).nano()).isEqualTo(found.event().nano());
        assertThat(found.events().get(3).epochSecond()).isZero();
        assertThat(found.counts().untimed()).isEqualTo(1);
    }

    @Test
    void otherDateKeyIsRemovedToo() throws IOException {
        // Given
        String file = "{\"@timestamp\":1764000000.5,\"log\":\"x\"}\n";

        // When
        Found found =
                Found.in(
                        directory,
                        file,
                        ArchiveOptions.builder()
                                .setFormat(ArchiveFormat.FLUENT_BIT_JSON)
                                .setTimeField("@timestamp", TimeFormat.AUTO));

        // Then
        assertThat(found.records()).containsExactly("{\"log\":\"x\"}");
        assertThat(found.time()).isEqualTo("1764000000.500000000");
    }

    @Test
    void fieldsGiveTagAndTimeAndStay() throws IOException {
        // Given
        String file =
                "{\"nested\":{\"t\":1,\"k\":\"no\"},\"k\":\"a\\u0062c\",\"t\":\"2025-11-24T17:00:00+01:00\"}\n";

        // When
        Found found =
                Found.in(
                        directory,
                        file,
                        ArchiveOptions.builder()
                                .setTagField("k")
                                .setTimeField("t", TimeFormat.AUTO));

        // Then
        assertThat(found.event().tag()).isEqualTo("abc");
        assertThat(found.time()).isEqualTo("1764000000.000000000");
        assertThat(found.records()).containsExactly(file.strip());
    }

    @Test
    void msgpackBringsTimeAndMetadata() throws IOException {
        // Given
        byte[] file =
                bytes(
                        // [EventTime as fixext8, {"a": 1}]
                        "92 d700 69248280 075bcd15 81 a161 01",
                        // [[EventTime as ext8, {"m": true}], {"a": 2}]
                        "92 92 c70800 69248281 00000001 81 a16d c3 81 a161 02",
                        // [uint32, {}], [float64 1764000002.5, {}], [EventTime, {}] with array16
                        "92 ce69248282 80",
                        "92 cb41da4920a0a00000 80",
                        "dc0002 d700 69248284 00000000 80",
                        // a record alone
                        "81 a161 06");

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.MSGPACK);
        assertThat(found.time()).isEqualTo("1764000384.123456789");
        assertThat(found.records())
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{}", "{}", "{}", "{\"a\":6}");
        assertThat(found.events().get(1).metadata()).isEqualTo(bytes("81 a16d c3"));
        assertThat(found.event().metadata()).isEmpty();
        assertThat(found.events().get(2).epochSecond()).isEqualTo(1764000386);
        assertThat(found.events().get(3).nano()).isEqualTo(500_000_000);
        assertThat(found.counts().untimed()).isEqualTo(1);
    }

    @Test
    void msgpackRecordsStayAsTheyAre() throws IOException {
        // Given: a map16 of one pair, which nobody would write today
        byte[] file = bytes("92 d700 69248280 00000000 de0001 a161 d90162");

        // When
        Found found =
                Found.in(
                        directory,
                        file,
                        ArchiveOptions.builder().setRecordFormat(EventFormat.MSGPACK));

        // Then
        assertThat(found.event().record()).isEqualTo(bytes("de0001 a161 d90162"));
    }

    @Test
    void groupMarkersAreNoEvents() throws IOException {
        // Given
        byte[] file =
                bytes(
                        "92 92 d700 ffffffff 00000000 81 a161 01 80",
                        "92 92 d700 69248280 00000000 80 81 a161 01",
                        "92 92 d700 fffffffe 00000000 80 80");

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.events()).hasSize(1);
        assertThat(found.counts().markers()).isEqualTo(2);
        assertThat(found.numbers()).containsExactly(2L);
    }

    @Test
    void valueOfAnotherShapeIsUnreadableAndTheNextIsRead() throws IOException {
        // Given: a forward message [tag, time, record], a string, a bad time, then an event
        byte[] file =
                bytes(
                        "92 d700 69248280 00000000 80",
                        "93 a174 00 80",
                        "a3616263",
                        "92 d701 69248280 00000000 80",
                        "92 00 80");

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.events()).hasSize(2);
        assertThat(found.unreadable()).hasSize(3);
        assertThat(found.reasons().get(0)).contains("neither [time, record]");
        assertThat(found.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void bytesThatAreNoMsgpackAndCutValuesAreDamage() throws IOException {
        // Given
        byte[] broken = bytes("92 d700 69248280 00000000 80", "c1", "92 00 80");
        byte[] cut = bytes("92 d700 69248280 00000000 80", "92 d700 6924");
        ArchiveOptions.Builder options =
                ArchiveOptions.builder().setDamagePolicy(DamagePolicy.SKIP_REST);

        // When
        Found ofBroken = Found.in(directory, broken, options);
        Found ofCut = Found.in(directory, cut, options);

        // Then
        assertThat(ofBroken.events()).hasSize(1);
        assertThat(ofBroken.damage())
                .hasValueSatisfying(
                        d -> {
                            assertThat(d.offset()).isEqualTo(12);
                            assertThat(d.reason()).contains("0xc1");
                        });
        assertThat(ofCut.events()).hasSize(1);
        assertThat(ofCut.damage())
                .hasValueSatisfying(
                        d -> assertThat(d.reason()).contains("middle of a msgpack value"));
    }

    @Test
    void hugeMsgpackCountIsNoMemory() throws IOException {
        // Given: a map that announces 2^32-1 pairs, and zeros
        byte[] file = new byte[40_000];
        System.arraycopy(bytes("92 00 df ffffffff"), 0, file, 0, 7);

        // When
        Found found =
                Found.in(
                        directory,
                        file,
                        ArchiveOptions.builder()
                                .setFormat(ArchiveFormat.MSGPACK)
                                .setMaxItemBytes(16 << 10)
                                .setDamagePolicy(DamagePolicy.SKIP_REST));

        // Then
        assertThat(found.events()).isEmpty();
        assertThat(found.damage())
                .hasValueSatisfying(d -> assertThat(d.reason()).contains("more than 16384 bytes"));
    }

    @Test
    void piecesOfCriLinesAreJoinedPerStream() throws IOException {
        // Given
        String file =
                """
                2026-11-22T11:47:00.100000000Z stdout P one,\s
                2026-11-22T11:47:00.200000000Z stderr F an "error"\tin between
                2026-11-22T11:47:00.300000000+00:00 stdout P two,\s
                2026-11-22T11:47:00.400000000Z stdout F:tag three
                2026-11-22T11:47:00.500000000Z stdout F\s
                not from a runtime
                2026-11-22T11:47:00.600000000Z stderr P never ended
                """;

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.CRI);
        assertThat(found.records())
                .containsExactly(
                        "{\"time\":\"2026-11-22T11:47:00.200000000Z\",\"stream\":\"stderr\",\"_p\":\"F\",\"log\":\"an"
                            + " \\\"error\\\"\\tin between\"}",
                        "{\"time\":\"2026-11-22T11:47:00.100000000Z\",\"stream\":\"stdout\",\"_p\":\"F\",\"log\":\"one,"
                            + " two, three\"}",
                        "{\"time\":\"2026-11-22T11:47:00.500000000Z\",\"stream\":\"stdout\",\"_p\":\"F\",\"log\":\"\"}",
                        "{\"time\":\"2026-11-22T11:47:00.600000000Z\",\"stream\":\"stderr\",\"_p\":\"P\",\"log\":\"never"
                            + " ended\"}");
        assertThat(found.events())
                .extracting("nano")
                .containsExactly(200_000_000, 100_000_000, 500_000_000, 600_000_000);
        assertThat(found.unreadable()).containsExactly("not from a runtime");
        assertThat(found.numbers()).containsExactly(2L, 1L, 5L, 6L, 7L);
        assertThat(found.counts()).isEqualTo(new ArchiveCounts(7, 4, 1, 0, 3, 0, 0, file.length()));
    }

    @Test
    void piecesOfDockerLinesAreJoinedPerStream() throws IOException {
        // Given
        String file =
                "{\"log\":\"hey!\\n"
                    + "\",\"stream\":\"stdout\",\"time\":\"2026-11-22T11:47:00.1Z\"}\n"
                    + "{\"log\":\"one,"
                    + " \",\"stream\":\"stdout\",\"time\":\"2026-11-22T11:47:00.2Z\"}\n"
                    + "{\"log\":\"error\\n"
                    + "\",\"stream\":\"stderr\",\"time\":\"2026-11-22T11:47:00.3Z\"}\n"
                    + "{\"log\":\"not the end: \\\\n"
                    + "\",\"stream\":\"stdout\",\"time\":\"2026-11-22T11:47:00.4Z\"}\n"
                    + "{\"log\":\","
                    + " three\\u000a\",\"stream\":\"stdout\",\"attrs\":{},\"time\":\"2026-11-22T11:47:00.5Z\"}\n"
                    + "{\"log\":\"open\",\"stream\":\"stderr\",\"time\":\"2026-11-22T11:47:00.6Z\"}";

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.DOCKER);
        assertThat(found.records())
                .containsExactly(
                        "{\"log\":\"hey!\\n"
                                + "\",\"stream\":\"stdout\",\"time\":\"2026-11-22T11:47:00.1Z\"}",
                        "{\"log\":\"error\\n"
                                + "\",\"stream\":\"stderr\",\"time\":\"2026-11-22T11:47:00.3Z\"}",
                        "{\"log\":\"one, not the end: \\\\n"
                            + ", three\\u000a\",\"stream\":\"stdout\",\"time\":\"2026-11-22T11:47:00.2Z\"}",
                        "{\"log\":\"open\",\"stream\":\"stderr\",\"time\":\"2026-11-22T11:47:00.6Z\"}");
        assertThat(found.numbers()).containsExactly(1L, 3L, 2L, 6L);
        assertThat(found.events())
                .extracting("nano")
                .containsExactly(100_000_000, 300_000_000, 200_000_000, 600_000_000);
        assertThat(found.counts().joined()).isEqualTo(3);
    }

    @Test
    void joinedLineIsBoundedAsWell() throws IOException {
        // Given
        String piece = "2026-11-22T11:47:00.1Z stdout P " + "x".repeat(900) + "\n";
        String file =
                piece
                        + piece
                        + piece
                        + "2026-11-22T11:47:00.1Z stdout F end\n"
                        + "2026-11-22T11:47:00.1Z stdout F next\n";

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder().setMaxItemBytes(1024));

        // Then
        assertThat(found.events()).hasSize(1);
        assertThat(found.unreadable()).containsExactly("x".repeat(1024));
        assertThat(found.reasons().get(0)).contains("more than 1024 bytes together");
    }

    @Test
    void textLinesAreEscaped() throws IOException {
        // Given
        byte[] file =
                "a \"quote\" \\ and\ttab\u0001\n\n  Gr\u00fc\u00dfe \n"
                        .getBytes(StandardCharsets.UTF_8);

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder().setLineKey("message"));

        // Then
        assertThat(found.format()).isEqualTo(ArchiveFormat.LINES);
        assertThat(found.records())
                .containsExactly(
                        "{\"message\":\"a \\\"quote\\\" \\\\ and\\ttab\\u0001\"}",
                        "{\"message\":\"\"}",
                        "{\"message\":\"  Gr\u00fc\u00dfe \"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}                                                     | NDJSON",
                "{\"date\":\"yesterday\",\"a\":1}                              | NDJSON",
                "{\"date\":1764000000,\"a\":1}                                 | NDJSON",
                "{\"a\":1,\"date\":1764000000.5}                               | NDJSON",
                "{\"date\":1764000000.5,\"a\":1}                               | FLUENT_BIT_JSON",
                "{\"date\":\"2025-11-24T16:00:00.123456Z\",\"a\":1}            | FLUENT_BIT_JSON",
                "{\"date\":\"2025-11-24T16:00:00Z\",\"a\":1}                   | NDJSON",
                "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":\"t\"}       | DOCKER",
                "{\"log\":\"x\",\"level\":\"info\"}                            | NDJSON",
                "t: [1764000000.123456789, {\"a\":1}]                          | FLUENT_BIT_FILE",
                "2026-11-22T11:47:00.1Z stdout F x                             | CRI",
                "2026-11-22T11:47:00.1Z stdnot F x                             | LINES",
                "1764000000.5,\"v1\",\"v2\"                                    | LINES",
                "\"time\":1764000000.5\t\"k\":\"v\"                            | LINES",
            })
    void formatIsFoundOutByContent(String line, ArchiveFormat format) throws IOException {
        // Given
        String file = line + "\n" + line + "\n\nbroken\n" + line;

        // When
        Found found = Found.in(directory, file, ArchiveOptions.builder());

        // Then
        assertThat(found.format()).isEqualTo(format);
    }

    @Test
    void formatThatWasGivenWins() throws IOException {
        // Given
        String file = "{\"a\":1}\n";

        // When
        Found found =
                Found.in(directory, file, ArchiveOptions.builder().setFormat(ArchiveFormat.LINES));

        // Then
        assertThat(found.records()).containsExactly("{\"log\":\"{\\\"a\\\":1}\"}");
    }

    @Test
    void jsonBecomesMsgpackWhereThatIsWanted() throws IOException {
        // Given
        String file = "{\"a\":1}\n";

        // When
        Found found =
                Found.in(
                        directory,
                        file,
                        ArchiveOptions.builder().setRecordFormat(EventFormat.MSGPACK));

        // Then
        assertThat(found.event().record()).isEqualTo(bytes("81 a161 01"));
    }

    private static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }
}
