package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.ValueKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The converters of classes without parts. */
final class Scalars {
    private static final Map<Class<?>, ScalarConverter<?>> BY_CLASS = new HashMap<>();

    static {
        add(
                Boolean.class,
                "true or false",
                false,
                (value, out) -> out.bool(value),
                (kind, in) -> kind == ValueKind.BOOLEAN ? in.bool() : null);
        add(
                String.class,
                "a string",
                true,
                (value, out) -> out.string(value),
                (kind, in) -> kind == ValueKind.STRING ? in.string() : null);
        add(
                Character.class,
                "a string of one UTF-16 unit",
                false,
                (value, out) -> out.string(String.valueOf(value)),
                (kind, in) -> kind == ValueKind.STRING ? onlyCharacter(in.string()) : null);
        addIntegers();
        addFractions();
        TemporalScalars.all().forEach(BY_CLASS::put);
    }

    private Scalars() {}

    /** The converter of a class, or null if it has none. */
    static @Nullable ScalarConverter<?> of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** An enum's constants by their names. */
    static <E extends Enum<E>> ScalarConverter<E> ofEnum(Class<E> type) {
        List<String> names =
                List.of(type.getEnumConstants()).stream().map(Enum::name).sorted().toList();
        return new ScalarConverter<>(
                type,
                "the name of a " + type.getSimpleName() + ", one of " + Named.some(names),
                false,
                (value, out) -> out.string(value.name()),
                (kind, in) -> kind == ValueKind.STRING ? Enum.valueOf(type, in.string()) : null);
    }

    private static void addIntegers() {
        addInteger(Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
        addInteger(Short.class, Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
        addInteger(Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
        addInteger(Long.class, Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
        add(
                BigInteger.class,
                "an integer, or a string of its digits",
                true,
                (value, out) -> out.integer(value),
                (kind, in) ->
                        kind == ValueKind.STRING
                                ? Numbers.integer(Numbers.decimal(in.string()))
                                : Numbers.integer(kind, in));
    }

    private static void addFractions() {
        add(
                Double.class,
                "a number, or the string \"NaN\", \"Infinity\" or \"-Infinity\"",
                false,
                (value, out) -> out.floating((double) value),
                (kind, in) -> {
                    if (kind == ValueKind.STRING) {
                        return Numbers.notFinite(in.string());
                    }
                    return Numbers.isNumber(kind) ? in.floating() : null;
                });
        add(
                Float.class,
                "a number of at most 3.4028235E38, or the string \"NaN\", \"Infinity\" or"
                        + " \"-Infinity\"",
                false,
                (value, out) -> out.floating((float) value),
                (kind, in) -> {
                    if (kind == ValueKind.STRING) {
                        Double value = Numbers.notFinite(in.string());
                        return value == null ? null : value.floatValue();
                    }
                    return Numbers.isNumber(kind) ? Numbers.singleFloating(in) : null;
                });
        add(
                BigDecimal.class,
                "a number, or a string of its digits",
                true,
                (value, out) -> out.decimal(value),
                (kind, in) -> {
                    if (kind == ValueKind.STRING) {
                        return Numbers.decimal(in.string());
                    }
                    return Numbers.isNumber(kind) ? in.decimal() : null;
                });
    }

    /** Makes a value of its class; the long is in its range. */
    @FunctionalInterface
    private interface Narrowing<T> {
        T narrow(long value);
    }

    private static <T extends Number> void addInteger(
            Class<T> type, long min, long max, Narrowing<T> narrowing) {
        add(
                type,
                "an integer from %d to %d".formatted(min, max),
                false,
                (value, out) -> out.integer(value.longValue()),
                (kind, in) -> {
                    if (kind == ValueKind.INTEGER) {
                        long value = in.integer();
                        return value >= min && value <= max ? narrowing.narrow(value) : null;
                    }
                    BigInteger integer = Numbers.integer(kind, in);
                    if (integer == null || integer.bitLength() >= Long.SIZE) {
                        return null;
                    }
                    long value = integer.longValue();
                    return value >= min && value <= max ? narrowing.narrow(value) : null;
                });
    }

    private static @Nullable Character onlyCharacter(String text) {
        return text.length() == 1 ? text.charAt(0) : null;
    }

    private static <T> void add(
            Class<T> type,
            String allowed,
            boolean nullSerializable,
            ScalarConverter.Writing<T> writing,
            ScalarConverter.Reading<T> reading) {
        BY_CLASS.put(
                type, new ScalarConverter<>(type, allowed, nullSerializable, writing, reading));
    }
}
