package io.github.flinkwasm;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** The values of a record map, in the layout of {@link RecordMapSerializer}. */
final class RecordMapValues {

    /** Maps and lists in one another: deeper ones end here and not in the thread's stack. */
    private static final int MAX_DEPTH = 512;

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int BYTE = 3;
    private static final int SHORT = 4;
    private static final int INTEGER = 5;
    private static final int LONG = 6;
    private static final int FLOAT = 7;
    private static final int DOUBLE = 8;
    private static final int BIG_INTEGER = 9;
    private static final int BIG_DECIMAL = 10;
    private static final int STRING = 11;
    private static final int BYTES = 12;
    private static final int LIST = 13;
    private static final int MAP = 14;

    private RecordMapValues() {}

    static Map<String, Object> copyMap(Map<?, ?> from, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>(capacity(from.size()));
        from.forEach((key, value) -> copy.put(key(key), copyValue(value, depth)));
        return copy;
    }

    private static @Nullable Object copyValue(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            return copyMap(map, deeper(depth));
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            int inside = deeper(depth);
            list.forEach(element -> copy.add(copyValue(element, inside)));
            return copy;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        kindOf(value);
        return value;
    }

    static void writeMap(Map<?, ?> map, DataOutputView target, int depth) throws IOException {
        target.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            StringValue.writeString(key(entry.getKey()), target);
            writeValue(entry.getValue(), target, depth);
        }
    }

    private static void writeValue(@Nullable Object value, DataOutputView target, int depth)
            throws IOException {
        int kind = kindOf(value);
        target.writeByte(kind);
        if (value instanceof Map<?, ?> map) {
            writeMap(map, target, deeper(depth));
        } else if (value instanceof List<?> list) {
            target.writeInt(list.size());
            int inside = deeper(depth);
            for (Object element : list) {
                writeValue(element, target, inside);
            }
        } else if (value instanceof Number number) {
            writeNumber(kind, number, target);
        } else if (value instanceof String text) {
            StringValue.writeString(text, target);
        } else if (value instanceof byte[] bytes) {
            writeBytes(bytes, target);
        }
    }

    private static void writeNumber(int kind, Number value, DataOutputView target)
            throws IOException {
        switch (kind) {
            case BYTE -> target.writeByte(value.byteValue());
            case SHORT -> target.writeShort(value.shortValue());
            case INTEGER -> target.writeInt(value.intValue());
            case LONG -> target.writeLong(value.longValue());
            case FLOAT -> target.writeFloat(value.floatValue());
            case DOUBLE -> target.writeDouble(value.doubleValue());
            case BIG_INTEGER -> writeBytes(((BigInteger) value).toByteArray(), target);
            default -> {
                BigDecimal decimal = (BigDecimal) value;
                target.writeInt(decimal.scale());
                writeBytes(decimal.unscaledValue().toByteArray(), target);
            }
        }
    }

    static Map<String, Object> readMap(DataInputView source) throws IOException {
        int count = source.readInt();
        Map<String, Object> map = new LinkedHashMap<>(capacity(count));
        for (int i = 0; i < count; i++) {
            String key = StringValue.readString(source);
            map.put(key, readValue(source));
        }
        return map;
    }

    private static @Nullable Object readValue(DataInputView source) throws IOException {
        int kind = source.readByte();
        return switch (kind) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case BYTE -> source.readByte();
            case SHORT -> source.readShort();
            case INTEGER -> source.readInt();
            case LONG -> source.readLong();
            case FLOAT -> source.readFloat();
            case DOUBLE -> source.readDouble();
            case BIG_INTEGER -> new BigInteger(readBytes(source));
            case BIG_DECIMAL -> {
                int scale = source.readInt();
                yield new BigDecimal(new BigInteger(readBytes(source)), scale);
            }
            case STRING -> StringValue.readString(source);
            case BYTES -> readBytes(source);
            case LIST -> {
                int count = source.readInt();
                List<@Nullable Object> list = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    list.add(readValue(source));
                }
                yield list;
            }
            case MAP -> readMap(source);
            default -> throw unknownKind(kind);
        };
    }

    static void copyMap(DataInputView source, DataOutputView target) throws IOException {
        int count = source.readInt();
        target.writeInt(count);
        for (int i = 0; i < count; i++) {
            StringValue.copyString(source, target);
            copyValue(source, target);
        }
    }

    private static void copyValue(DataInputView source, DataOutputView target) throws IOException {
        int kind = source.readByte();
        target.writeByte(kind);
        switch (kind) {
            case NULL, FALSE, TRUE -> {}
            case BYTE -> target.writeByte(source.readByte());
            case SHORT -> target.writeShort(source.readShort());
            case INTEGER, FLOAT -> target.writeInt(source.readInt());
            case LONG, DOUBLE -> target.writeLong(source.readLong());
            case BIG_INTEGER, BYTES -> writeBytes(readBytes(source), target);
            case BIG_DECIMAL -> {
                target.writeInt(source.readInt());
                writeBytes(readBytes(source), target);
            }
            case STRING -> StringValue.copyString(source, target);
            case LIST -> {
                int count = source.readInt();
                target.writeInt(count);
                for (int i = 0; i < count; i++) {
                    copyValue(source, target);
                }
            }
            case MAP -> copyMap(source, target);
            default -> throw unknownKind(kind);
        }
    }

    private static int kindOf(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof String) {
            return STRING;
        }
        if (value instanceof Boolean bool) {
            return bool ? TRUE : FALSE;
        }
        if (value instanceof Map) {
            return MAP;
        }
        if (value instanceof List) {
            return LIST;
        }
        if (value instanceof byte[]) {
            return BYTES;
        }
        return kindOfNumber(value);
    }

    private static int kindOfNumber(Object value) {
        if (value instanceof Long) {
            return LONG;
        }
        if (value instanceof Integer) {
            return INTEGER;
        }
        if (value instanceof Double) {
            return DOUBLE;
        }
        if (value instanceof Float) {
            return FLOAT;
        }
        if (value instanceof Short) {
            return SHORT;
        }
        if (value instanceof Byte) {
            return BYTE;
        }
        if (value instanceof BigDecimal) {
            return BIG_DECIMAL;
        }
        if (value instanceof BigInteger) {
            return BIG_INTEGER;
        }
        throw new IllegalArgumentException(
                ("A record map holds a %s, but its values may be null, String, Boolean, Byte,"
                     + " Short, Integer, Long, Float, Double, BigInteger, BigDecimal, byte[], List"
                     + " and Map only. Turn the value into one of these before it is put into the"
                     + " map.")
                        .formatted(value.getClass().getName()));
    }

    private static String key(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        throw new IllegalArgumentException(
                ("A record map has %s as a key, but the names of a record's fields are strings."
                                + " Turn the key into one before it is put into the map.")
                        .formatted(key == null ? "null" : "a " + key.getClass().getName()));
    }

    private static int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException(
                    ("A record map holds maps and lists nested deeper than the allowed %d levels."
                                    + " Flatten it; perhaps a map holds itself.")
                            .formatted(MAX_DEPTH));
        }
        return depth + 1;
    }

    private static IOException unknownKind(int kind) {
        return new IOException(
                ("A stored record map has a value of kind %d, which this version of the library"
                     + " does not know. Restore it with the library's version that wrote it, or a"
                     + " newer one.")
                        .formatted(kind));
    }

    /** A map that is made this large takes that many entries without growing. */
    private static int capacity(int entries) {
        return (int) Math.min(1 << 30, entries * 4L / 3 + 1);
    }

    private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private static byte[] readBytes(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return bytes;
    }
}
