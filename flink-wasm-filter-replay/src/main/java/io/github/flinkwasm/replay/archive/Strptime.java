package io.github.flinkwasm.replay.archive;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;

/** Time patterns as Fluent Bit's parsers have them, for people who bring them along. */
final class Strptime {
    private Strptime() {}

    /**
     * The formatter for a pattern such as {@code %d/%b/%Y:%H:%M:%S %z}.
     *
     * @throws IllegalArgumentException if it has a specifier that is not known
     */
    static DateTimeFormatter formatter(String pattern) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c != '%') {
                builder.appendLiteral(c);
            } else if (at == pattern.length()) {
                throw unknown(pattern, "%");
            } else {
                append(builder, pattern, pattern.charAt(at++));
            }
        }
        return builder.toFormatter(Locale.ENGLISH);
    }

    private static void append(DateTimeFormatterBuilder builder, String pattern, char specifier) {
        switch (specifier) {
            case 'Y' -> builder.appendValue(ChronoField.YEAR, 4);
            case 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, 1969);
            case 'm' -> builder.appendValue(ChronoField.MONTH_OF_YEAR, 2);
            case 'd' -> builder.appendValue(ChronoField.DAY_OF_MONTH, 2);
            case 'e' -> builder.padNext(2).appendValue(ChronoField.DAY_OF_MONTH);
            case 'b', 'B', 'h' ->
                    builder.appendText(
                            ChronoField.MONTH_OF_YEAR,
                            specifier == 'B' ? TextStyle.FULL : TextStyle.SHORT);
            case 'a' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
            case 'A' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
            case 'H' -> builder.appendValue(ChronoField.HOUR_OF_DAY, 2);
            case 'I' -> builder.appendValue(ChronoField.CLOCK_HOUR_OF_AMPM, 2);
            case 'p' -> builder.appendText(ChronoField.AMPM_OF_DAY, Map.of(0L, "AM", 1L, "PM"));
            case 'M' -> builder.appendValue(ChronoField.MINUTE_OF_HOUR, 2);
            case 'S' -> builder.appendValue(ChronoField.SECOND_OF_MINUTE, 2);
            case 'L' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false);
            case 'T' -> appendAll(builder, pattern, "H:M:S");
            case 'D' -> appendAll(builder, pattern, "m/d/y");
            case 'F' -> appendAll(builder, pattern, "Y-m-d");
            case 'R' -> appendAll(builder, pattern, "H:M");
            case 'z' ->
                    builder.optionalStart()
                            .appendOffset("+HH:MM", "Z")
                            .optionalEnd()
                            .optionalStart()
                            .appendOffset("+HHMM", "Z")
                            .optionalEnd();
            case 'Z' -> builder.appendZoneText(TextStyle.SHORT);
            case 's' -> builder.appendValue(ChronoField.INSTANT_SECONDS);
            case '%' -> builder.appendLiteral('%');
            default -> throw unknown(pattern, "%" + specifier);
        }
    }

    private static void appendAll(
            DateTimeFormatterBuilder builder, String pattern, String specifiers) {
        for (int i = 0; i < specifiers.length(); i++) {
            char c = specifiers.charAt(i);
            if (Character.isLetter(c)) {
                append(builder, pattern, c);
            } else {
                builder.appendLiteral(c);
            }
        }
    }

    private static IllegalArgumentException unknown(String pattern, String specifier) {
        return new IllegalArgumentException(
                "The time format %s has %s; known are %%Y %%y %%m %%d %%e %%b %%B %%h %%a %%A %%H %%I %%p %%M %%S %%L %%T %%D %%F %%R %%z %%Z %%s %%%%."
                        .formatted(pattern, specifier));
    }
}
