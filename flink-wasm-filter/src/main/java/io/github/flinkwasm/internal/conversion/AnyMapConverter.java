package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Map<String, Object>} that holds whatever stands in a record, as {@link
 * io.github.flinkwasm.RecordMapTypeInformation} describes it. Numbers keep all their digits: an
 * integer is a {@link Long} or else a {@link BigInteger}, any other number a {@link Double} or,
 * where a double would lose digits, a {@link BigDecimal}.
 */
final class AnyMapConverter extends ValueConverter {

    /** Maps and lists in one another; a bound, since each takes some of the thread's stack. */
    private static final int MAX_DEPTH = 512;

    /** So many digits always survive the way through a double. */
    private static final int DIGITS_OF_DOUBLE = 15;

    private static final String ALLOWED_CLASSES =
            "null, String, Boolean, Byte, Short, Integer, Long, Float, Double, BigInteger,"
                    + " BigDecimal, byte[], List and Map with String keys";

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
        writeMap(cast(Map.class, value), out, 1);
    }

    private static void writeMap(Map<?, ?> map, RecordWriter out, int depth) {
        checkDepth(depth);
        out.startObject(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new UnwritableValueException(
                        "a map with the key " + describe(entry.getKey()), "String keys only");
            }
            out.key(key);
            try {
                writeAny(entry.getValue(), out, depth);
            } catch (UnwritableValueException e) {
                throw e.inField(key);
            }
        }
        out.endObject();
    }

    private static void writeList(List<?> list, RecordWriter out, int depth) {
        checkDepth(depth);
        out.startArray(list.size());
        int index = 0;
        for (Object element : list) {
            try {
                writeAny(element, out, depth);
            } catch (UnwritableValueException e) {
                throw e.inElement(index);
            }
            index++;
        }
        out.endArray();
    }

    private static void writeAny(@Nullable Object value, RecordWriter out, int depth) {
        if (value == null) {
            out.nil();
        } else if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof Number number) {
            writeNumber(number, out);
        } else if (value instanceof Boolean bool) {
            out.bool(bool);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, out, depth + 1);
        } else if (value instanceof List<?> list) {
            writeList(list, out, depth + 1);
        } else if (value instanceof byte[] bytes) {
            out.binary(bytes);
        } else {
            throw new UnwritableValueException(describe(value), ALLOWED_CLASSES);
        }
    }

    private static void writeNumber(Number value, RecordWriter out) {
        if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            out.integer(value.longValue());
        } else if (value instanceof Double) {
            out.floating(value.doubleValue());
        } else if (value instanceof Float) {
            out.floating(value.floatValue());
        } else if (value instanceof BigDecimal decimal) {
            out.decimal(decimal);
        } else if (value instanceof BigInteger integer) {
            out.integer(integer);
        } else {
            throw new UnwritableValueException(describe(value), ALLOWED_CLASSES);
        }
    }

    private static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new UnwritableValueException(
                    "a map or list inside " + MAX_DEPTH + " others, perhaps of itself",
                    MAX_DEPTH + " levels");
        }
    }

    private static String describe(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName();
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException {
        if (kind != ValueKind.OBJECT) {
            throw misfit(in);
        }
        return readMap(in, 1);
    }

    private static Map<String, @Nullable Object> readMap(RecordReader in, int depth)
            throws MisfitException, MalformedRecordException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String key = in.nextKey(); key != null; key = in.nextKey()) {
            try {
                map.put(key, readAny(in, depth));
            } catch (MisfitException e) {
                throw e.inField(key);
            }
        }
        return map;
    }

    private static List<@Nullable Object> readList(RecordReader in, int depth)
            throws MisfitException, MalformedRecordException {
        List<@Nullable Object> list = new ArrayList<>();
        while (in.nextElement()) {
            try {
                list.add(readAny(in, depth));
            } catch (MisfitException e) {
                throw e.inElement(list.size());
            }
        }
        return list;
    }

    private static @Nullable Object readAny(RecordReader in, int depth)
            throws MisfitException, MalformedRecordException {
        ValueKind kind = in.next();
        return switch (kind) {
            case NULL -> null;
            case STRING -> in.string();
            case BOOLEAN -> in.bool();
            case INTEGER -> in.integer();
            case BIG_INTEGER -> in.bigInteger();
            case DECIMAL -> fraction(in);
            case BINARY -> in.binary();
            case EXTENSION ->
                    throw new MisfitException(in.describe(), "any value but an extension");
            case OBJECT, ARRAY -> {
                if (depth == MAX_DEPTH) {
                    throw new MisfitException(
                            in.describe() + " inside " + MAX_DEPTH + " others",
                            MAX_DEPTH + " levels");
                }
                yield kind == ValueKind.OBJECT ? readMap(in, depth + 1) : readList(in, depth + 1);
            }
        };
    }

    private static Number fraction(RecordReader in) {
        double value = in.floating();
        if (!in.mayExceedDouble() || !Double.isFinite(value)) {
            return value;
        }
        BigDecimal exact;
        try {
            exact = in.decimal();
        } catch (NumberFormatException e) {
            // An exponent beyond all others: a zero, or as near to it as no decimal can be.
            return value;
        }
        boolean fewDigits =
                exact.precision() <= DIGITS_OF_DOUBLE && Math.abs(value) >= Double.MIN_NORMAL;
        boolean survives = fewDigits || BigDecimal.valueOf(value).compareTo(exact) == 0;
        return survives ? (Number) value : exact;
    }
}
