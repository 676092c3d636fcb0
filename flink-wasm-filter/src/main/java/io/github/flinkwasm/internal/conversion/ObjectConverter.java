package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.FieldNames;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of the record, whose fields have names and types. On the way back unknown fields are
 * left out, a missing one is null, and of one that is there twice the last counts.
 */
final class ObjectConverter extends ValueConverter {
    private final ObjectShape shape;
    private final FieldNames names;
    private final ValueConverter[] fields;
    private final boolean[] nullable;

    /** One field of an object, in the order in which it is written. */
    record Field(String name, ValueConverter converter, boolean nullable) {}

    ObjectConverter(ObjectShape shape, List<Field> fields) {
        this.shape = shape;
        this.names = new FieldNames(fields.stream().map(Field::name).toList());
        this.fields = fields.stream().map(Field::converter).toArray(ValueConverter[]::new);
        this.nullable = new boolean[fields.size()];
        for (int i = 0; i < nullable.length; i++) {
            nullable[i] = fields.get(i).nullable();
        }
    }

    @Override
    String allowed() {
        return "an object";
    }

    @Override
    boolean isNullSerializable() {
        return shape.isNullSerializable();
    }

    @Override
    void writeValue(Object value, RecordWriter out) {
        if (!shape.isInstance(value)) {
            throw new UnwritableValueException(shape.describe(value), shape.name());
        }
        out.startObject(fields.length);
        for (int i = 0; i < fields.length; i++) {
            out.key(names, i);
            try {
                fields[i].write(shape.get(value, names, i), out);
            } catch (UnwritableValueException e) {
                throw e.inField(names.get(i));
            }
        }
        out.endObject();
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in)
            throws MisfitException, MalformedRecordException {
        if (kind != ValueKind.OBJECT) {
            throw misfit(in);
        }
        @Nullable Object[] values = new Object[fields.length];
        int expected = 0;
        int position = in.nextField(names, expected);
        while (position != RecordReader.END_OF_OBJECT) {
            if (position == RecordReader.UNKNOWN_FIELD) {
                in.next();
                in.skipRest();
            } else {
                values[position] = readField(position, in);
                expected = position + 1;
            }
            position = in.nextField(names, expected);
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && !nullable[i]) {
                throw new MisfitException("missing", fields[i].allowed()).inField(names.get(i));
            }
        }
        return shape.create(values);
    }

    private @Nullable Object readField(int position, RecordReader in)
            throws MisfitException, MalformedRecordException {
        try {
            return fields[position].read(in, nullable[position]);
        } catch (MisfitException e) {
            throw e.inField(names.get(position));
        }
    }
}
