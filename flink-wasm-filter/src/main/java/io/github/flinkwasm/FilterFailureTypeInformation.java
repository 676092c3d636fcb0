package io.github.flinkwasm;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of {@link FilterFailure}; found through the annotation on that class. */
@PublicEvolving
public final class FilterFailureTypeInformation extends WholeTypeInformation<FilterFailure> {

    private static final long serialVersionUID = 1L;

    public static final FilterFailureTypeInformation INSTANCE = new FilterFailureTypeInformation();

    private FilterFailureTypeInformation() {}

    @Override
    public Class<FilterFailure> getTypeClass() {
        return FilterFailure.class;
    }

    @Override
    TypeSerializer<FilterFailure> serializer() {
        return FilterFailureSerializer.INSTANCE;
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
