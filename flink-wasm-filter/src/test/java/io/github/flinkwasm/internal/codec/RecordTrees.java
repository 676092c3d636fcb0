package io.github.flinkwasm.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whole records as Java values, by {@link RecordReader} and {@link RecordWriter}. */
final class RecordTrees {

    private RecordTrees() {}

    /** Numbers are BigDecimal, but for floats of msgpack; extension values are their kind. */
    static @Nullable Object read(RecordReader in) throws MalformedRecordException {
        ValueKind kind = in.next();
        return switch (kind) {
            case NULL -> null;
            case BOOLEAN -> in.bool();
            case STRING -> in.string();
            case INTEGER, BIG_INTEGER -> new BigDecimal(in.bigInteger());
            case DECIMAL -> in instanceof JsonRecordReader ? in.decimal() : in.floating();
            case BINARY -> List.of(in.binary().length, "bytes");
            case EXTENSION -> kind;
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (in.nextElement()) {
                    list.add(read(in));
                }
                yield list;
            }
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String key = in.nextKey(); key != null; key = in.nextKey()) {
                    map.put(key, read(in));
                }
                yield map;
            }
        };
    }

    static void write(@Nullable Object value, RecordWriter out) {
        if (value == null) {
            out.nil();
        } else if (value instanceof Boolean bool) {
            out.bool(bool);
        } else if (value instanceof Long number) {
            out.integer(number);
        } else if (value instanceof BigInteger number) {
            out.integer(number);
        } else if (value instanceof Double number) {
            out.floating(number);
        } else if (value instanceof Float number) {
            out.floating(number);
        } else if (value instanceof BigDecimal number) {
            out.decimal(number);
        } else if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof byte[] bytes) {
            out.binary(bytes);
        } else if (value instanceof List<?> list) {
            out.startArray(list.size());
            list.forEach(element -> write(element, out));
            out.endArray();
        } else if (value instanceof Map<?, ?> map) {
            out.startObject(map.size());
            map.forEach(
                    (key, element) -> {
                        out.key(String.valueOf(key));
                        write(element, out);
                    });
            out.endObject();
        } else {
            throw new IllegalArgumentException("No record has a " + value.getClass());
        }
    }
}
