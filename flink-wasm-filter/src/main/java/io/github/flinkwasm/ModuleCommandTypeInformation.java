package io.github.flinkwasm;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of {@link ModuleCommand}; found through the annotation on that class. */
@PublicEvolving
public final class ModuleCommandTypeInformation extends WholeTypeInformation<ModuleCommand> {

    private static final long serialVersionUID = 1L;

    public static final ModuleCommandTypeInformation INSTANCE = new ModuleCommandTypeInformation();

    private ModuleCommandTypeInformation() {}

    @Override
    public Class<ModuleCommand> getTypeClass() {
        return ModuleCommand.class;
    }

    @Override
    TypeSerializer<ModuleCommand> serializer() {
        return ModuleCommandSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "ModuleCommand";
    }

    /** How Flink finds the type information of a {@link ModuleCommand}. */
    @PublicEvolving
    public static final class Factory extends TypeInfoFactory<ModuleCommand> {
        @Override
        public TypeInformation<ModuleCommand> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return INSTANCE;
        }
    }
}
