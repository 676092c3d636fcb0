package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Java array, but for {@code byte[]}, which is a value of its own. */
final class ArrayConverter extends ValueConverter {
    private final Class<?> component;
    private final Elements elements;

    ArrayConverter(Class<?> component, ValueConverter element) {
        this.component = component;
        // Flink's serializer of object arrays marks null itself.
        this.elements = new Elements(element, !component.isPrimitive());
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
        Object array = cast(component.arrayType(), value);
        int length = Array.getLength(array);
        out.startArray(length);
        if (array instanceof int[] integers) {
            for (int integer : integers) {
                out.integer(integer);
            }
        } else if (array instanceof long[] integers) {
            for (long integer : integers) {
                out.integer(integer);
            }
        } else if (array instanceof double[] numbers) {
            for (double number : numbers) {
                out.floating(number);
            }
        } else if (array instanceof @Nullable Object[] objects) {
            for (int i = 0; i < length; i++) {
                elements.write(objects[i], i, out);
            }
        } else {
            for (int i = 0; i < length; i++) {
                elements.write(Array.get(array, i), i, out);
            }
        }
        out.endArray();
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException {
        if (kind != ValueKind.ARRAY) {
            throw misfit(in);
        }
        List<@Nullable Object> values = elements.readAll(in);
        Object array = Array.newInstance(component, values.size());
        if (array instanceof @Nullable Object[] objects) {
            return values.toArray(objects);
        }
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }
}
