package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.RecordMapTypeInformation;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.flink.api.common.typeinfo.BasicArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.java.tuple.Tuple;
import org.apache.flink.api.java.typeutils.EnumTypeInfo;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.ObjectArrayTypeInfo;
import org.apache.flink.api.java.typeutils.PojoField;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;
import org.jspecify.annotations.Nullable;

/** Which converter a Flink type has. The table of {@code docs/reference/codecs.md}, as code. */
final class TypeMapping {
    private final EventFormat format;

    TypeMapping(EventFormat format) {
        this.format = format;
    }

    /** The converter of a type that can be a whole record. */
    ValueConverter ofRecord(TypeInformation<?> type) throws UnsupportedTypeException {
        boolean isObject =
                type instanceof RecordMapTypeInformation
                        || type instanceof MapTypeInfo
                        || type instanceof RowTypeInfo
                        || type instanceof PojoTypeInfo
                        || type instanceof TupleTypeInfo;
        if (!isObject) {
            throw new UnsupportedTypeException(
                    describe(type) + ", which is no object with fields, as a record is");
        }
        return of(type);
    }

    private ValueConverter of(TypeInformation<?> type) throws UnsupportedTypeException {
        if (type instanceof GenericTypeInfo) {
            throw new UnsupportedTypeException(
                    describe(type) + ", about which Flink knows nothing but the class");
        }
        if (type instanceof RecordMapTypeInformation) {
            return new AnyMapConverter();
        }
        if (type instanceof RowTypeInfo row) {
            List<ObjectConverter.Field> fields = fields(row, true);
            return new ObjectConverter(new RowShape(row), fields);
        }
        if (type instanceof PojoTypeInfo<?> pojo) {
            return pojo(pojo);
        }
        if (type instanceof TupleTypeInfo<?> tuple) {
            return tuple(tuple);
        }
        if (type instanceof MapTypeInfo<?, ?> map) {
            return map(map);
        }
        if (type instanceof ListTypeInfo<?> list) {
            return new ListConverter(element(list.getElementTypeInfo()));
        }
        ValueConverter array = array(type);
        return array != null ? array : scalar(type);
    }

    private @Nullable ValueConverter array(TypeInformation<?> type)
            throws UnsupportedTypeException {
        if (type.equals(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)) {
            return new BytesConverter(format == EventFormat.MSGPACK);
        }
        if (type instanceof PrimitiveArrayTypeInfo<?> array) {
            Class<?> component = array.getComponentClass();
            return new ArrayConverter(component, element(array.getComponentType()));
        }
        if (type instanceof BasicArrayTypeInfo<?, ?> array) {
            return new ArrayConverter(
                    array.getComponentTypeClass(), element(array.getComponentInfo()));
        }
        if (type instanceof ObjectArrayTypeInfo<?, ?> array) {
            return new ArrayConverter(
                    array.getTypeClass().getComponentType(), element(array.getComponentInfo()));
        }
        return null;
    }

    private ValueConverter element(TypeInformation<?> type) throws UnsupportedTypeException {
        try {
            return of(type);
        } catch (UnsupportedTypeException e) {
            throw e.inField("[]");
        }
    }

    private ValueConverter scalar(TypeInformation<?> type) throws UnsupportedTypeException {
        if (type instanceof EnumTypeInfo<?> constants) {
            return Scalars.ofEnum(constants.getTypeClass());
        }
        ValueConverter scalar = Scalars.of(type.getTypeClass());
        if (scalar == null) {
            throw new UnsupportedTypeException(describe(type));
        }
        return scalar;
    }

    private ValueConverter map(MapTypeInfo<?, ?> type) throws UnsupportedTypeException {
        KeyConverter keys =
                type.getKeyTypeInfo() instanceof EnumTypeInfo<?> constants
                        ? KeyConverter.ofEnum(constants.getTypeClass())
                        : KeyConverter.of(type.getKeyTypeInfo().getTypeClass());
        if (keys == null || type.getKeyTypeInfo() instanceof GenericTypeInfo) {
            throw new UnsupportedTypeException(
                    describe(type)
                            + ", whose keys are no String, Boolean, Character, Byte, Short,"
                            + " Integer, Long, BigInteger or enum");
        }
        try {
            return new MapConverter(keys, of(type.getValueTypeInfo()));
        } catch (UnsupportedTypeException e) {
            throw e.inField("*");
        }
    }

    private ValueConverter tuple(TupleTypeInfo<?> type) throws UnsupportedTypeException {
        int arity = type.getArity();
        if (arity == 0 || type.getTypeClass() != Tuple.getTupleClass(arity)) {
            throw new UnsupportedTypeException(
                    describe(type) + ", which is none of Flink's own tuples with fields");
        }
        return new ObjectConverter(new TupleShape(arity), fields(type, false));
    }

    /**
     * @param nullable whether Flink's serializer of the composite marks null itself, or leaves it
     *     to that of the field
     */
    private List<ObjectConverter.Field> fields(CompositeType<?> type, boolean nullable)
            throws UnsupportedTypeException {
        List<ObjectConverter.Field> fields = new ArrayList<>();
        for (String name : type.getFieldNames()) {
            ValueConverter converter = field(name, type.getTypeAt(type.getFieldIndex(name)));
            fields.add(
                    new ObjectConverter.Field(
                            name, converter, nullable || converter.isNullSerializable()));
        }
        return fields;
    }

    private ValueConverter field(String name, TypeInformation<?> type)
            throws UnsupportedTypeException {
        try {
            return of(type);
        } catch (UnsupportedTypeException e) {
            throw e.inField(name);
        }
    }

    private ValueConverter pojo(PojoTypeInfo<?> type) throws UnsupportedTypeException {
        List<ObjectConverter.Field> converters = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < type.getArity(); i++) {
            PojoField pojoField = type.getPojoFieldAt(i);
            Field field = pojoField.getField();
            TypeInformation<?> fieldType = pojoField.getTypeInformation();
            checkAssignable(field, fieldType);
            converters.add(
                    new ObjectConverter.Field(
                            field.getName(),
                            field(field.getName(), fieldType),
                            !field.getType().isPrimitive()));
            fields.add(field);
        }
        return new ObjectConverter(new PojoShape(type.getTypeClass(), fields), converters);
    }

    /** A type information may be that of a more general class than the field's. */
    private static void checkAssignable(Field field, TypeInformation<?> type)
            throws UnsupportedTypeException {
        boolean isMap = type instanceof MapTypeInfo || type instanceof RecordMapTypeInformation;
        Class<?> made =
                type instanceof ListTypeInfo ? ArrayList.class : isMap ? LinkedHashMap.class : null;
        if (made != null && !field.getType().isAssignableFrom(made)) {
            throw new UnsupportedTypeException(
                            field.getType().getName()
                                    + ", which does not hold the "
                                    + made.getSimpleName()
                                    + " that is made for it")
                    .inField(field.getName());
        }
    }

    private static String describe(TypeInformation<?> type) {
        return type + " (" + type.getClass().getSimpleName() + ")";
    }
}
