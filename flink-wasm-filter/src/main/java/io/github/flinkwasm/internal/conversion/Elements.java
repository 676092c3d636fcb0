package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of a JSON or msgpack array, which all have one type. */
final class Elements {
    private final ValueConverter converter;
    private final boolean nullable;

    Elements(ValueConverter converter, boolean nullable) {
        this.converter = converter;
        this.nullable = nullable;
    }

    String allowed() {
        return "an array";
    }

    void writeAll(Collection<?> elements, RecordWriter out) {
        out.startArray(elements.size());
        int index = 0;
        for (Object element : elements) {
            write(element, index++, out);
        }
        out.endArray();
    }

    void write(@Nullable Object element, int index, RecordWriter out) {
        try {
            converter.write(element, out);
        } catch (UnwritableValueException e) {
            throw e.inElement(index);
        }
    }

    /** Reads the elements of the array that the reader has just entered. */
    List<@Nullable Object> readAll(RecordReader in)
            throws MisfitException, MalformedRecordException {
        // Grows with what is there: an announced count is a guest's word.
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.nextElement()) {
            try {
                elements.add(converter.read(in, nullable));
            } catch (MisfitException e) {
                throw e.inElement(elements.size());
            }
        }
        return elements;
    }
}
