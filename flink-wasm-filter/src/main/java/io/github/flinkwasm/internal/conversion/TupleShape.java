package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.FieldNames;
import org.apache.flink.api.java.tuple.Tuple;
import org.jspecify.annotations.Nullable;

/** One of Flink's own tuples: an object with the fields {@code f0}, {@code f1} and so on. */
final class TupleShape implements ObjectShape {
    private final int arity;

    TupleShape(int arity) {
        this.arity = arity;
    }

    @Override
    public String name() {
        return "a Tuple" + arity;
    }

    @Override
    public boolean isInstance(Object object) {
        return object instanceof Tuple tuple && tuple.getArity() == arity;
    }

    @Override
    public @Nullable Object get(Object object, FieldNames names, int position) {
        return ((Tuple) object).getField(position);
    }

    @Override
    public Object create(@Nullable Object[] values) {
        Tuple tuple = Tuple.newInstance(arity);
        for (int i = 0; i < values.length; i++) {
            tuple.setField(values[i], i);
        }
        return tuple;
    }

    @Override
    public boolean isNullSerializable() {
        return false;
    }
}
