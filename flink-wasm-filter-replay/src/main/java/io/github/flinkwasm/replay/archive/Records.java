package io.github.flinkwasm.replay.archive;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.codec.JsonScanner;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.codec.ScanOutcome;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of JSON objects: checks them, takes time and tag out of their fields where the
 * options ask for it, and writes the record as it is wanted. Not thread-safe.
 */
final class Records {
    private final JsonScanner scanner = new JsonScanner();
    private final MsgpackJson transcoder = new MsgpackJson();
    private final EventFormat recordFormat;
    private final @Nullable JsonMember time;
    private final TimeFormat timeFormat;
    private final boolean removesTime;
    private final @Nullable JsonMember tag;
    private int start;
    private int end;

    /**
     * @param timeField where the time is, or null
     * @param removesTime whether the time is no part of the record
     */
    Records(ArchiveOptions options, @Nullable String timeField, boolean removesTime) {
        String tagField = options.tagField();
        this.recordFormat = options.recordFormat();
        this.time = timeField == null ? null : new JsonMember(timeField);
        this.timeFormat = options.timeFormat();
        this.removesTime = removesTime;
        this.tag = tagField == null ? null : new JsonMember(tagField);
    }

    Records(ArchiveOptions options) {
        this(options, options.timeField(), false);
    }

    /**
     * Puts the one JSON object of a range into the item.
     *
     * @return why the range is no JSON object, or null if it is
     */
    @Nullable String read(byte[] bytes, int from, int to, Item item) {
        String problem = check(bytes, from, to);
        return problem == null ? take(bytes, start, end, item) : problem;
    }

    /**
     * Finds the one JSON object of a range.
     *
     * @return why the range is no JSON object, or null if it is
     */
    @Nullable String check(byte[] bytes, int from, int to) {
        boolean found = scanner.scanExactly(bytes, from, to) == ScanOutcome.RECORD;
        String problem = found ? null : scanner.detailOf("text");
        if (found) {
            start = scanner.start();
            end = scanner.end();
        }
        scanner.clear();
        return problem;
    }

    /** Where the object begins that was checked last. */
    int start() {
        return start;
    }

    /** Where the object ends that was checked last. */
    int end() {
        return end;
    }

    /**
     * Puts an object that has been checked into the item.
     *
     * @return why it cannot be written as the record is wanted, or null if it can
     */
    @Nullable String take(byte[] bytes, int objectFrom, int objectTo, Item item) {
        boolean remove = readFields(bytes, objectFrom, objectTo, item);
        return setRecord(
                remove
                        ? without(requireTime(), bytes, objectFrom, objectTo)
                        : Arrays.copyOfRange(bytes, objectFrom, objectTo),
                item);
    }

    /** Whether tag or time are looked for in records. */
    boolean hasFields() {
        return tag != null || time != null;
    }

    /** Takes time and tag out of an object; whether the time is to be removed from it. */
    boolean readFields(byte[] bytes, int objectFrom, int objectTo, Item item) {
        if (tag != null
                && tag.find(bytes, objectFrom, objectTo)
                && bytes[tag.valueStart()] == '"') {
            item.tag = JsonMember.text(bytes, tag.valueStart() + 1, tag.valueEnd() - 1);
        }
        return time != null
                && time.find(bytes, objectFrom, objectTo)
                && timeFormat.read(bytes, time.valueStart(), time.valueEnd(), item)
                && removesTime;
    }

    private JsonMember requireTime() {
        return Objects.requireNonNull(time, "time");
    }

    private @Nullable String setRecord(byte[] json, Item item) {
        if (recordFormat == EventFormat.JSON) {
            item.bytes = json;
            return null;
        }
        try {
            item.bytes = transcoder.toMsgpack(json);
            return null;
        } catch (MalformedRecordException e) {
            return e.getMessage();
        }
    }

    /** The object without one of its members and the comma that this one leaves. */
    private static byte[] without(JsonMember member, byte[] b, int start, int end) {
        int from = member.keyStart();
        int to = JsonMember.skipWhiteSpace(b, member.valueEnd(), end);
        if (b[to] == ',') {
            to = JsonMember.skipWhiteSpace(b, to + 1, end);
        } else {
            // The last member: the comma before it goes, if there is one.
            int before = from - 1;
            while (b[before] != ',' && b[before] != '{') {
                before--;
            }
            from = b[before] == ',' ? before : before + 1;
        }
        byte[] rest = new byte[from - start + end - to];
        System.arraycopy(b, start, rest, 0, from - start);
        System.arraycopy(b, to, rest, from - start, end - to);
        return rest;
    }
}
