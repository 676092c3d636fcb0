package io.github.flinkwasm.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of an object's fields, prepared for writing and for finding them. Immutable. */
public final class FieldNames {
    private final List<String> names;
    private final Map<String, Integer> positions = new HashMap<>();
    private final byte[][] utf8;
    private final byte[][] jsonKeys;
    private final byte[][] msgpackKeys;

    /**
     * @param names all different
     */
    public FieldNames(List<String> names) {
        this.names = List.copyOf(names);
        int count = names.size();
        utf8 = new byte[count][];
        jsonKeys = new byte[count][];
        msgpackKeys = new byte[count][];
        ByteSink sink = new ByteSink();
        for (int i = 0; i < count; i++) {
            String name = names.get(i);
            if (positions.put(name, i) != null) {
                throw new IllegalArgumentException("Two fields have the name " + name + ".");
            }
            utf8[i] = name.getBytes(StandardCharsets.UTF_8);
            sink.putJsonString(name);
            sink.put(':');
            jsonKeys[i] = sink.take();
            MsgpackRecordWriter.putString(sink, name);
            msgpackKeys[i] = sink.take();
        }
    }

    public int size() {
        return names.size();
    }

    public String get(int position) {
        return names.get(position);
    }

    /** The name in quotes and a colon. */
    byte[] jsonKey(int position) {
        return jsonKeys[position];
    }

    /** The name as a msgpack string. */
    byte[] msgpackKey(int position) {
        return msgpackKeys[position];
    }

    /**
     * Finds the name whose UTF-8 stands in {@code [from, to)}.
     *
     * @param expected where it most likely is: objects mostly keep the order of their fields
     * @return its position, or {@link RecordReader#UNKNOWN_FIELD}
     */
    int find(byte[] bytes, int from, int to, int expected) {
        if (expected < utf8.length
                && Arrays.equals(bytes, from, to, utf8[expected], 0, utf8[expected].length)) {
            return expected;
        }
        return find(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    int find(String name) {
        Integer position = positions.get(name);
        return position == null ? RecordReader.UNKNOWN_FIELD : position;
    }
}
