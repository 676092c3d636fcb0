package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.ValueKind;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import java.util.function.Function;

/** Dates and times, as ISO 8601 text: exact, and the same in every time zone where they can be. */
@SuppressWarnings("JavaUtilDate") // Flink has the type, so streams do
final class TemporalScalars {
    private static final String DATE = "a date such as \"2026-11-22\"";
    private static final String TIME = "a time such as \"10:15:30.123\"";
    private static final String DATE_TIME = "a date and time such as \"2026-11-22T10:15:30.123\"";
    private static final String INSTANT =
            "an instant such as \"2026-11-22T10:15:30.123Z\", with an offset from UTC";

    private TemporalScalars() {}

    static Map<Class<?>, ScalarConverter<?>> all() {
        return Map.of(
                LocalDate.class,
                text(LocalDate.class, DATE, LocalDate::toString, LocalDate::parse),
                LocalTime.class,
                text(LocalTime.class, TIME, IsoText::of, LocalTime::parse),
                LocalDateTime.class,
                text(LocalDateTime.class, DATE_TIME, IsoText::of, LocalDateTime::parse),
                Instant.class,
                text(Instant.class, INSTANT, Instant::toString, Instant::parse),
                Timestamp.class,
                text(
                        Timestamp.class,
                        INSTANT,
                        value -> value.toInstant().toString(),
                        text -> Timestamp.from(Instant.parse(text))),
                Date.class,
                text(
                        Date.class,
                        INSTANT,
                        value -> Instant.ofEpochMilli(value.getTime()).toString(),
                        text -> Date.from(Instant.parse(text))),
                java.sql.Date.class,
                text(
                        java.sql.Date.class,
                        DATE,
                        value -> value.toLocalDate().toString(),
                        text -> java.sql.Date.valueOf(LocalDate.parse(text))),
                Time.class,
                text(Time.class, TIME, TemporalScalars::write, TemporalScalars::time));
    }

    // Not Time.toLocalTime: it leaves out the milliseconds.
    private static String write(Time value) {
        return IsoText.of(
                Instant.ofEpochMilli(value.getTime()).atZone(ZoneId.systemDefault()).toLocalTime());
    }

    private static Time time(String text) {
        return new Time(
                LocalTime.parse(text)
                        .atDate(LocalDate.EPOCH)
                        .atZone(ZoneId.systemDefault())
                        .toInstant()
                        .toEpochMilli());
    }

    /** Flink serializes every one of these as null, too. */
    private static <T> ScalarConverter<T> text(
            Class<T> type, String allowed, Function<T, String> format, Function<String, T> parse) {
        return new ScalarConverter<>(
                type,
                allowed,
                true,
                (value, out) -> out.string(format.apply(value)),
                (kind, in) -> kind == ValueKind.STRING ? parse.apply(in.string()) : null);
    }
}
