package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.FieldNames;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** A row of SQL, in whichever form an operator has it. */
final class RowDataShape implements ObjectShape {
    private final RowData.FieldGetter[] getters;

    RowDataShape(List<LogicalType> fields) {
        this.getters = new RowData.FieldGetter[fields.size()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = RowData.createFieldGetter(fields.get(i), i);
        }
    }

    @Override
    public String name() {
        return "a RowData of " + getters.length + " fields";
    }

    @Override
    public boolean isInstance(Object object) {
        return object instanceof RowData row && row.getArity() == getters.length;
    }

    @Override
    public @Nullable Object get(Object object, FieldNames names, int position) {
        return getters[position].getFieldOrNull((RowData) object);
    }

    @Override
    public Object create(@Nullable Object[] values) {
        return GenericRowData.of(values);
    }

    @Override
    public boolean isNullSerializable() {
        return false;
    }
}
