package io.github.flinkwasm.cli;

import io.github.flinkwasm.AbiVersion;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of the words of an enumeration as it is written on a command line. */
final class Words<E extends Enum<E>> implements ITypeConverter<E> {
    private final E[] values;
    private final Function<E, String> word;

    private Words(Class<E> type, Function<E, String> word) {
        this.values = type.getEnumConstants();
        this.word = word;
    }

    /** {@code EVERY_EVENT} is written {@code every-event}, in any case. */
    static <E extends Enum<E>> Words<E> of(Class<E> type) {
        return new Words<>(type, Words::dashed);
    }

    /** {@code 1} or {@code 2}. */
    static Words<AbiVersion> ofAbiVersions() {
        return new Words<>(AbiVersion.class, version -> String.valueOf(version.number()));
    }

    static String dashed(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E convert(String value) {
        for (E candidate : values) {
            if (word.apply(candidate).equalsIgnoreCase(value)) {
                return candidate;
            }
        }
        throw new TypeConversionException(
                "\""
                        + Printable.name(value)
                        + "\" is unknown; write one of "
                        + Arrays.stream(values).map(word).collect(Collectors.joining(", ")));
    }
}
