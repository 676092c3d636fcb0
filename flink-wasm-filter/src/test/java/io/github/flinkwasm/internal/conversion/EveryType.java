package io.github.flinkwasm.internal.conversion;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/** A field of every type that has a form in a record, with values at its limits. */
// Nobody changes the samples; and Flink has the type java.util.Date, so streams do.
@SuppressWarnings({"ImmutableEnumChecker", "JavaUtilDate"})
enum EveryType {
    BOOLEAN(Types.BOOLEAN, true, false),
    BYTE(Types.BYTE, Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE),
    SHORT(Types.SHORT, Short.MIN_VALUE, Short.MAX_VALUE),
    INT(Types.INT, Integer.MIN_VALUE, -1, Integer.MAX_VALUE),
    LONG(Types.LONG, Long.MIN_VALUE, 9_007_199_254_740_993L, Long.MAX_VALUE),
    FLOAT(Types.FLOAT, 0.1f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN),
    DOUBLE(
            Types.DOUBLE,
            0.1,
            -0.0,
            5.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY),
    CHARACTER(Types.CHAR, 'x', '"', 'ä', '\0'),
    STRING(Types.STRING, "", "ä\"\\\n\u2028😀", "null"),
    BIG_INTEGER(Types.BIG_INT, new BigInteger("-123456789012345678901234567890"), BigInteger.TEN),
    BIG_DECIMAL(
            Types.BIG_DEC,
            new BigDecimal("12345678901234567890.10"),
            new BigDecimal("1E+3"),
            new BigDecimal("0.000"),
            BigDecimal.TEN),
    LOCAL_DATE(Types.LOCAL_DATE, LocalDate.of(2026, 11, 22), LocalDate.of(-1, 1, 1)),
    LOCAL_TIME(Types.LOCAL_TIME, LocalTime.MIDNIGHT, LocalTime.of(10, 15, 30, 1)),
    LOCAL_DATE_TIME(Types.LOCAL_DATE_TIME, LocalDateTime.of(2026, 11, 22, 0, 0, 0, 999_999_999)),
    INSTANT(Types.INSTANT, Instant.EPOCH, Instant.ofEpochSecond(-1, 1)),
    DATE(BasicTypeInfo.DATE_TYPE_INFO, new java.util.Date(1_700_000_000_123L)),
    SQL_DATE(Types.SQL_DATE, Date.valueOf("2026-11-22")),
    SQL_TIME(Types.SQL_TIME, new Time(37_000_123L)),
    SQL_TIMESTAMP(
            Types.SQL_TIMESTAMP, Timestamp.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789))),
    ENUM(Types.ENUM(DayOfWeek.class), DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
    BYTES(Types.PRIMITIVE_ARRAY(Types.BYTE), new byte[0], new byte[] {0, -1, 127}),
    INTS(Types.PRIMITIVE_ARRAY(Types.INT), new int[0], new int[] {1, Integer.MIN_VALUE}),
    LONGS(Types.PRIMITIVE_ARRAY(Types.LONG), new long[] {Long.MAX_VALUE}),
    SHORTS(Types.PRIMITIVE_ARRAY(Types.SHORT), new short[] {-1}),
    DOUBLES(Types.PRIMITIVE_ARRAY(Types.DOUBLE), new double[] {0.1, Double.NaN}),
    FLOATS(Types.PRIMITIVE_ARRAY(Types.FLOAT), new float[] {0.1f}),
    BOOLEANS(Types.PRIMITIVE_ARRAY(Types.BOOLEAN), new boolean[] {true, false}),
    CHARACTERS(Types.PRIMITIVE_ARRAY(Types.CHAR), new char[] {'a', 'ß'}),
    STRINGS(Types.OBJECT_ARRAY(Types.STRING), (Object) new @Nullable String[] {"a", null}),
    INTEGERS(Types.OBJECT_ARRAY(Types.INT), (Object) new @Nullable Integer[] {1, null}),
    ARRAYS(Types.OBJECT_ARRAY(Types.PRIMITIVE_ARRAY(Types.INT)), (Object) new int[][] {{1}, {}}),
    LIST(Types.LIST(Types.LONG), List.of(), List.of(1L, 2L)),
    LIST_WITH_NULL(Types.LIST(Types.STRING), listOf("a", null)),
    MAP(Types.MAP(Types.STRING, Types.INT), Map.of("a\"", 1), mapOf("null", null)),
    MAP_OF_LONGS(Types.MAP(Types.LONG, Types.STRING), Map.of(Long.MIN_VALUE, "x")),
    MAP_OF_ENUMS(
            Types.MAP(Types.ENUM(DayOfWeek.class), Types.LIST(Types.STRING)),
            Map.of(DayOfWeek.FRIDAY, List.of("x"))),
    TUPLE(Types.TUPLE(Types.STRING, Types.INT), Tuple2.of("x", 1)),
    POJO(TypeInformation.of(Measurement.class), new Measurement("a", 1, null)),
    RECORD(TypeInformation.of(Place.class), new Place("here", 5, null), new Place(null, 0, 1.5));

    private final TypeInformation<?> type;
    private final List<Object> samples;

    EveryType(TypeInformation<?> type, Object... samples) {
        this.type = type;
        this.samples = List.of(samples);
    }

    TypeInformation<?> type() {
        return type;
    }

    List<Object> samples() {
        return samples;
    }

    private static List<@Nullable String> listOf(@Nullable String... elements) {
        List<@Nullable String> list = new ArrayList<>();
        for (String element : elements) {
            list.add(element);
        }
        return list;
    }

    private static Map<String, @Nullable Integer> mapOf(String key, @Nullable Integer value) {
        Map<String, @Nullable Integer> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    /** A Java record, which Flink treats as a POJO without setters. */
    public record Place(@Nullable String name, int floor, @Nullable Double height) {}
}
