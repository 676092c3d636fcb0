package io.github.flinkwasm.fluentbit;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as Fluent Bit writes them: {@code 8192}, {@code 64K}, {@code 1.5MB}. The units are decimal,
 * so that {@code 8K} is 8000 bytes; {@code false} is 0.
 */
final class ByteSize {

    /** What Fluent Bit takes at most for a Wasm filter's heap and stack. */
    static final long LARGEST = 1L << 30;

    private static final Pattern SIZE =
            Pattern.compile(
                    "(\\d{1,19}(?:\\.\\d{0,19})?)\\s*([kmg]?)(b?)", Pattern.CASE_INSENSITIVE);

    private ByteSize() {}

    /** Empty when the text is no size of at most {@link #LARGEST}. */
    static OptionalLong parse(String text) {
        if (text.equalsIgnoreCase("false")) {
            return OptionalLong.of(0);
        }
        Matcher size = SIZE.matcher(text);
        if (!size.matches() || (size.group(2).isEmpty() && !size.group(3).isEmpty())) {
            return OptionalLong.empty();
        }
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(unit(size.group(2)));
        return bytes.compareTo(BigDecimal.valueOf(LARGEST)) <= 0
                ? OptionalLong.of(bytes.longValue())
                : OptionalLong.empty();
    }

    private static BigDecimal unit(String letter) {
        return switch (letter.toUpperCase(Locale.ROOT)) {
            case "K" -> BigDecimal.valueOf(1_000);
            case "M" -> BigDecimal.valueOf(1_000_000);
            case "G" -> BigDecimal.valueOf(1_000_000_000);
            default -> BigDecimal.ONE;
        };
    }
}
