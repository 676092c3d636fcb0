package io.github.flinkwasm;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's description of {@link FilterFailure}; found through the annotation on that class. */
@PublicEvolving
public final class FilterFailureTypeInformation extends TypeInformation<FilterFailure> {

    private static final long serialVersionUID = 1L;

    public static final FilterFailureTypeInformation INSTANCE = new FilterFailureTypeInformation();

    private FilterFailureTypeInformation() {}

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

    @Override
    public Class<FilterFailure> getTypeClass() {
        return FilterFailure.class;
    }

    /** Failures are equal by content, but nobody means to group a stream by whole failures. */
    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<FilterFailure> createSerializer(SerializerConfig config) {
        return FilterFailureSerializer.INSTANCE;
    }

    // Deprecated in Flink 1.20, but still what it asks for; Flink 2 does not have it any more.
    @SuppressWarnings("deprecation")
    @Override
    public TypeSerializer<FilterFailure> createSerializer(ExecutionConfig config) {
        return FilterFailureSerializer.INSTANCE;
    }

    @Override
    public boolean canEqual(@Nullable Object other) {
        return other instanceof FilterFailureTypeInformation;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return canEqual(other);
    }

    @Override
    public int hashCode() {
        return FilterFailureTypeInformation.class.hashCode();
    }

    @Override
    public String toString() {
        return "FilterFailure";
    }

    /** How Flink finds the type information of a {@link FilterFailure}. */
    @PublicEvolving
    public static final class Factory extends TypeInfoFactory<FilterFailure> {
        @Override
        public TypeInformation<FilterFailure> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return INSTANCE;
        }
    }
}
