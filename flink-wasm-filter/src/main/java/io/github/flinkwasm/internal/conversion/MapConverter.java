package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Java map whose values have one type: an object of the record with any names. */
final class MapConverter extends ValueConverter {
    private final KeyConverter keys;
    private final ValueConverter values;

    MapConverter(KeyConverter keys, ValueConverter values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    String allowed() {
        return "an object";
    }

    @Override
    boolean isNullSerializable() {
        return false;
    }

    @Override
    void writeValue(Object value, RecordWriter out) {
        Map<?, ?> map = cast(Map.class, value);
        out.startObject(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = keys.name(entry.getKey());
            out.key(name);
            try {
                values.write(entry.getValue(), out);
            } catch (UnwritableValueException e) {
                throw e.inField(name);
            }
        }
        out.endObject();
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException {
        if (kind != ValueKind.OBJECT) {
            throw misfit(in);
        }
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = in.nextKey(); name != null; name = in.nextKey()) {
            Object key = keys.parse(name);
            try {
                // Flink's serializer of maps marks null itself.
                map.put(key, values.read(in, true));
            } catch (MisfitException e) {
                throw e.inField(name);
            }
        }
        return map;
    }
}
