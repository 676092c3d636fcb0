package io.github.flinkwasm.replay.archive;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.codec.MsgpackScanner;
import io.github.flinkwasm.internal.codec.ScanOutcome;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * MessagePack values one after another: {@code [time, record]}, {@code [[time, metadata], record]},
 * or a record alone, which has no time. The times are those of {@link MsgpackTime}.
 *
 * <p>A value of another shape is unreadable, and the next one follows. Where the bytes are no
 * msgpack at all, nobody can say where the next value begins: that is damage.
 *
 * <p>Values with the seconds -1 and -2 begin and end a group of OpenTelemetry logs. They are no
 * events: Fluent Bit calls no filter for them either.
 */
final class MsgpackItems implements Items {
    private final Window window;
    private final Records records;
    private final Counts counts;
    private final EventFormat recordFormat;
    private final int maxItemBytes;
    private final MsgpackScanner scanner = new MsgpackScanner();
    private final MsgpackJson transcoder = new MsgpackJson();

    MsgpackItems(Window window, Records records, Counts counts, ArchiveOptions options) {
        this.window = window;
        this.records = records;
        this.counts = counts;
        this.recordFormat = options.recordFormat();
        this.maxItemBytes = options.maxItemBytes();
    }

    @Override
    public boolean next(Item item) throws IOException {
        while (true) {
            int length = nextLength();
            if (length == 0) {
                return false;
            }
            counts.lines++;
            item.clear();
            item.number = counts.lines;
            item.offset = window.offset();
            item.length = length;
            boolean isItem = read(window.buffer(), window.from(), window.from() + length, item);
            window.consume(length);
            if (isItem) {
                return true;
            }
            counts.markers++;
        }
    }

    /** The length of the next value, which is then in the window; 0 if there is none. */
    private int nextLength() throws IOException {
        while (window.isEmpty() && window.fill()) {
            // nothing came, but more may
        }
        if (window.isEmpty()) {
            return 0;
        }
        while (true) {
            int from = window.from();
            int there = window.to() - from;
            ScanOutcome outcome = scanner.scanFirst(window.buffer(), from, window.to());
            if (outcome == ScanOutcome.RECORD || outcome == ScanOutcome.NOT_A_RECORD) {
                int length = scanner.endOfAnyValue() - from;
                scanner.clear();
                if (length <= maxItemBytes) {
                    return length;
                }
                return tooLong();
            }
            if (outcome != ScanOutcome.INCOMPLETE_AT_END) {
                String problem = scanner.detailOf("value");
                scanner.clear();
                return breakOff(new IOException("here is no msgpack: " + problem));
            }
            scanner.clear();
            if (there > maxItemBytes) {
                return tooLong();
            }
            // Twice as much as before, so that a long value is not scanned once a buffer.
            window.fillTo(2 * there);
            if (window.to() - window.from() == there) {
                return window.damage() == null
                        ? breakOff(
                                new EOFException(
                                        "the content ends in the middle of a msgpack value, after %d bytes of it"
                                                .formatted(there)))
                        : 0;
            }
        }
    }

    private int tooLong() {
        return breakOff(
                new IOException(
                        "here begins a msgpack value of more than %d bytes, the largest item to read, or bytes that are no msgpack"
                                .formatted(maxItemBytes)));
    }

    private int breakOff(IOException why) {
        window.breakOff(why);
        return 0;
    }

    /** Whether the value is an item; else it is a group marker. */
    private boolean read(byte[] b, int from, int to, Item item) {
        if (isMap(b[from])) {
            setRecord(b, from, from, to, item);
            return true;
        }
        int timeAt = afterPairHead(b, from);
        if (timeAt < 0) {
            return refuse(b, from, to, item);
        }
        int innerAt = afterPairHead(b, timeAt);
        int secondAt = innerAt < 0 ? timeAt : innerAt;
        int timeEnd = endOf(b, secondAt, to);
        int recordAt = endOf(b, timeAt, to);
        MsgpackTime.Kind kind = MsgpackTime.read(b, secondAt, timeEnd, item);
        if (kind == MsgpackTime.Kind.NONE
                || !isMap(b[recordAt])
                || (innerAt >= 0 && !isMap(b[timeEnd]))) {
            return refuse(b, from, to, item);
        }
        if (kind == MsgpackTime.Kind.GROUP_MARKER) {
            return false;
        }
        if (innerAt >= 0 && recordAt - timeEnd > 1) {
            item.metadata = Arrays.copyOfRange(b, timeEnd, recordAt);
        }
        setRecord(b, from, recordAt, to, item);
        return true;
    }

    private static boolean refuse(byte[] b, int from, int to, Item item) {
        item.clear();
        item.setUnreadable(
                Arrays.copyOfRange(b, from, to),
                "The msgpack value is no event: neither [time, record] nor [[time, metadata],"
                        + " record] nor a record.");
        return true;
    }

    private void setRecord(byte[] b, int itemFrom, int from, int to, Item item) {
        byte[] record = Arrays.copyOfRange(b, from, to);
        String problem = null;
        if (recordFormat == EventFormat.JSON || records.hasFields()) {
            problem = viaJson(record, item);
        }
        if (problem == null && recordFormat == EventFormat.MSGPACK) {
            item.bytes = record;
        }
        if (problem != null) {
            item.clear();
            item.setUnreadable(
                    Arrays.copyOfRange(b, itemFrom, to), "The record cannot be JSON: " + problem);
        }
    }

    private @Nullable String viaJson(byte[] record, Item item) {
        try {
            byte[] json = transcoder.toJson(record);
            records.readFields(json, 0, json.length, item);
            item.bytes = json;
            return null;
        } catch (MalformedRecordException e) {
            return e.getMessage();
        }
    }

    private int endOf(byte[] b, int at, int to) {
        scanner.scanFirst(b, at, to);
        int end = scanner.endOfAnyValue();
        scanner.clear();
        return end;
    }

    static boolean isMap(byte lead) {
        int code = lead & 0xff;
        return (code >= 0x80 && code <= 0x8f) || code == 0xde || code == 0xdf;
    }

    /** Index of the first element of an array of two, or {@code -1} if here is no such array. */
    static int afterPairHead(byte[] b, int at) {
        int code = b[at] & 0xff;
        if (code == 0x92) {
            return at + 1;
        }
        if (code == 0xdc && b[at + 1] == 0 && b[at + 2] == 2) {
            return at + 3;
        }
        return code == 0xdd && b[at + 1] == 0 && b[at + 2] == 0 && b[at + 3] == 0 && b[at + 4] == 2
                ? at + 5
                : -1;
    }
}
