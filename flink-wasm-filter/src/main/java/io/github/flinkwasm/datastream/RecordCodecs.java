package io.github.flinkwasm.datastream;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import io.github.flinkwasm.RecordMapTypeInformation;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;

/** The codecs that come with the library. */
@PublicEvolving
public final class RecordCodecs {

    /** The tag of events whose codec was not told another one. */
    public static final String DEFAULT_TAG = "flink";

    private RecordCodecs() {}

    /**
     * A stream of events, for filters of either format. Tag, time and metadata stay as they are.
     *
     * <p>An event's time is its own; Flink's timestamp of the element is another matter, and goes
     * on untouched as well.
     */
    public static RecordCodec<LogEvent, LogEvent> logEvents() {
        return LogEventCodec.INSTANCE;
    }

    /**
     * A stream of JSON texts, one object each, for filters of JSON. A text that goes on holds no
     * line break, so that it can be written as a line; a text that is passed through goes on as it
     * came.
     *
     * <p>Java turns an unpaired surrogate, which no JSON text should hold, into a question mark.
     */
    public static BareRecordCodec<String, String> strings() {
        return BareRecordCodec.of(new StringTranslation());
    }

    /**
     * A stream of records as bytes, in the format of the filter, whichever that is. The bytes are
     * not looked at on the way to the guest.
     */
    public static BareRecordCodec<byte[], byte[]> bytes() {
        return BareRecordCodec.of(new BytesTranslation());
    }

    /**
     * A stream of records as maps, for filters of either format and records without fixed fields.
     * What a map may hold is said with {@link RecordMapTypeInformation}. Of what a filter emitted,
     * integers become {@link Long}, or {@link java.math.BigInteger} where that is too small, other
     * numbers {@link Double}, or {@link java.math.BigDecimal} where a double would lose digits.
     */
    public static BareRecordCodec<Map<String, Object>, Map<String, Object>> maps() {
        return objects(RecordMapTypeInformation.INSTANCE, RecordMapTypeInformation.INSTANCE);
    }

    /**
     * A stream of rows, for filters of either format; emitted records become rows of the same type.
     *
     * @param type with names: {@code Types.ROW_NAMED(…)}
     * @throws InvalidConfigurationException when it is no type of rows, or a field has no form in a
     *     record
     */
    public static BareRecordCodec<Row, Row> rows(TypeInformation<Row> type) {
        return objects(type, type);
    }

    /**
     * A stream of rows, for filters that change their fields. Fields that a filter adds, and the
     * output type does not have, are left out; those that it has and the record lacks are null.
     *
     * @throws InvalidConfigurationException as {@link #rows(TypeInformation)}
     */
    public static BareRecordCodec<Row, Row> rows(
            TypeInformation<Row> inputType, TypeInformation<Row> outputType) {
        return objects(inputType, outputType);
    }

    /**
     * A stream of POJOs or Java records, for filters of either format; emitted records become
     * objects of the same class.
     *
     * @throws InvalidConfigurationException when it is none to Flink, or a field has no form in a
     *     record
     */
    public static <T> BareRecordCodec<T, T> pojos(Class<T> type) {
        return pojos(type, type);
    }

    /**
     * A stream of POJOs or Java records, for filters that change their fields, as {@link
     * #rows(TypeInformation, TypeInformation)} has it for rows.
     *
     * @throws InvalidConfigurationException as {@link #pojos(Class)}
     */
    public static <IN, OUT> BareRecordCodec<IN, OUT> pojos(
            Class<IN> inputType, Class<OUT> outputType) {
        return objects(TypeInformation.of(inputType), TypeInformation.of(outputType));
    }

    /**
     * A stream of objects with fields, which become objects of the same or another kind: rows,
     * POJOs, Java records, Flink's tuples, maps with a declared type of values, and {@link
     * RecordMapTypeInformation}.
     *
     * @throws InvalidConfigurationException when one of the types is another, or a field of it has
     *     no form in a record
     */
    public static <IN, OUT> BareRecordCodec<IN, OUT> objects(
            TypeInformation<IN> inputType, TypeInformation<OUT> outputType) {
        return BareRecordCodec.of(StructuredTranslation.of(inputType, outputType));
    }

    /**
     * The codec for a stream of this type, and back to the same type: {@link #strings}, {@link
     * #bytes}, {@link #logEvents} or {@link #objects}.
     *
     * @throws InvalidConfigurationException when there is none
     */
    public static <T> RecordCodec<T, T> forType(TypeInformation<T> type) {
        RecordCodec<?, ?> codec;
        if (type.equals(Types.STRING)) {
            codec = strings();
        } else if (type.equals(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)) {
            codec = bytes();
        } else if (type.equals(LogEventTypeInformation.INSTANCE)) {
            codec = logEvents();
        } else {
            codec = objects(type, type);
        }
        @SuppressWarnings("unchecked") // each of them is for the type that was just looked at
        RecordCodec<T, T> codecOfType = (RecordCodec<T, T>) codec;
        return codecOfType;
    }
}
