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

/** Flink's description of {@link LogEvent}; found through the annotation on that class. */
@PublicEvolving
public final class LogEventTypeInformation extends TypeInformation<LogEvent> {

    private static final long serialVersionUID = 1L;

    public static final LogEventTypeInformation INSTANCE = new LogEventTypeInformation();

    private LogEventTypeInformation() {}

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
    public Class<LogEvent> getTypeClass() {
        return LogEvent.class;
    }

    /** Events are equal by content, but nobody means to group a stream by whole events. */
    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<LogEvent> createSerializer(SerializerConfig config) {
        return LogEventSerializer.INSTANCE;
    }

    // Deprecated in Flink 1.20, but still what it asks for; Flink 2 does not have it any more.
    @SuppressWarnings("deprecation")
    @Override
    public TypeSerializer<LogEvent> createSerializer(ExecutionConfig config) {
        return LogEventSerializer.INSTANCE;
    }

    @Override
    public boolean canEqual(@Nullable Object other) {
        return other instanceof LogEventTypeInformation;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return canEqual(other);
    }

    @Override
    public int hashCode() {
        return LogEventTypeInformation.class.hashCode();
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
