package io.github.flinkwasm.replay.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What Fluent Bit's file output writes: {@code tag: [1764000000.123456789, {record}]}. The forms of
 * its standard output are read too: a {@code [0] } before the tag, and {@code [[time, {metadata}],
 * {record}]}.
 */
final class FluentBitFileLines implements LineDecoder {
    private static final byte[] SEPARATOR = {':', ' ', '['};
    private static final int MOST_SEPARATORS = 64;

    private final Records records;
    private final boolean tagCounts;

    private int at;

    /**
     * @param tagCounts whether the tag of a line is the tag of its event
     */
    FluentBitFileLines(Records records, boolean tagCounts) {
        this.records = records;
        this.tagCounts = tagCounts;
    }

    @Override
    public Result decode(byte[] bytes, int from, int to, Item item) {
        if (JsonMember.skipWhiteSpace(bytes, from, to) == to) {
            return Result.BLANK;
        }
        String problem = "it has no \": [\"";
        int end = to;
        while (end > from && bytes[end - 1] == ' ') {
            end--;
        }
        // A tag may hold any characters, so every separator may be the one. But each attempt may
        // read the whole line, and a line can be made of nothing but separators.
        int attempts = 0;
        for (int tagEnd = separator(bytes, from, end);
                tagEnd >= 0 && problem != null && attempts < MOST_SEPARATORS;
                tagEnd = separator(bytes, tagEnd + 1, end)) {
            problem = readEvent(bytes, from, tagEnd, end, item);
            attempts++;
        }
        if (problem != null) {
            item.clear();
            item.setUnreadable(
                    Arrays.copyOfRange(bytes, from, to),
                    "The line is not of the form \"tag: [seconds.nanoseconds, {record}]\": "
                            + problem);
        }
        return Result.ITEM;
    }

    private @Nullable String readEvent(byte[] b, int from, int tagEnd, int end, Item item) {
        if (b[end - 1] != ']') {
            return "it does not end with ]";
        }
        at = tagEnd + SEPARATOR.length;
        boolean withMetadata = at < end && b[at] == '[';
        if (withMetadata) {
            at++;
        }
        int comma = indexOf(b, at, end, ',');
        if (comma == end || !EpochText.read(b, at, Math.max(at, comma), 0, item)) {
            return "after the bracket comes no time";
        }
        at = JsonMember.skipWhiteSpace(b, comma + 1, end);
        if (withMetadata && !skipMetadata(b, end, item)) {
            return "after the time come no metadata";
        }
        String problem = records.read(b, at, end - 1, item);
        if (problem == null && tagCounts && item.tag == null) {
            int tagFrom = afterIndex(b, from, tagEnd);
            item.tag = new String(b, tagFrom, tagEnd - tagFrom, StandardCharsets.UTF_8);
        }
        return problem;
    }

    /** Goes to the record behind {@code {metadata}], }. */
    private boolean skipMetadata(byte[] b, int end, Item item) {
        int from = at;
        if (from >= end || b[from] != '{') {
            return false;
        }
        int to = JsonMember.afterValue(b, from, end);
        int bracket = JsonMember.skipWhiteSpace(b, to, end);
        if (bracket >= end || b[bracket] != ']') {
            return false;
        }
        int comma = JsonMember.skipWhiteSpace(b, bracket + 1, end);
        if (comma >= end || b[comma] != ',') {
            return false;
        }
        if (JsonMember.skipWhiteSpace(b, from + 1, to) < to - 1) {
            item.metadata = Arrays.copyOfRange(b, from, to);
        }
        at = comma + 1;
        return true;
    }

    /** Where the tag begins: behind {@code [0] } if that is there. */
    private static int afterIndex(byte[] b, int from, int tagEnd) {
        int i = from;
        if (b[i] != '[') {
            return from;
        }
        i++;
        while (i < tagEnd && b[i] >= '0' && b[i] <= '9') {
            i++;
        }
        return i > from + 1 && i + 1 < tagEnd && b[i] == ']' && b[i + 1] == ' ' ? i + 2 : from;
    }

    /** Index of the next colon that a space and a bracket follow, or {@code -1}. */
    static int separator(byte[] b, int from, int to) {
        for (int i = from; i + SEPARATOR.length <= to; i++) {
            if (b[i] == ':' && b[i + 1] == ' ' && b[i + 2] == '[') {
                return i;
            }
        }
        return -1;
    }

    private static int indexOf(byte[] b, int from, int to, char wanted) {
        int i = from;
        while (i < to && b[i] != wanted) {
            i++;
        }
        return i;
    }
}
