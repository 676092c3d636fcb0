package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** A map of SQL, or a multiset, which is a map of its elements to how often they are in it. */
final class MapDataConverter extends ValueConverter {
    private final KeyConverter keys;
    private final ValueConverter values;
    private final boolean nullableValues;
    private final ArrayData.ElementGetter keyGetter;
    private final ArrayData.ElementGetter valueGetter;

    /**
     * @param keys for the Java class of the keys, where {@link StringData} counts as a string
     */
    MapDataConverter(
            KeyConverter keys, LogicalType keyType, ValueConverter values, LogicalType valueType) {
        this.keys = keys;
        this.values = values;
        this.nullableValues = valueType.isNullable();
        this.keyGetter = ArrayData.createElementGetter(keyType);
        this.valueGetter = ArrayData.createElementGetter(valueType);
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
        MapData map = cast(MapData.class, value);
        ArrayData keyArray = map.keyArray();
        ArrayData valueArray = map.valueArray();
        out.startObject(map.size());
        for (int i = 0; i < map.size(); i++) {
            Object key = keyGetter.getElementOrNull(keyArray, i);
            String name = keys.name(key instanceof StringData text ? text.toString() : key);
            out.key(name);
            try {
                values.write(valueGetter.getElementOrNull(valueArray, i), out);
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
                map.put(
                        key instanceof String text ? StringData.fromString(text) : key,
                        values.read(in, nullableValues));
            } catch (MisfitException e) {
                throw e.inField(name);
            }
        }
        return new GenericMapData(map);
    }
}
