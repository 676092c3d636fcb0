package io.github.flinkwasm.replay.archive;

import java.util.Arrays;

/** Lines of any text, each the value of one key. An empty line is a line like others. */
final class TextLines implements LineDecoder {
    private final Records records;
    private final String key;
    private final JsonText text = new JsonText();

    TextLines(Records records, String key) {
        this.records = records;
        this.key = key;
    }

    @Override
    public Result decode(byte[] bytes, int from, int to, Item item) {
        text.clear();
        text.put('{').putKey(key).putString(bytes, from, to).put('}');
        String problem = records.read(text.array(), 0, text.length(), item);
        if (problem != null) {
            item.setUnreadable(
                    Arrays.copyOfRange(bytes, from, to), "The line makes no record: " + problem);
        }
        return Result.ITEM;
    }
}
