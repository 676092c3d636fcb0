package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.FieldNames;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields out of an object and puts them together. Stateless: one for each composite type
 * that Flink has.
 */
interface ObjectShape {

    /** The type for messages, such as {@code a Row of 2 fields}. */
    String name();

    /** The value of one field. */
    @Nullable Object get(Object object, FieldNames names, int position);

    /**
     * A new object.
     *
     * @param values of the fields, null only where the field allows it
     * @throws MisfitException if the class itself refuses them
     */
    Object create(@Nullable Object[] values) throws MisfitException;

    /** Whether Flink's serializer of the type takes null by itself. */
    boolean isNullSerializable();

    /** Whether it is an object of this type, with these fields and no other. */
    boolean isInstance(Object object);

    /** What an object is that is none of this type, for messages. */
    default String describe(Object object) {
        return "a " + object.getClass().getName();
    }
}
