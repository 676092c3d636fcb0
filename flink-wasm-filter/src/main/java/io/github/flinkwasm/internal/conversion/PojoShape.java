package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.FieldNames;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A POJO, or a Java record, as Flink sees it: by the fields of its type information. Classes,
 * fields and constructor are looked up once, when the shape is made.
 */
final class PojoShape implements ObjectShape {
    private final Class<?> type;
    private final Field[] fields;
    private final Constructor<?> constructor;

    /** For each parameter of a record's constructor the position of its field; else empty. */
    private final int[] parameters;

    /**
     * @throws UnsupportedTypeException if objects of the class cannot be made
     */
    PojoShape(Class<?> type, List<Field> fields) throws UnsupportedTypeException {
        this.type = type;
        this.fields = fields.toArray(Field[]::new);
        // As Flink's own serializer does: the class promised it by being a POJO.
        fields.forEach(field -> field.setAccessible(true));
        this.parameters = type.isRecord() ? parameters(type, fields) : new int[0];
        this.constructor = constructor(type);
    }

    private static int[] parameters(Class<?> type, List<Field> fields) {
        List<String> names = fields.stream().map(Field::getName).toList();
        return Stream.of(type.getRecordComponents())
                .mapToInt(component -> names.indexOf(component.getName()))
                .toArray();
    }

    private static Constructor<?> constructor(Class<?> type) throws UnsupportedTypeException {
        Class<?>[] parameterTypes =
                type.isRecord()
                        ? Stream.of(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new)
                        : new Class<?>[0];
        try {
            Constructor<?> found = type.getDeclaredConstructor(parameterTypes);
            if (Modifier.isAbstract(type.getModifiers())) {
                throw new UnsupportedTypeException(
                        type.getName() + ", an abstract class, of which no object can be made");
            }
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException e) {
            throw new UnsupportedTypeException(
                    type.getName() + ", which has no constructor without parameters");
        }
    }

    @Override
    public String name() {
        return "a " + type.getName();
    }

    @Override
    public boolean isInstance(Object object) {
        return type.isInstance(object);
    }

    @Override
    public @Nullable Object get(Object object, FieldNames names, int position) {
        try {
            return fields[position].get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Field was made accessible: " + fields[position], e);
        }
    }

    @Override
    public Object create(@Nullable Object[] values) throws MisfitException {
        try {
            if (type.isRecord()) {
                @Nullable Object[] arguments = new Object[parameters.length];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = values[parameters[i]];
                }
                return constructor.newInstance(arguments);
            }
            Object object = constructor.newInstance();
            for (int i = 0; i < values.length; i++) {
                fields[i].set(object, values[i]);
            }
            return object;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new MisfitException(
                    "an object that the constructor refuses (" + e.getCause() + ")",
                    "what the constructor of " + type.getName() + " takes");
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("Constructor was made accessible: " + type, e);
        }
    }

    @Override
    public boolean isNullSerializable() {
        return true;
    }
}
