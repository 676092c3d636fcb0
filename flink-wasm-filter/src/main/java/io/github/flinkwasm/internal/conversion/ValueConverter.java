package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import org.jspecify.annotations.Nullable;

/** Writes values of one type into records and reads them back. Stateless. */
abstract class ValueConverter {

    /** What may stand in a record for such a value, for messages: {@code an integer from …}. */
    abstract String allowed();

    /**
     * Whether Flink's serializer of the type takes null by itself, as elements of a list need it.
     */
    abstract boolean isNullSerializable();

    abstract void writeValue(Object value, RecordWriter out);

    /**
     * @param kind what the reader stands at; never {@link ValueKind#NULL}
     */
    abstract Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException;

    /**
     * @throws UnwritableValueException if the value is of another type
     */
    final void write(@Nullable Object value, RecordWriter out) {
        if (value == null) {
            out.nil();
        } else {
            writeValue(value, out);
        }
    }

    /** Reads the value that comes next; null only if that is allowed here. */
    final @Nullable Object read(RecordReader in, boolean nullable)
            throws MisfitException, MalformedRecordException {
        ValueKind kind = in.next();
        if (kind == ValueKind.NULL) {
            if (nullable) {
                return null;
            }
            throw misfit(in);
        }
        return readValue(kind, in);
    }

    final MisfitException misfit(RecordReader in) {
        return new MisfitException(in.describe(), allowed());
    }

    final <T> T cast(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new UnwritableValueException(
                    "a " + value.getClass().getName(), "a " + type.getTypeName());
        }
        return type.cast(value);
    }
}
