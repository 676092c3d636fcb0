package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.FieldNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Flink's {@link Row}, with positions, with names, or with both. */
final class RowShape implements ObjectShape {
    private final Set<String> names;

    /** A row without values as Flink's own serializer makes it: with names and positions. */
    private final Row prototype;

    RowShape(RowTypeInfo type) {
        this.names = new LinkedHashSet<>(List.of(type.getFieldNames()));
        // From the serializer, since only it may make rows that have both. It is not used for
        // anything else, so its field serializers need not be those of the job.
        this.prototype =
                type.createSerializer(new ExecutionConfig().getSerializerConfig()).createInstance();
    }

    @Override
    public String name() {
        return "a Row with the fields " + Named.some(List.copyOf(names));
    }

    @Override
    public boolean isInstance(Object object) {
        if (!(object instanceof Row row)) {
            return false;
        }
        Set<String> ofRow = row.getFieldNames(false);
        return ofRow == null ? row.getArity() == names.size() : names.containsAll(ofRow);
    }

    @Override
    public String describe(Object object) {
        if (!(object instanceof Row row)) {
            return ObjectShape.super.describe(object);
        }
        Set<String> ofRow = row.getFieldNames(false);
        return ofRow == null
                ? "a Row of %d fields".formatted(row.getArity())
                : "a Row with the fields " + Named.some(List.copyOf(ofRow));
    }

    @Override
    public @Nullable Object get(Object object, FieldNames names, int position) {
        Row row = (Row) object;
        return isByName(row) ? row.getField(names.get(position)) : row.getField(position);
    }

    private static boolean isByName(Row row) {
        return row.getFieldNames(false) != null;
    }

    @Override
    public Object create(@Nullable Object[] values) {
        Row row = Row.copy(prototype);
        for (int i = 0; i < values.length; i++) {
            row.setField(i, values[i]);
        }
        return row;
    }

    @Override
    public boolean isNullSerializable() {
        return false;
    }
}
