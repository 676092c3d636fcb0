package io.github.flinkwasm.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A variable that the guest sees. */
record EnvironmentVariable(String name, String value) {

    /** Reads {@code NAME=VALUE}; the value may be empty and may hold more equals signs. */
    static final class Converter implements ITypeConverter<EnvironmentVariable> {
        @Override
        public EnvironmentVariable convert(String value) {
            int equals = value.indexOf('=');
            if (equals <= 0) {
                throw new TypeConversionException(
                        "\""
                                + Printable.name(value)
                                + "\" is no variable; write NAME=VALUE, as in REGION=eu");
            }
            return new EnvironmentVariable(value.substring(0, equals), value.substring(equals + 1));
        }
    }
}
