package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.lang.reflect.Array;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** An array of SQL. */
final class ArrayDataConverter extends ValueConverter {
    private final Elements elements;
    private final ArrayData.ElementGetter getter;
    private final Class<?> component;

    /**
     * @param component the class of the array that holds the elements; what reads it expects a
     *     boxed number's own one for numbers
     */
    ArrayDataConverter(ValueConverter element, LogicalType elementType, Class<?> component) {
        this.elements = new Elements(element, elementType.isNullable());
        this.getter = ArrayData.createElementGetter(elementType);
        this.component = component;
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
        ArrayData array = cast(ArrayData.class, value);
        int length = array.size();
        out.startArray(length);
        for (int i = 0; i < length; i++) {
            elements.write(getter.getElementOrNull(array, i), i, out);
        }
        out.endArray();
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException {
        if (kind != ValueKind.ARRAY) {
            throw misfit(in);
        }
        @Nullable Object[] none = (Object[]) Array.newInstance(component, 0);
        return new GenericArrayData(elements.readAll(in).toArray(none));
    }
}
