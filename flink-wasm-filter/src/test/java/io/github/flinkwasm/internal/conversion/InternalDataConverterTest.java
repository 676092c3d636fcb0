package io.github.flinkwasm.internal.conversion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of SQL in Flink's internal form: into records, and back as they were or not at all. */
final class InternalDataConverterTest {

    private static Stream<Arguments> values() {
        Map<Object, Object> counts = new LinkedHashMap<>();
        counts.put(StringData.fromString("a"), 2);
        return Stream.of(
                Arguments.of(DataTypes.INTERVAL(DataTypes.MONTH()), 14, "\"P1Y2M\""),
                Arguments.of(DataTypes.INTERVAL(DataTypes.MONTH()), -14, "\"P-1Y-2M\""),
                Arguments.of(
                        DataTypes.INTERVAL(DataTypes.SECOND(3)), 93_784_567L, "\"PT26H3M4.567S\""),
                Arguments.of(DataTypes.INTERVAL(DataTypes.SECOND(3)), -1L, "\"PT-0.001S\""),
                Arguments.of(
                        DataTypes.MULTISET(DataTypes.STRING()),
                        new GenericMapData(counts),
                        "{\"a\":2}"),
                Arguments.of(
                        DataTypes.MAP(DataTypes.BOOLEAN(), DataTypes.INT()),
                        new GenericMapData(Map.of(true, 1)),
                        "{\"true\":1}"),
                Arguments.of(
                        DataTypes.ARRAY(DataTypes.BIGINT().notNull()),
                        new GenericArrayData(new Long[] {1L, 2L}),
                        "[1,2]"),
                Arguments.of(
                        DataTypes.DECIMAL(4, 2),
                        DecimalData.fromBigDecimal(new BigDecimal("-12.30"), 4, 2),
                        "-12.30"),
                Arguments.of(
                        DataTypes.DECIMAL(38, 0),
                        DecimalData.fromBigDecimal(new BigDecimal("9".repeat(38)), 38, 0),
                        "9".repeat(38)),
                Arguments.of(DataTypes.DATE(), -1, "\"1969-12-31\""),
                Arguments.of(DataTypes.TIME(3), 36_930_123, "\"10:15:30.123\""),
                Arguments.of(DataTypes.TIME(0), 36_900_000, "\"10:15:00\""),
                Arguments.of(DataTypes.TIME(0), 36_930_123, "\"10:15:30.123\""),
                Arguments.of(
                        DataTypes.TIMESTAMP(9),
                        TimestampData.fromEpochMillis(-1, 999_999),
                        "\"1969-12-31T23:59:59.999999999\""),
                Arguments.of(
                        DataTypes.TIMESTAMP(3),
                        TimestampData.fromEpochMillis(-60_000),
                        "\"1969-12-31T23:59:00\""),
                Arguments.of(
                        DataTypes.TIMESTAMP(3),
                        TimestampData.fromEpochMillis(253_402_300_800_000L),
                        "\"+10000-01-01T00:00:00\""),
                Arguments.of(
                        DataTypes.TIMESTAMP_LTZ(3),
                        TimestampData.fromEpochMillis(253_402_300_800_000L),
                        "\"+10000-01-01T00:00:00Z\""),
                Arguments.of(
                        DataTypes.TIMESTAMP(3),
                        TimestampData.fromLocalDateTime(
                                LocalDate.ofEpochDay(Integer.MAX_VALUE).atTime(23, 59)),
                        "\"+5881580-07-11T23:59:00\""),
                Arguments.of(
                        DataTypes.TIMESTAMP_LTZ(3),
                        TimestampData.fromLocalDateTime(
                                LocalDate.ofEpochDay(Integer.MIN_VALUE).atTime(0, 1)),
                        "\"-5877641-06-23T00:01:00Z\""),
                Arguments.of(DataTypes.DATE(), 2_932_897, "\"+10000-01-01\""),
                Arguments.of(
                        DataTypes.TIMESTAMP_LTZ(9),
                        TimestampData.fromEpochMillis(1, 1),
                        "\"1970-01-01T00:00:00.001000001Z\""),
                Arguments.of(DataTypes.CHAR(3), StringData.fromString("a  "), "\"a  \""),
                Arguments.of(DataTypes.VARCHAR(2), StringData.fromString("äß"), "\"äß\""),
                Arguments.of(DataTypes.FLOAT(), Float.NaN, "\"NaN\""),
                Arguments.of(DataTypes.TINYINT(), (byte) -128, "-128"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueComesBackAsItWas(DataType type, Object value, String json) throws Exception {
        // Given
        RecordConverter<Object> inJson = converter(type, EventFormat.JSON);
        RecordConverter<Object> inMsgpack = converter(type, EventFormat.MSGPACK);
        GenericRowData row = GenericRowData.of(value);

        // When
        byte[] record = inJson.write(row);

        // Then
        assertThat(new String(record, UTF_8)).isEqualTo("{\"f\":" + json + "}");
        assertThat(inJson.read(record)).isEqualTo(row);
        assertThat(inMsgpack.read(inMsgpack.write(row))).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({"-1, 23:59:59.999", "-3600000, 23:00:00", "-86400000, 00:00:00"})
    void timeBeforeMidnightIsThatOfTheDayBefore(int millis, String time) throws Exception {
        // Given
        RecordConverter<Object> converter = converter(DataTypes.TIME(0), EventFormat.JSON);

        // When
        byte[] record = converter.write(GenericRowData.of(millis));

        // Then
        assertThat(new String(record, UTF_8)).isEqualTo("{\"f\":\"" + time + "\"}");
        assertThat(((RowData) converter.read(record)).getInt(0)).isEqualTo(86_400_000 + millis);
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1, 999999, 1969-12-31T23:59:59",
        "2, 1123, 0, 1970-01-01T00:00:01.120",
        "3, 1123, 456789, 1970-01-01T00:00:01.123",
        "6, 1123, 456789, 1970-01-01T00:00:01.123456",
        "9, 1123, 456789, 1970-01-01T00:00:01.123456789"
    })
    void timestampWithMoreDigitsThanItsTypeIsWrittenWithThoseOfItsTypeAndFitsWhenItComesBack(
            int precision, long millis, int nanos, String time) throws Exception {
        // Given
        RowData row = GenericRowData.of(TimestampData.fromEpochMillis(millis, nanos));
        RecordConverter<Object> local = converter(DataTypes.TIMESTAMP(precision), EventFormat.JSON);
        RecordConverter<Object> instant =
                converter(DataTypes.TIMESTAMP_LTZ(precision), EventFormat.JSON);

        // When
        byte[] localRecord = local.write(row);
        byte[] instantRecord = instant.write(row);

        // Then
        assertThat(new String(localRecord, UTF_8)).isEqualTo("{\"f\":\"" + time + "\"}");
        assertThat(new String(instantRecord, UTF_8)).isEqualTo("{\"f\":\"" + time + "Z\"}");
        assertThat(local.read(localRecord)).isEqualTo(instant.read(instantRecord));
    }

    private static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(DataTypes.DECIMAL(4, 2), "1.234", "at most 2 before and 2 after"),
                Arguments.of(DataTypes.DECIMAL(4, 2), "123", "at most 2 before and 2 after"),
                Arguments.of(DataTypes.DECIMAL(4, 2), "1e999999999", "at most 2 before"),
                Arguments.of(DataTypes.DECIMAL(4, 2), "1e-999999999", "at most 2 before"),
                Arguments.of(DataTypes.VARCHAR(2), "\"abc\"", "a string of at most 2 characters"),
                Arguments.of(DataTypes.CHAR(2), "\"abc\"", "a string of at most 2 characters"),
                Arguments.of(DataTypes.BINARY(2), "\"AQ==\"", "a string of Base64 of 2 bytes"),
                Arguments.of(DataTypes.VARBINARY(1), "\"AQI=\"", "of at most 1 byte"),
                Arguments.of(DataTypes.TIME(0), "\"10:15:30.0001\"", "at most 3 digits"),
                Arguments.of(DataTypes.TIME(6), "\"10:15:30.0001\"", "at most 3 digits"),
                Arguments.of(
                        DataTypes.TIMESTAMP(3),
                        "\"2026-11-22T10:15:30.1234\"",
                        "with at most 3 digits of a fraction"),
                Arguments.of(
                        DataTypes.TIMESTAMP_LTZ(0),
                        "\"2026-11-22T10:15:30.1Z\"",
                        "without a fraction of a second"),
                Arguments.of(
                        DataTypes.TIMESTAMP(1),
                        "\"2026-11-22T10:15:30.12\"",
                        "with at most 1 digit of a fraction"),
                Arguments.of(
                        DataTypes.TIMESTAMP(3), "\"+999999999-01-01T00:00:00\"", "a date and time"),
                Arguments.of(
                        DataTypes.TIMESTAMP(3),
                        "\"+5881580-07-12T00:00:00\"",
                        "from -5877641-06-23 to +5881580-07-11"),
                Arguments.of(
                        DataTypes.TIMESTAMP(3),
                        "\"-5877641-06-22T23:59:59.999\"",
                        "from -5877641-06-23 to +5881580-07-11"),
                Arguments.of(
                        DataTypes.TIMESTAMP_LTZ(3),
                        "\"+5881580-07-12T00:00:00Z\"",
                        "from -5877641-06-23 to +5881580-07-11"),
                Arguments.of(DataTypes.DATE(), "\"+999999999-01-01\"", "a date such as"),
                Arguments.of(DataTypes.INTERVAL(DataTypes.MONTH()), "\"P1D\"", "a period"),
                Arguments.of(
                        DataTypes.INTERVAL(DataTypes.SECOND(3)), "\"PT0.0001S\"", "a duration"),
                Arguments.of(DataTypes.INT(), "2147483648", "an integer from"),
                Arguments.of(DataTypes.INT().notNull(), "null", "an integer from"),
                Arguments.of(
                        DataTypes.ARRAY(DataTypes.INT().notNull()), "[1,null]", "an integer from"),
                Arguments.of(
                        DataTypes.MAP(DataTypes.INT(), DataTypes.INT()),
                        "{\"x\":1}",
                        "an integer of 32 bits"),
                Arguments.of(
                        DataTypes.MAP(DataTypes.VARCHAR(1), DataTypes.INT()),
                        "{\"ab\":1}",
                        "a string of at most 1 character"),
                Arguments.of(
                        DataTypes.MAP(DataTypes.CHAR(2), DataTypes.INT()),
                        "{\"abc\":1}",
                        "a string of at most 2 characters"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitIsRefusedNotRounded(DataType type, String json, String allowed)
            throws Exception {
        // Given
        RecordConverter<Object> converter = converter(type, EventFormat.JSON);
        byte[] record = ("{\"f\":" + json + "}").getBytes(UTF_8);

        // Then
        assertThatThrownBy(() -> converter.read(record))
                .isInstanceOf(MisfitException.class)
                .hasMessageContaining("field \"f")
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @CsvSource({"0e999999999, 0.00", "1.50000, 1.50", "'\"1e1\"', 10.00", "-0, 0.00"})
    void decimalTakesWhatIsExact(String json, String expected) throws Exception {
        // Given
        RecordConverter<Object> converter = converter(DataTypes.DECIMAL(4, 2), EventFormat.JSON);

        // When
        RowData row = (RowData) converter.read(("{\"f\":" + json + "}").getBytes(UTF_8));

        // Then
        assertThat(row.getDecimal(0, 4, 2)).hasToString(expected);
    }

    @Test
    void shortTextOfFixedLengthIsPadded() throws Exception {
        // Given
        RecordConverter<Object> converter = converter(DataTypes.CHAR(3), EventFormat.JSON);

        // When
        RowData row = (RowData) converter.read("{\"f\":\"a\"}".getBytes(UTF_8));

        // Then
        assertThat(row.getString(0)).hasToString("a  ");
    }

    @Test
    void numbersOfAnArrayMayBeReadAsPrimitives() throws Exception {
        // Given
        RecordConverter<Object> converter =
                converter(DataTypes.ARRAY(DataTypes.INT().notNull()), EventFormat.JSON);

        // When
        RowData row = (RowData) converter.read("{\"f\":[1,2]}".getBytes(UTF_8));

        // Then
        assertThat(row.getArray(0).toIntArray()).containsExactly(1, 2);
    }

    @Test
    void typeWithoutAFormIsNamedWithItsPath() {
        // Given
        LogicalType type =
                row(
                        DataTypes.ARRAY(
                                DataTypes.ROW(
                                        DataTypes.FIELD(
                                                "at", DataTypes.TIMESTAMP_WITH_TIME_ZONE(3)))));

        // Then
        assertThatThrownBy(() -> RecordConverter.ofInternalData(type, EventFormat.JSON))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage("field \"f[].at\" is of type TIMESTAMP(3) WITH TIME ZONE");
    }

    @Test
    void onlyObjectsAreRecords() {
        // Given
        List<DataType> types =
                List.of(DataTypes.INT(), DataTypes.ARRAY(DataTypes.INT()), DataTypes.STRING());

        // Then
        assertThat(types)
                .allSatisfy(
                        type ->
                                assertThatThrownBy(
                                                () ->
                                                        RecordConverter.ofInternalData(
                                                                type.getLogicalType(),
                                                                EventFormat.JSON))
                                        .isInstanceOf(UnsupportedTypeException.class)
                                        .hasMessageContaining("which is no object with fields"));
    }

    private static RecordConverter<Object> converter(DataType field, EventFormat format)
            throws UnsupportedTypeException {
        return RecordConverter.ofInternalData(row(field), format);
    }

    private static LogicalType row(DataType field) {
        return DataTypes.ROW(DataTypes.FIELD("f", field)).getLogicalType();
    }
}
