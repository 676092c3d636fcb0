package io.github.flinkwasm.internal.conversion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.RecordMapTypeInformation;
import io.github.flinkwasm.internal.codec.JsonScanner;
import io.github.flinkwasm.internal.codec.MsgpackScanner;
import io.github.flinkwasm.internal.codec.ScanOutcome;
import java.math.BigDecimal;
import java.sql.Time;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordConverterTest {

    @ParameterizedTest
    @MethodSource("typesInFormats")
    void everyValueComesBackAsItWas(EveryType field, EventFormat format) throws Exception {
        // Given
        RecordConverter<Row> converter = converter(Types.ROW_NAMED(row("f"), field.type()), format);
        for (Object value : field.samples()) {

            // When
            byte[] record = converter.write(Row.of(value));
            Row read = converter.read(record);

            // Then
            assertThat(isOneRecord(record, format)).isTrue();
            assertThat(read).isEqualTo(Row.of(value));
            assertThat(read.<Object>getFieldAs("f")).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("typesInFormats")
    void missingAndNullAreNullInARow(EveryType field, EventFormat format) throws Exception {
        // Given
        RecordConverter<Row> converter = converter(Types.ROW_NAMED(row("f"), field.type()), format);
        RecordConverter<Row> other = converter(Types.ROW_NAMED(row("g"), Types.INT), format);

        // When
        Row ofNull = converter.read(converter.write(Row.of((Object) null)));
        Row ofMissing = converter.read(other.write(Row.of(1)));

        // Then
        assertThat(ofNull).isEqualTo(Row.of((Object) null));
        assertThat(ofMissing).isEqualTo(Row.of((Object) null));
    }

    /** A list in which Flink's serializer finds a null that it cannot write would end the job. */
    @ParameterizedTest
    @EnumSource(EveryType.class)
    void nullIsAllowedInListsWhereFlinkCanSerializeIt(EveryType element) throws Exception {
        // Given
        RecordConverter<Row> converter =
                converter(Types.ROW_NAMED(row("f"), Types.LIST(element.type())), EventFormat.JSON);
        boolean serializable = isNullSerializable(element.type());

        // When
        boolean allowed;
        try {
            converter.read(utf8("{\"f\":[null]}"));
            allowed = true;
        } catch (MisfitException e) {
            allowed = false;
        }

        // Then
        assertThat(allowed).isEqualTo(serializable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BYTE | 128 | is the number 128, but | an integer from -128 to 127",
                "INT | 2147483648 | is the number 2147483648 | from -2147483648 to 2147483647",
                "LONG | 9223372036854775808 | is the number 9223372036854775808 | an integer from",
                "LONG | 1.5 | is the number 1.5 | an integer from",
                "LONG | 1e999999999999 | is the number 1e999999999999 | an integer from",
                "LONG | 1e-999999999 | is the number 1e-999999999 | an integer from",
                "LONG | \"1\" | is the string \"1\" | an integer from",
                "LONG | true | is true | an integer from",
                "FLOAT | 1e39 | is the number 1e39 | at most 3.4028235E38",
                "DOUBLE | \"1\" | is the string \"1\" | \"NaN\"",
                "BIG_DECIMAL | \"one\" | is the string \"one\" | a string of its digits",
                "BIG_DECIMAL | 1e-99999999999 | is the number 1e-99999999999 | a number",
                "BOOLEAN | 0 | is the number 0 | true or false",
                "STRING | 5 | is the number 5 | a string",
                "STRING | {} | is an object | a string",
                "CHARACTER | \"ab\" | is the string \"ab\" | one UTF-16 unit",
                "LOCAL_DATE | \"2026-02-30\" | is the string \"2026-02-30\" | a date such as",
                "LOCAL_TIME | \"24:00\" | is the string \"24:00\" | a time such as",
                "INSTANT | \"2026-11-22T10:15:30\" | is the string | with an offset from UTC",
                "SQL_TIMESTAMP | 5 | is the number 5 | an instant such as",
                "ENUM | \"MOONDAY\" | is the string \"MOONDAY\" | one of FRIDAY, MONDAY",
                "BYTES | \"*\" | is the string \"*\" | a string of Base64",
                "INTS | [1,\"x\"] | field \"f[1]\" is the string \"x\" | an integer from",
                "INTS | [null] | field \"f[0]\" is null | an integer from",
                "ARRAYS | [[],[1.5]] | field \"f[1][0]\" is the number 1.5 | an integer",
                "LIST | {} | is an object | an array",
                "LIST | [1,null] | field \"f[1]\" is null | an integer",
                "MAP | {\"k\":\"v\"} | field \"f.k\" is the string \"v\" | an integer from",
                "MAP | [] | is an array | an object",
                "MAP_OF_LONGS | {\"x\":\"v\"} | field \"f.x\" is a key of a map | 64 bits",
                "TUPLE | {\"f0\":\"x\"} | field \"f.f1\" is missing | an integer from",
                "POJO | {\"name\":\"x\"} | field \"f.count\" is missing | an integer from",
                "POJO | {\"count\":null} | field \"f.count\" is null | an integer from",
                "RECORD | {\"floor\":\"x\"} | field \"f.floor\" is the string \"x\" | an integer",
            })
    void saysWhereWhatWasFoundAndWhatIsAllowed(
            EveryType field, String json, String found, String allowed) throws Exception {
        // Given
        RecordConverter<Row> converter =
                converter(Types.ROW_NAMED(row("f"), field.type()), EventFormat.JSON);
        byte[] record = utf8("{\"f\":" + json + "}");

        // When, Then
        assertThatThrownBy(() -> converter.read(record))
                .isInstanceOf(MisfitException.class)
                .hasMessageStartingWith("field \"f")
                .hasMessageContaining(found)
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LONG | 5.0 | 5",
                "LONG | -0.5e1 | -5",
                "INT | 1E3 | 1000",
                "BIG_INTEGER | 1e3 | 1000",
                "LONG | 9223372036854775807.0 | 9223372036854775807",
                "DOUBLE | 5 | 5.0",
                "FLOAT | 16777217 | 1.6777216E7",
                "BIG_DECIMAL | 5.10 | 5.10",
                "INSTANT | \"2026-11-22T10:15:30+01:00\" | 2026-11-22T09:15:30Z",
                "BYTES | \"AQI\" | [1, 2]"
            })
    void takesAnotherNotationOfTheSameValue(EveryType field, String json, String expected)
            throws Exception {
        // Given
        RecordConverter<Row> converter =
                converter(Types.ROW_NAMED(row("f"), field.type()), EventFormat.JSON);

        // When
        Row read = converter.read(utf8("{\"f\":" + json + "}"));

        // Then
        assertThat(read).hasToString("+I[" + expected + "]");
    }

    @Test
    void timesHaveSecondsAlsoWhereTheseAreZero() throws Exception {
        // Given
        RecordConverter<Row> converter =
                converter(
                        Types.ROW_NAMED(
                                row("t", "dt", "sql"),
                                Types.LOCAL_TIME,
                                Types.LOCAL_DATE_TIME,
                                Types.SQL_TIME),
                        EventFormat.JSON);
        LocalDateTime time = LocalDateTime.of(2026, 11, 22, 10, 15);

        // When
        byte[] record =
                converter.write(Row.of(time.toLocalTime(), time, Time.valueOf(time.toLocalTime())));

        // Then
        assertThat(record)
                .asString(UTF_8)
                .isEqualTo(
                        "{\"t\":\"10:15:00\",\"dt\":\"2026-11-22T10:15:00\",\"sql\":\"10:15:00\"}");
    }

    @Test
    void lastOfEqualKeysCountsAndUnknownFieldsAreLeftOut() throws Exception {
        // Given
        RecordConverter<Row> converter =
                converter(
                        Types.ROW_NAMED(row("a", "ä"), Types.INT, Types.STRING), EventFormat.JSON);

        // When
        Row read =
                converter.read(
                        utf8(
                                "{\"x\":{\"a\":[1,{\"\\\"}\":2}]},\"\\u00e4\":\"first\",\"a\":1,"
                                        + "\"y\":[],\"ä\":\"last\",\"a\":2}"));

        // Then
        assertThat(read).isEqualTo(Row.of(2, "last"));
    }

    @Test
    void rowsAreWrittenByNameOrByPosition() throws Exception {
        // Given
        RecordConverter<Row> converter =
                converter(
                        Types.ROW_NAMED(row("a", "b"), Types.INT, Types.STRING), EventFormat.JSON);
        Row named = Row.withNames();
        named.setField("b", "x");

        // When
        byte[] byName = converter.write(named);
        byte[] byPosition = converter.write(Row.of(1, "x"));

        // Then
        assertThat(byName).asString(UTF_8).isEqualTo("{\"a\":null,\"b\":\"x\"}");
        assertThat(byPosition).asString(UTF_8).isEqualTo("{\"a\":1,\"b\":\"x\"}");
    }

    @Test
    void aRowWithOtherFieldsIsRefused() throws Exception {
        // Given
        RecordConverter<Row> converter =
                converter(
                        Types.ROW_NAMED(row("a", "b"), Types.INT, Types.STRING), EventFormat.JSON);
        Row named = Row.withNames();
        named.setField("a", 1);
        named.setField("c", "would be lost");

        // When, Then
        assertThatThrownBy(() -> converter.write(named))
                .isInstanceOf(UnwritableValueException.class)
                .hasMessageContaining("is a Row with the fields a, c")
                .hasMessageContaining("allows a Row with the fields a, b");
        assertThatThrownBy(() -> converter.write(Row.of(1, "x", 2)))
                .isInstanceOf(UnwritableValueException.class)
                .hasMessageContaining("is a Row of 3 fields");
    }

    @Test
    void aStrangersKeyIsQuotedOnOneLineAndCutShort() throws Exception {
        // Given
        RecordConverter<Map<String, Integer>> converter =
                RecordConverter.of(Types.MAP(Types.STRING, Types.INT), EventFormat.JSON);
        byte[] record = utf8("{\"a\\n\u2028\u202e" + "b".repeat(100) + "\":\"x\"}");

        // When, Then
        assertThatThrownBy(() -> converter.read(record))
                .isInstanceOf(MisfitException.class)
                .hasMessageStartingWith(
                        "field \"a\\u000a\\u2028\\u202e" + "b".repeat(60) + "…\" is the string");
    }

    @Test
    void anElementOfAnotherTypeIsRefusedWithItsPathAndTheNextOneIsFine() throws Exception {
        // Given
        TypeInformation<Row> type =
                Types.ROW_NAMED(row("u"), Types.ROW_NAMED(row("tags"), Types.LIST(Types.STRING)));
        RecordConverter<Row> converter = converter(type, EventFormat.JSON);

        // When, Then
        assertThatThrownBy(() -> converter.write(Row.of(Row.of(List.of("a", 5)))))
                .isInstanceOf(UnwritableValueException.class)
                .hasMessageContaining("field \"u.tags[1]\" is a java.lang.Integer")
                .hasMessageContaining("allows a java.lang.String");
        assertThat(converter.write(Row.of(Row.of(List.of("a")))))
                .asString(UTF_8)
                .isEqualTo("{\"u\":{\"tags\":[\"a\"]}}");
    }

    @ParameterizedTest
    @EnumSource(EventFormat.class)
    void mapsComeBackAsTheyWere(EventFormat format) throws Exception {
        // Given
        RecordConverter<Map<String, Object>> converter =
                RecordConverter.of(RecordMapTypeInformation.INSTANCE, format);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("text", "ä\n");
        map.put("long", Long.MIN_VALUE);
        map.put("double", 0.30000000000000004);
        map.put("yes", true);
        map.put("nothing", null);
        map.put("list", List.of(1L, "x", List.of(), Map.of("k", 0.5)));

        // When
        Map<String, Object> read = converter.read(converter.write(cast(map)));

        // Then
        assertThat(read).isEqualTo(map);
        assertThat(read.keySet()).containsExactlyElementsOf(map.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "1, java.lang.Long",
        "9223372036854775807, java.lang.Long",
        "9223372036854775808, java.math.BigInteger",
        "0.1, java.lang.Double",
        "0.10, java.lang.Double",
        "1e2, java.lang.Double",
        "1e-400, java.math.BigDecimal",
        "0e99999999999, java.lang.Double",
        "0.30000000000000004, java.lang.Double",
        "3.14159265358979323846, java.math.BigDecimal",
        "12345678901234567.5, java.math.BigDecimal"
    })
    void numbersOfAMapKeepTheirDigits(String number, Class<?> type) throws Exception {
        // Given
        RecordConverter<Map<String, Object>> converter =
                RecordConverter.of(RecordMapTypeInformation.INSTANCE, EventFormat.JSON);

        // When
        Object read = converter.read(utf8("{\"n\":" + number + "}")).get("n");

        // Then
        assertThat(read).isInstanceOf(type);
        assertThat(new BigDecimal(read.toString()).compareTo(exactly(number))).isZero();
    }

    @Test
    void aMapThatHoldsItselfIsRefused() throws Exception {
        // Given
        RecordConverter<Map<String, Object>> converter =
                RecordConverter.of(RecordMapTypeInformation.INSTANCE, EventFormat.JSON);
        Map<String, Object> circle = new HashMap<>();
        circle.put("self", circle);

        // When, Then
        assertThatThrownBy(() -> converter.write(circle))
                .isInstanceOf(UnwritableValueException.class)
                .hasMessageContaining("512 levels");
    }

    @Test
    void aRecordThatIsTooDeepForAMapDoesNotFit() throws Exception {
        // Given
        RecordConverter<Map<String, Object>> converter =
                RecordConverter.of(RecordMapTypeInformation.INSTANCE, EventFormat.JSON);
        String nested = "[".repeat(511) + "]".repeat(511);
        byte[] deepest = utf8("{\"a\":" + nested + "}");
        byte[] tooDeep = utf8("{\"a\":[" + nested + "]}");

        // When, Then
        assertThat(converter.read(deepest)).containsKey("a");
        assertThatThrownBy(() -> converter.read(tooDeep))
                .isInstanceOf(MisfitException.class)
                .hasMessageContaining("512 levels");
    }

    private static Stream<Arguments> typesInFormats() {
        return Stream.of(EveryType.values())
                .flatMap(
                        type ->
                                Stream.of(EventFormat.values())
                                        .map(format -> Arguments.of(type, format)));
    }

    private static boolean isOneRecord(byte[] record, EventFormat format) {
        ScanOutcome outcome =
                format == EventFormat.JSON
                        ? new JsonScanner().scanExactly(record, 0, record.length)
                        : new MsgpackScanner().scanExactly(record, 0, record.length);
        return outcome == ScanOutcome.RECORD;
    }

    /** What Flink itself does with null, both where it is copied and where it is written. */
    private static boolean isNullSerializable(TypeInformation<?> type) {
        TypeSerializer<?> serializer =
                type.createSerializer(new ExecutionConfig().getSerializerConfig());
        try {
            serializer.copy(null);
            serializer.serialize(null, new DataOutputSerializer(16));
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** A zero may have an exponent that no BigDecimal has. */
    private static BigDecimal exactly(String number) {
        return number.startsWith("0e") ? BigDecimal.ZERO : new BigDecimal(number);
    }

    @SuppressWarnings("unchecked") // a map of such values, whatever the checker says about null
    private static Map<String, Object> cast(Map<String, @Nullable Object> map) {
        return (Map<String, Object>) (Map<?, ?>) map;
    }

    private static RecordConverter<Row> converter(TypeInformation<Row> type, EventFormat format)
            throws UnsupportedTypeException {
        return RecordConverter.of(type, format);
    }

    private static String[] row(String... names) {
        return names;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
