package io.github.flinkwasm.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers with a unit, such as {@code 512m} or {@code 1 min}. */
final class Quantity {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+)\\s*(\\p{L}*)");

    private Quantity() {}

    /**
     * The number times the factor of its unit.
     *
     * @param factors by unit in lower case; "" is there if a bare number is fine
     * @param allowed what to write instead, as the end of a message
     */
    static long parse(String text, Map<String, Long> factors, String allowed) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        Long factor =
                matcher.matches() ? factors.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (factor == null) {
            throw refused(text, "cannot be read", allowed);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor.longValue());
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw refused(text, "is too large", allowed);
        }
    }

    private static TypeConversionException refused(String text, String trouble, String allowed) {
        return new TypeConversionException(
                "\"" + Printable.name(text) + "\" " + trouble + "; " + allowed);
    }
}
