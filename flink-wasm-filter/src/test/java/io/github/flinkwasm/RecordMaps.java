package io.github.flinkwasm;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Record maps for tests of their serializer. */
final class RecordMaps {

    private RecordMaps() {}

    /** A map, which can be changed in every part, with a value of every kind. */
    static Map<String, Object> everyKind() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("null", null);
        map.put("", false);
        map.put("yes", true);
        map.put("byte", Byte.MIN_VALUE);
        map.put("short", Short.MIN_VALUE);
        map.put("integer", Integer.MIN_VALUE);
        map.put("long", Long.MIN_VALUE);
        map.put("float", Float.MIN_VALUE);
        map.put("double", Double.NaN);
        map.put("big integer", BigInteger.TEN.pow(40).negate());
        map.put("big decimal", new BigDecimal("-1.50E+400"));
        map.put("ä😀", "ä\ud83d".repeat(1_000));
        map.put("bytes", new byte[] {1, 0, -1});
        map.put("list", new ArrayList<>(Arrays.asList(1L, null, "x", new ArrayList<>())));
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        inner.put("z", new byte[] {7});
        inner.put("a", null);
        map.put("map", inner);
        return withoutNullability(map);
    }

    /** Changes whatever of {@link #everyKind} can be changed in place. */
    static void spoil(Map<String, Object> map) {
        if (map.get("bytes") instanceof byte[] bytes) {
            bytes[0]++;
        }
        if (map.get("list") instanceof List<?> list) {
            list.remove(0);
        }
        if (map.get("map") instanceof Map<?, ?> inner) {
            inner.remove("z");
        }
        map.remove("yes");
    }

    /** Values with their classes, which {@code equals} and {@code toString} do not tell. */
    static String describe(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder("{");
            map.forEach((key, each) -> text.append(key).append('=').append(describe(each)));
            return text.append('}').toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RecordMaps::describe).toList().toString();
        }
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        return value == null ? "null" : value.getClass().getSimpleName() + " " + value + ";";
    }

    @SuppressWarnings("unchecked") // null is a value of a record like any other
    private static Map<String, Object> withoutNullability(Map<String, @Nullable Object> map) {
        return (Map<String, Object>) (Map<?, ?>) map;
    }
}
