package io.github.flinkwasm;

import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeutils.TypeSerializer;

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
public final class RecordMapTypeInformation extends WholeTypeInformation<Map<String, Object>> {

    private static final long serialVersionUID = 1L;

    public static final RecordMapTypeInformation INSTANCE = new RecordMapTypeInformation();

    private RecordMapTypeInformation() {}

    // A class object knows nothing of type arguments.
    @SuppressWarnings("unchecked")
    @Override
    public Class<Map<String, Object>> getTypeClass() {
        return (Class<Map<String, Object>>) (Class<?>) Map.class;
    }

    @Override
    TypeSerializer<Map<String, Object>> serializer() {
        return RecordMapSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "RecordMap";
    }
}
