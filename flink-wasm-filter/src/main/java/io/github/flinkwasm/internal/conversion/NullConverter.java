package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;

/** The type of {@code NULL} itself: there is no other value. */
final class NullConverter extends ValueConverter {
    @Override
    String allowed() {
        return "null alone";
    }

    @Override
    boolean isNullSerializable() {
        return false;
    }

    @Override
    void writeValue(Object value, RecordWriter out) {
        throw new UnwritableValueException("a " + value.getClass().getName(), allowed());
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in) throws MisfitException {
        throw misfit(in);
    }
}
