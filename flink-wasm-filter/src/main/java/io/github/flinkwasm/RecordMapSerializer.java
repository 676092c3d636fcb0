package io.github.flinkwasm;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record that is a {@code Map<String, Object>} to the network and into state. Stateless.
 * Which values a map may hold is said with {@link RecordMapTypeInformation}; every one of them
 * comes out as the class it went in. Maps come out as {@link LinkedHashMap}, in the order in which
 * they were written, lists as {@link java.util.ArrayList}.
 *
 * <table>
 *   <caption>Layout, version 1</caption>
 *   <tr><th>Part</th><th>Written as</th></tr>
 *   <tr><td>map</td><td>4 bytes count, big endian; for each entry its key, as Flink's {@link
 *       org.apache.flink.types.StringValue}, and its value</td></tr>
 *   <tr><td>value</td><td>1 byte kind and what follows it, see the next rows; all numbers big
 *       endian</td></tr>
 *   <tr><td>0</td><td>null: nothing</td></tr>
 *   <tr><td>1, 2</td><td>false, true: nothing</td></tr>
 *   <tr><td>3, 4, 5, 6</td><td>Byte, Short, Integer, Long: 1, 2, 4, 8 bytes</td></tr>
 *   <tr><td>7, 8</td><td>Float, Double: 4, 8 bytes of its bits</td></tr>
 *   <tr><td>9</td><td>BigInteger: as byte[], two's complement</td></tr>
 *   <tr><td>10</td><td>BigDecimal: 4 bytes scale, then the unscaled value as BigInteger</td></tr>
 *   <tr><td>11</td><td>String: as Flink's {@code StringValue}</td></tr>
 *   <tr><td>12</td><td>byte[]: 4 bytes length, the bytes</td></tr>
 *   <tr><td>13</td><td>List: 4 bytes count, the values</td></tr>
 *   <tr><td>14</td><td>Map: as above</td></tr>
 * </table>
 */
@PublicEvolving
public final class RecordMapSerializer extends TypeSerializer<Map<String, Object>> {

    private static final long serialVersionUID = 1L;

    public static final RecordMapSerializer INSTANCE = new RecordMapSerializer();

    private RecordMapSerializer() {}

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public TypeSerializer<Map<String, Object>> duplicate() {
        return this;
    }

    @Override
    public Map<String, Object> createInstance() {
        return new LinkedHashMap<>();
    }

    @Override
    public Map<String, Object> copy(Map<String, Object> from) {
        return RecordMapValues.copyMap(from, 1);
    }

    @Override
    public Map<String, Object> copy(Map<String, Object> from, Map<String, Object> reuse) {
        return copy(from);
    }

    /** A map has no fixed length. */
    @Override
    public int getLength() {
        return -1;
    }

    /**
     * @throws IllegalArgumentException if the map holds what a record map does not
     */
    @Override
    public void serialize(Map<String, Object> map, DataOutputView target) throws IOException {
        RecordMapValues.writeMap(map, target, 1);
    }

    @Override
    public Map<String, Object> deserialize(DataInputView source) throws IOException {
        return RecordMapValues.readMap(source);
    }

    @Override
    public Map<String, Object> deserialize(Map<String, Object> reuse, DataInputView source)
            throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        RecordMapValues.copyMap(source, target);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordMapSerializer;
    }

    @Override
    public int hashCode() {
        return RecordMapSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<Map<String, Object>> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Notes in a savepoint which layout its maps have. */
    @PublicEvolving
    public static final class Snapshot extends SingletonSerializerSnapshot<Map<String, Object>> {
        public Snapshot() {
            super(INSTANCE);
        }
    }
}
