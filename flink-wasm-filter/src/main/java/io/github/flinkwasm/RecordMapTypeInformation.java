package io.github.flinkwasm;

import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Flink's description of a record as a {@code Map<String, Object>}, for streams whose records have
 * no fixed fields. Flink itself would leave such maps to Kryo.
 *
 * <p>A value is null, {@link String}, {@link Boolean}, {@link Byte}, {@link Short}, {@link
 * Integer}, {@link Long}, {@link Float}, {@link Double}, {@link java.math.BigInteger}, {@link
 * java.math.BigDecimal}, {@code byte[]}, {@link java.util.List} of such values, or {@link Map} from
 * {@link String} to them. Anything else is refused when it is written.
 *
 * <pre>{@code
 * DataStream<Map<String, Object>> records =
 *         lines.map(line -> parse(line)).returns(RecordMapTypeInformation.INSTANCE);
 * }</pre>
 */
@PublicEvolving
public final class RecordMapTypeInformation extends TypeInformation<Map<String, Object>> {

    private static final long serialVersionUID = 1L;

    public static final RecordMapTypeInformation INSTANCE = new RecordMapTypeInformation();

    private RecordMapTypeInformation() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    // A class object knows nothing of type arguments.
    @SuppressWarnings("unchecked")
    @Override
    public Class<Map<String, Object>> getTypeClass() {
        return (Class<Map<String, Object>>) (Class<?>) Map.class;
    }

    /** Two maps that are equal may be written differently, for a map has no order of its keys. */
    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<Map<String, Object>> createSerializer(SerializerConfig config) {
        return RecordMapSerializer.INSTANCE;
    }

    // Deprecated in Flink 1.20, but still what it asks for; Flink 2 does not have it any more.
    @SuppressWarnings("deprecation")
    @Override
    public TypeSerializer<Map<String, Object>> createSerializer(ExecutionConfig config) {
        return RecordMapSerializer.INSTANCE;
    }

    @Override
    public boolean canEqual(@Nullable Object other) {
        return other instanceof RecordMapTypeInformation;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return canEqual(other);
    }

    @Override
    public int hashCode() {
        return RecordMapTypeInformation.class.hashCode();
    }

    @Override
    public String toString() {
        return "RecordMap";
    }
}
