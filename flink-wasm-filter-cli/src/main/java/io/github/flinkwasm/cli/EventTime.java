package io.github.flinkwasm.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The time of an event, as the ABI has it: seconds since 1970 and nanoseconds. */
record EventTime(long sec, int nsec) {

    /** Reads {@code SEC} or {@code SEC.FRACTION}, as {@code date +%s.%N} prints them. */
    static final class Converter implements ITypeConverter<EventTime> {
        private static final Pattern TIME = Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,9}))?");

        @Override
        public EventTime convert(String value) {
            Matcher matcher = TIME.matcher(value);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "\""
                                + Printable.name(value)
                                + "\" is no time; write seconds since 1970, with up to 9 digits"
                                + " after the point, as in 1700000000 or 1700000000.123456789");
            }
            String fraction = matcher.group(2) == null ? "" : matcher.group(2);
            return new EventTime(
                    Long.parseLong(matcher.group(1)),
                    Integer.parseInt(fraction + "0".repeat(9 - fraction.length())));
        }
    }
}
