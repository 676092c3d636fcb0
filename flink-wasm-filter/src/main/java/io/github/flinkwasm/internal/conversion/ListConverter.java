package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.util.Collection;

/** A Java list. Written is any collection: Flink declares the interface as a list, too. */
final class ListConverter extends ValueConverter {
    private final Elements elements;

    ListConverter(ValueConverter element) {
        // Flink's serializer of lists leaves null to that of the elements.
        elements = new Elements(element, element.isNullSerializable());
    }

    @Override
    String allowed() {
        return elements.allowed();
    }

    @Override
    boolean isNullSerializable() {
        return false;
    }

    @Override
    void writeValue(Object value, RecordWriter out) {
        elements.writeAll(cast(Collection.class, value), out);
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException {
        if (kind != ValueKind.ARRAY) {
            throw misfit(in);
        }
        return elements.readAll(in);
    }
}
