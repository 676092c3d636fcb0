package io.github.flinkwasm.replay.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a unit's output says afterwards about the items that it was made of. */
class RecordedUnitTest {
    private static final String INPUT = "file:/archive/a.ndjson";
    private static final int UNIT = 7;
    private static final int FEW_OPEN_FILES = 2;
    private static final byte[] METADATA = HexFormat.of().parseHex("81a16b01");
    private static final String OUTCOMES = "_outcomes/part-000007.outcomes.gz";
    private static final FilterOutcome DROPPED = new FilterOutcome.Dropped();

    @TempDir private Path directory;

    /** An item of the input, and what became of it; of an unreadable one nothing did. */
    private record Line(LogEvent event, Kind kind) {}

    private enum Kind {
        EMITTED,
        DROPPED,
        UNREADABLE,
        SET_ASIDE,
        LEFT_OUT,
        PASSED
    }

    @ParameterizedTest
    @CsvSource({
        "NDJSON,  NONE, false, false",
        "NDJSON,  ZST,  true,  true",
        "EVENTS,  GZ,   true,  false",
        "EVENTS,  NONE, false, true",
        "MSGPACK, NONE, true,  true",
        "MSGPACK, ZST,  false, false",
        "MSGPACK, GZ,   true,  true"
    })
    void everyItemHasTheOutcomeThatItHad(
            OutputFormat format, OutputCompression compression, boolean byTag, boolean byDay)
            throws IOException {
        // Given
        OutputOptions options = new OutputOptions(format, compression, byTag, byDay, true);
        List<Line> lines = lines(400, format);

        // When
        List<OutputFile> files = write(lines, options);

        // Then
        assertThat(read(lines, options, files)).isEqualTo(outcomes(lines));
    }

    @Test
    void anEmptyUnitHasNoItems() throws IOException {
        // When
        List<OutputFile> files = write(List.of(), OutputOptions.DEFAULT);

        // Then
        assertThat(read(List.of(), OutputOptions.DEFAULT, files)).isEmpty();
        assertThat(files).extracting(OutputFile::path).containsExactly(OUTCOMES);
    }

    @Test
    void manyItemsOfOneKindTakeNoRoom() throws IOException {
        // Given
        Line dropped = new Line(event("a", 0, new byte[] {'{', '}'}), Kind.DROPPED);

        // When
        List<OutputFile> files =
                write(Collections.nCopies(1_000_000, dropped), OutputOptions.DEFAULT);

        // Then
        assertThat(files)
                .singleElement()
                .extracting(OutputFile::bytes)
                .matches(bytes -> bytes < 100);
        assertThat(files.get(0).items()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"NDJSON, NONE", "EVENTS, GZ", "MSGPACK, NONE", "NDJSON, ZST"})
    void noDamageIsTakenForAnOutcome(OutputFormat format, OutputCompression compression)
            throws IOException {
        // Given
        OutputOptions options = new OutputOptions(format, compression, false, false, false);
        List<Line> lines = lines(40, format);
        List<OutputFile> files = write(lines, options);
        List<String> read =
                files.stream()
                        .map(OutputFile::path)
                        .filter(path -> path.equals(OUTCOMES) || !path.startsWith("_"))
                        .toList();

        // Then
        assertThat(read).contains(OUTCOMES).hasSizeGreaterThan(1);
        for (String path : read) {
            Path file = directory.resolve(path);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length += 3) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertRefused(lines, options, files, path + " of " + length + " bytes");
            }
            for (int at = 0; at < whole.length; at += 2) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 0x41;
                Files.write(file, damaged);
                assertRefused(lines, options, files, path + " with another byte " + at);
            }
            Files.write(file, Arrays.copyOf(whole, whole.length + 1));
            assertRefused(lines, options, files, path + " with one byte more");
            Files.delete(file);
            assertThatThrownBy(() -> read(lines, options, files))
                    .hasMessageContaining(path + " is not there")
                    .hasMessageContaining("replay the inputs with the recorded filters again");
            Files.write(file, whole);
        }
        assertThat(read(lines, options, files)).isEqualTo(outcomes(lines));
    }

    @Test
    void recordsAreReadBackAsDeepAsAFilterMayBeAllowedToReturnThem() throws IOException {
        // Given
        OutputOptions options =
                new OutputOptions(
                        OutputFormat.MSGPACK, OutputCompression.NONE, false, false, false);
        // A map of one key, with an array in an array and so on.
        byte[] record = HexFormat.of().parseHex("81a161" + "91".repeat(9_000) + "90");
        List<Line> lines = List.of(new Line(LogEvent.of("", 1, 0, record), Kind.EMITTED));

        // When
        List<OutputFile> files = write(lines, options);

        // Then
        assertThat(read(lines, options, files)).isEqualTo(outcomes(lines));
    }

    @Test
    void otherItemsThanWereRecordedAreRefused() throws IOException {
        // Given
        OutputOptions options =
                new OutputOptions(OutputFormat.EVENTS, OutputCompression.NONE, false, true, false);
        List<Line> lines = lines(100, OutputFormat.EVENTS);
        List<OutputFile> files = write(lines, options);

        // Then
        assertThatThrownBy(() -> read(lines.subList(0, 99), options, files))
                .hasMessageContaining(
                        INPUT + " has 99 items now, but had more when it was recorded");
        List<Line> oneMore = new ArrayList<>(lines);
        oneMore.add(lines.get(0));
        assertThatThrownBy(() -> read(oneMore, options, files))
                .hasMessageContaining(
                        INPUT
                                + " has more items now than the 100 that it had when it was"
                                + " recorded");
        int emitted = indexOf(lines, Kind.EMITTED);
        assertThatThrownBy(() -> read(with(lines, emitted, "other", Kind.EMITTED), options, files))
                .hasMessageContaining("is not the event that it should be");
        assertThatThrownBy(() -> read(with(lines, emitted, "a", Kind.UNREADABLE), options, files))
                .hasMessageContaining(
                        "item %d of %s was an event when it was recorded, but is none now"
                                .formatted(emitted + 1, INPUT));
        int unreadable = indexOf(lines, Kind.UNREADABLE);
        assertThatThrownBy(() -> read(with(lines, unreadable, "a", Kind.DROPPED), options, files))
                .hasMessageContaining("was no event when it was recorded, but is one now");
    }

    @Test
    void outcomesOfAnotherUnitAreRefused() throws IOException {
        // Given
        List<OutputFile> files = write(lines(10, OutputFormat.NDJSON), OutputOptions.DEFAULT);
        RecordedUnits units =
                new RecordedUnits(
                        directory.toString(),
                        OutputOptions.DEFAULT,
                        new int[] {UNIT},
                        new int[] {checksum(files)});

        // Then
        assertThatThrownBy(() -> units.open(0, "file:/archive/b.ndjson"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "it has the outcomes of %s, unit 7, instead of file:/archive/b.ndjson"
                                .formatted(INPUT));
    }

    private void assertRefused(
            List<Line> lines, OutputOptions options, List<OutputFile> files, String what) {
        assertThatThrownBy(() -> read(lines, options, files))
                .as(what)
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(RecordedDifferenceException.class)
                .hasMessageContaining("cannot be compared with");
    }

    private List<OutputFile> write(List<Line> lines, OutputOptions options) throws IOException {
        try (UnitOutput output =
                new UnitOutput(directory.toString(), options, UNIT, INPUT, FEW_OPEN_FILES)) {
            long item = 0;
            for (Line line : lines) {
                item++;
                LogEvent event = line.event();
                switch (line.kind()) {
                    case EMITTED -> output.emitted(event);
                    case PASSED -> output.failedButWritten(event, FailureReason.TIMEOUT);
                    case LEFT_OUT -> output.failed(FailureReason.TRAP);
                    case DROPPED -> output.dropped(event, EventFormat.JSON, INPUT, item, "f");
                    case UNREADABLE ->
                            output.unreadable(INPUT, item, "no JSON", new byte[] {'x', 'y'});
                    case SET_ASIDE ->
                            output.failed(
                                    event,
                                    EventFormat.JSON,
                                    INPUT,
                                    item,
                                    "f",
                                    failure(event, FailureReason.EXITED));
                }
            }
            List<OutputFile> files = output.finish();
            output.publish();
            return files;
        }
    }

    /** The outcomes of all events; the records of emitted ones as hexadecimal digits. */
    private List<String> read(List<Line> lines, OutputOptions options, List<OutputFile> files)
            throws IOException {
        RecordedUnits units =
                new RecordedUnits(
                        directory.toString(),
                        options,
                        new int[] {1, UNIT},
                        new int[] {0, checksum(files)});
        List<String> outcomes = new ArrayList<>();
        try (RecordedUnit recorded = units.open(1, INPUT)) {
            for (Line line : lines) {
                if (line.kind() == Kind.UNREADABLE) {
                    recorded.nextUnreadable();
                } else {
                    outcomes.add(text(recorded.next(line.event())));
                }
            }
            recorded.end();
        }
        return outcomes;
    }

    private static List<String> outcomes(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.kind() != Kind.UNREADABLE)
                .map(
                        line ->
                                text(
                                        switch (line.kind()) {
                                            case EMITTED -> new FilterOutcome.Emitted(line.event());
                                            case PASSED ->
                                                    failed(line.event(), FailureReason.TIMEOUT);
                                            case LEFT_OUT ->
                                                    failed(line.event(), FailureReason.TRAP);
                                            case SET_ASIDE ->
                                                    failed(line.event(), FailureReason.EXITED);
                                            default -> DROPPED;
                                        }))
                .toList();
    }

    private static String text(FilterOutcome outcome) {
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            LogEvent event = emitted.event();
            return "%s %d.%d %s"
                    .formatted(
                            event.tag(),
                            event.epochSecond(),
                            event.nano(),
                            HexFormat.of().formatHex(event.record()));
        }
        return outcome instanceof FilterOutcome.Failed failed
                ? failed.failure().reason().name()
                : "dropped";
    }

    private static FilterOutcome failed(LogEvent event, FailureReason reason) {
        return new FilterOutcome.Failed(failure(event, reason));
    }

    private static FilterFailure failure(LogEvent event, FailureReason reason) {
        return new FilterFailure(event, "", "f", reason, "why");
    }

    /** Of all kinds, with several tags and days, and a few records longer than a buffer. */
    private static List<Line> lines(int count, OutputFormat format) {
        SplittableRandom random = new SplittableRandom(3);
        MsgpackJson transcoder = new MsgpackJson();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "x".repeat(i % 150 == 149 ? 150_000 : random.nextInt(40));
            byte[] json =
                    "{\"n\":%d,\"text\":\"%s\"}"
                            .formatted(i, text)
                            .getBytes(StandardCharsets.UTF_8);
            byte[] record;
            try {
                record =
                        format.recordFormat() == EventFormat.JSON
                                ? json
                                : transcoder.toMsgpack(json);
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
            Kind kind =
                    random.nextInt(3) > 0
                            ? Kind.EMITTED
                            : Kind.values()[random.nextInt(Kind.values().length)];
            String tag = List.of("a", "b/\"ü\"", "c").get(random.nextInt(3));
            lines.add(new Line(event(tag, random.nextInt(-1, 3) * 86_400L, record), kind));
        }
        return lines;
    }

    private static LogEvent event(String tag, long second, byte[] record) {
        LogEvent event = LogEvent.of(tag, second, 5, record);
        return second > 86_400 ? event.withMetadata(METADATA) : event;
    }

    private static int indexOf(List<Line> lines, Kind kind) {
        return lines.stream().map(Line::kind).toList().indexOf(kind);
    }

    private static List<Line> with(List<Line> lines, int index, String tag, Kind kind) {
        List<Line> others = new ArrayList<>(lines);
        LogEvent event = lines.get(index).event();
        others.set(index, new Line(event(tag, event.epochSecond(), event.record()), kind));
        return others;
    }

    private static int checksum(List<OutputFile> files) {
        return files.stream()
                .filter(file -> file.path().equals(OUTCOMES))
                .mapToInt(file -> HexFormat.fromHexDigits(file.crc32c()))
                .findFirst()
                .orElseThrow();
    }
}
