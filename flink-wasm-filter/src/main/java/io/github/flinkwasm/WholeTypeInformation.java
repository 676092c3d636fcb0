package io.github.flinkwasm;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The type information of values that Flink handles as a whole: no fields, no keys, one serializer
 * for all. Each subclass has one instance, so its class tells it from others.
 */
abstract class WholeTypeInformation<T> extends TypeInformation<T> {

    private static final long serialVersionUID = 1L;

    /** The one serializer of the type. */
    abstract TypeSerializer<T> serializer();

    @Override
    public final boolean isBasicType() {
        return false;
    }

    @Override
    public final boolean isTupleType() {
        return false;
    }

    @Override
    public final int getArity() {
        return 1;
    }

    @Override
    public final int getTotalFields() {
        return 1;
    }

    /**
     * Nobody means to group a stream by whole records, and equal maps may be written differently.
     */
    @Override
    public final boolean isKeyType() {
        return false;
    }

    @Override
    public final TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer();
    }

    // Deprecated in Flink 1.20, but still what it asks for; Flink 2 does not have it any more.
    @SuppressWarnings("deprecation")
    @Override
    public final TypeSerializer<T> createSerializer(ExecutionConfig config) {
        return serializer();
    }

    @Override
    public final boolean canEqual(@Nullable Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return canEqual(other);
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }
}
