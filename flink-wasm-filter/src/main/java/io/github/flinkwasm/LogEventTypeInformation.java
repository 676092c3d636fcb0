package io.github.flinkwasm;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of {@link LogEvent}; found through the annotation on that class. */
@PublicEvolving
public final class LogEventTypeInformation extends WholeTypeInformation<LogEvent> {

    private static final long serialVersionUID = 1L;

    public static final LogEventTypeInformation INSTANCE = new LogEventTypeInformation();

    private LogEventTypeInformation() {}

    @Override
    public Class<LogEvent> getTypeClass() {
        return LogEvent.class;
    }

    @Override
    TypeSerializer<LogEvent> serializer() {
        return LogEventSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "LogEvent";
    }

    /** How Flink finds the type information of a {@link LogEvent}. */
    @PublicEvolving
    public static final class Factory extends TypeInfoFactory<LogEvent> {
        @Override
        public TypeInformation<LogEvent> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return INSTANCE;
        }
    }
}
