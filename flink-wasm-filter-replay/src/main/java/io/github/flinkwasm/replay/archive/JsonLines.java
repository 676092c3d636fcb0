package io.github.flinkwasm.replay.archive;

import java.util.Arrays;

/** Lines of one JSON object each; lines of nothing but white space mean nothing. */
final class JsonLines implements LineDecoder {
    private final Records records;

    JsonLines(Records records) {
        this.records = records;
    }

    @Override
    public Result decode(byte[] bytes, int from, int to, Item item) {
        int start =
                from < to && bytes[from] == '{' ? from : JsonMember.skipWhiteSpace(bytes, from, to);
        if (start == to) {
            return Result.BLANK;
        }
        String problem = records.read(bytes, start, to, item);
        if (problem != null) {
            item.setUnreadable(
                    Arrays.copyOfRange(bytes, from, to), "The line is no JSON object: " + problem);
        }
        return Result.ITEM;
    }
}
