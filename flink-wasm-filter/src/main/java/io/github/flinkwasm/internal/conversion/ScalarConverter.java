package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** A value without parts, by its Java class. */
final class ScalarConverter<T> extends ValueConverter {
    private final Class<T> type;
    private final String allowed;
    private final boolean nullSerializable;
    private final Writing<T> writing;
    private final Reading<T> reading;

    @FunctionalInterface
    interface Writing<T> {
        void write(T value, RecordWriter out);
    }

    @FunctionalInterface
    interface Reading<T> {
        /**
         * The value, or null if what stands there does not fit. May throw {@link
         * DateTimeException}, {@link ArithmeticException} or {@link IllegalArgumentException}
         * instead.
         */
        @Nullable T read(ValueKind kind, RecordReader in) throws MalformedRecordException;
    }

    ScalarConverter(
            Class<T> type,
            String allowed,
            boolean nullSerializable,
            Writing<T> writing,
            Reading<T> reading) {
        this.type = type;
        this.allowed = allowed;
        this.nullSerializable = nullSerializable;
        this.writing = writing;
        this.reading = reading;
    }

    @Override
    String allowed() {
        return allowed;
    }

    @Override
    boolean isNullSerializable() {
        return nullSerializable;
    }

    @Override
    void writeValue(Object value, RecordWriter out) {
        writing.write(cast(type, value), out);
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException {
        T value;
        try {
            value = reading.read(kind, in);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw misfit(in);
        }
        if (value == null) {
            throw misfit(in);
        }
        return value;
    }
}
