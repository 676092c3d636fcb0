package io.github.flinkwasm.internal.conversion;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map's keys as the names that JSON and msgpack objects have. */
record KeyConverter(Class<?> type, String allowed, Function<String, @Nullable Object> parse) {

    private static final Map<Class<?>, KeyConverter> BY_CLASS =
            Map.of(
                    String.class,
                    new KeyConverter(String.class, "a string", name -> name),
                    Boolean.class,
                    new KeyConverter(Boolean.class, "true or false", KeyConverter::bool),
                    Character.class,
                    new KeyConverter(
                            Character.class,
                            "a string of one UTF-16 unit",
                            name -> name.length() == 1 ? name.charAt(0) : null),
                    Byte.class,
                    new KeyConverter(Byte.class, "an integer from -128 to 127", Byte::valueOf),
                    Short.class,
                    new KeyConverter(
                            Short.class, "an integer from -32768 to 32767", Short::valueOf),
                    Integer.class,
                    new KeyConverter(Integer.class, "an integer of 32 bits", Integer::valueOf),
                    Long.class,
                    new KeyConverter(Long.class, "an integer of 64 bits", Long::valueOf),
                    BigInteger.class,
                    new KeyConverter(
                            BigInteger.class,
                            "an integer",
                            name -> Numbers.integer(Numbers.decimal(name))));

    /** The keys of a class, or null if it cannot be one. */
    static @Nullable KeyConverter of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    static <E extends Enum<E>> KeyConverter ofEnum(Class<E> type) {
        return new KeyConverter(
                type, "the name of a " + type.getSimpleName(), name -> Enum.valueOf(type, name));
    }

    /** Null has the name that it has as a value: Java's maps may have it as a key. */
    String name(@Nullable Object key) {
        if (key == null) {
            return "null";
        }
        if (!type.isInstance(key)) {
            throw new UnwritableValueException(
                    "a map with a key of " + key.getClass(), "keys of " + type);
        }
        return key instanceof Enum<?> constant ? constant.name() : key.toString();
    }

    Object parse(String name) throws MisfitException {
        Object key;
        try {
            key = parse.apply(name);
        } catch (IllegalArgumentException e) {
            key = null;
        }
        if (key == null) {
            throw new MisfitException("a key of a map", allowed).inField(name);
        }
        return key;
    }

    private static @Nullable Object bool(String name) {
        return switch (name) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }
}
