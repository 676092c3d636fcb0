package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.EventFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.StructuredType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Which converter a SQL type has, for values in Flink's internal form. The table of {@code
 * docs/reference/sql.md}, as code.
 */
final class LogicalTypeMapping {
    private static final LogicalType COUNT = new IntType(false);

    private final EventFormat format;

    LogicalTypeMapping(EventFormat format) {
        this.format = format;
    }

    /** The converter of a type that can be a whole record. */
    ValueConverter ofRecord(LogicalType type) throws UnsupportedTypeException {
        return switch (type.getTypeRoot()) {
            case ROW, STRUCTURED_TYPE, MAP -> of(type);
            default ->
                    throw new UnsupportedTypeException(
                            type.asSummaryString()
                                    + ", which is no object with fields, as a record is");
        };
    }

    private ValueConverter of(LogicalType type) throws UnsupportedTypeException {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> ofClass(Boolean.class);
            case TINYINT -> ofClass(Byte.class);
            case SMALLINT -> ofClass(Short.class);
            case INTEGER -> ofClass(Integer.class);
            case BIGINT -> ofClass(Long.class);
            case FLOAT -> ofClass(Float.class);
            case DOUBLE -> ofClass(Double.class);
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield DataScalars.decimal(decimal.getPrecision(), decimal.getScale());
            }
            case CHAR -> DataScalars.character(((CharType) type).getLength());
            case VARCHAR -> DataScalars.varchar(((VarCharType) type).getLength());
            case BINARY -> bytes(((BinaryType) type).getLength(), ((BinaryType) type).getLength());
            case VARBINARY -> bytes(0, ((VarBinaryType) type).getLength());
            case DATE -> DataScalars.date();
            case TIME_WITHOUT_TIME_ZONE -> DataScalars.time();
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    DataScalars.timestamp(((TimestampType) type).getPrecision());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    DataScalars.instant(((LocalZonedTimestampType) type).getPrecision());
            case INTERVAL_YEAR_MONTH -> DataScalars.months();
            case INTERVAL_DAY_TIME -> DataScalars.duration();
            case ARRAY -> array(((ArrayType) type).getElementType());
            case MAP -> map(type, ((MapType) type).getKeyType(), ((MapType) type).getValueType());
            case MULTISET -> map(type, ((MultisetType) type).getElementType(), COUNT);
            case ROW -> row((RowType) type);
            case STRUCTURED_TYPE -> structured((StructuredType) type);
            case DISTINCT_TYPE -> of(((DistinctType) type).getSourceType());
            // Also NULL, which no row of Flink can hold, and what later versions have.
            default -> throw new UnsupportedTypeException(type.asSummaryString());
        };
    }

    private static ValueConverter ofClass(Class<?> type) {
        return Objects.requireNonNull(Scalars.of(type));
    }

    private ValueConverter bytes(int fewest, int most) {
        BytesConverter bytes = new BytesConverter(format == EventFormat.MSGPACK);
        return most == Integer.MAX_VALUE ? bytes : new LimitedBytesConverter(bytes, fewest, most);
    }

    private ValueConverter array(LogicalType element) throws UnsupportedTypeException {
        try {
            return new ArrayDataConverter(of(element), element, component(element));
        } catch (UnsupportedTypeException e) {
            throw e.inField("[]");
        }
    }

    /** As {@code GenericArrayData} wants it of numbers and booleans. */
    private static Class<?> component(LogicalType element) {
        return switch (element.getTypeRoot()) {
            case BOOLEAN -> Boolean.class;
            case TINYINT -> Byte.class;
            case SMALLINT -> Short.class;
            case INTEGER, DATE, TIME_WITHOUT_TIME_ZONE, INTERVAL_YEAR_MONTH -> Integer.class;
            case BIGINT, INTERVAL_DAY_TIME -> Long.class;
            case FLOAT -> Float.class;
            case DOUBLE -> Double.class;
            default -> Object.class;
        };
    }

    private ValueConverter map(LogicalType map, LogicalType key, LogicalType value)
            throws UnsupportedTypeException {
        KeyConverter keys =
                switch (key.getTypeRoot()) {
                    case CHAR -> DataScalars.characterKeys(((CharType) key).getLength());
                    case VARCHAR -> DataScalars.varcharKeys(((VarCharType) key).getLength());
                    case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT ->
                            KeyConverter.of(component(key));
                    default -> null;
                };
        if (keys == null) {
            throw new UnsupportedTypeException(
                    map.asSummaryString()
                            + (map.is(LogicalTypeRoot.MULTISET)
                                    ? ", whose elements are"
                                    : ", whose keys are")
                            + " no STRING, BOOLEAN, TINYINT, SMALLINT, INT or BIGINT");
        }
        try {
            return new MapDataConverter(keys, key, of(value), value);
        } catch (UnsupportedTypeException e) {
            throw e.inField("*");
        }
    }

    private ValueConverter row(RowType type) throws UnsupportedTypeException {
        List<ObjectConverter.Field> fields = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            fields.add(field(field.getName(), field.getType()));
        }
        return new ObjectConverter(new RowDataShape(type.getChildren()), fields);
    }

    private ValueConverter structured(StructuredType type) throws UnsupportedTypeException {
        List<ObjectConverter.Field> fields = new ArrayList<>();
        for (StructuredType.StructuredAttribute attribute : type.getAttributes()) {
            fields.add(field(attribute.getName(), attribute.getType()));
        }
        return new ObjectConverter(new RowDataShape(type.getChildren()), fields);
    }

    private ObjectConverter.Field field(String name, LogicalType type)
            throws UnsupportedTypeException {
        try {
            return new ObjectConverter.Field(name, of(type), type.isNullable());
        } catch (UnsupportedTypeException e) {
            throw e.inField(name);
        }
    }
}
