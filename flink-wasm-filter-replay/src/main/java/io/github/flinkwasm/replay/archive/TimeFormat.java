package io.github.flinkwasm.replay.archive;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * How a time is written in a field, and in which zone it is where it does not say.
 *
 * <p>By name: {@code auto}, {@code iso8601}, {@code java_sql_timestamp}, {@code double}, {@code
 * epoch}, {@code epoch_ms}, which are Fluent Bit's, {@code epoch_us} and {@code epoch_ns}. Anything
 * else is a pattern: one of {@code strptime} if there is a percent sign in it, else one of {@link
 * DateTimeFormatter}.
 */
@Experimental
public final class TimeFormat implements Serializable {
    private static final long serialVersionUID = 1L;

    private enum Kind {
        AUTO,
        TEXT,
        SECONDS,
        MILLIS,
        MICROS,
        NANOS,
        PATTERN
    }

    /** Numbers by their size, texts as ISO 8601 or SQL timestamps; UTC where no zone is said. */
    public static final TimeFormat AUTO = new TimeFormat("auto", Kind.AUTO, ZoneOffset.UTC);

    private static final ZonedDateTime ANY_TIME =
            ZonedDateTime.of(2026, 11, 22, 11, 47, 3, 0, ZoneOffset.UTC);

    private final String name;
    private final Kind kind;
    private final ZoneId zone;
    private transient @Nullable DateTimeFormatter formatter;

    private TimeFormat(String name, Kind kind, ZoneId zone) {
        this.name = name;
        this.kind = kind;
        this.zone = zone;
    }

    /**
     * The format of a name or a pattern, in UTC where a time does not say its zone.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static TimeFormat of(String format) {
        Kind kind =
                switch (format.toLowerCase(Locale.ROOT)) {
                    case "auto" -> Kind.AUTO;
                    case "iso8601", "java_sql_timestamp" -> Kind.TEXT;
                    case "double", "epoch" -> Kind.SECONDS;
                    case "epoch_ms" -> Kind.MILLIS;
                    case "epoch_us" -> Kind.MICROS;
                    case "epoch_ns" -> Kind.NANOS;
                    default -> Kind.PATTERN;
                };
        TimeFormat result = new TimeFormat(format, kind, ZoneOffset.UTC);
        if (kind == Kind.PATTERN) {
            DateTimeFormatter formatter = result.newFormatter();
            requireInstants(format, formatter);
            result.formatter = formatter;
        }
        return result;
    }

    /** A pattern without a year or an hour would make every event one without time. */
    private static void requireInstants(String format, DateTimeFormatter formatter) {
        boolean complete;
        try {
            TemporalAccessor parsed = formatter.parse(formatter.format(ANY_TIME));
            complete =
                    parsed.isSupported(ChronoField.INSTANT_SECONDS)
                            || (parsed.query(TemporalQueries.localDate()) != null
                                    && parsed.query(TemporalQueries.localTime()) != null);
        } catch (DateTimeException e) {
            // It cannot read what it writes itself: that says nothing of what others write.
            complete = true;
        }
        if (!complete) {
            throw new IllegalArgumentException(
                    "The time format %s does not make a time: it needs a year, a month, a day and an hour, or the seconds since 1970."
                            .formatted(format));
        }
    }

    /** The same format, in another zone where a time does not say its own. */
    public TimeFormat withZone(ZoneId zone) {
        return new TimeFormat(name, kind, Objects.requireNonNull(zone, "zone"));
    }

    /** Puts the time that a JSON value spells into the item; false if it spells none. */
    boolean read(byte[] b, int valueFrom, int valueTo, Item item) {
        boolean text = b[valueFrom] == '"';
        int from = text ? valueFrom + 1 : valueFrom;
        int to = text ? valueTo - 1 : valueTo;
        if (from >= to) {
            return false;
        }
        if (kind == Kind.PATTERN) {
            String value =
                    text
                            ? JsonMember.text(b, from, to)
                            : new String(b, from, to - from, StandardCharsets.US_ASCII);
            return readPattern(value, item);
        }
        if (kind != Kind.TEXT && EpochText.read(b, from, to, digits(), item)) {
            return true;
        }
        return (kind == Kind.TEXT || kind == Kind.AUTO) && IsoTime.read(b, from, to, zone, item);
    }

    /** How many digits of the number are the fraction of a second; negative: as its size says. */
    private int digits() {
        return switch (kind) {
            case SECONDS -> 0;
            case MILLIS -> 3;
            case MICROS -> 6;
            case NANOS -> 9;
            default -> EpochText.BY_SIZE;
        };
    }

    private boolean readPattern(String value, Item item) {
        DateTimeFormatter current = formatter;
        if (current == null) {
            current = newFormatter();
            formatter = current;
        }
        try {
            TemporalAccessor parsed = current.parse(value);
            if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
                int nano =
                        parsed.isSupported(ChronoField.NANO_OF_SECOND)
                                ? parsed.get(ChronoField.NANO_OF_SECOND)
                                : 0;
                item.setTime(parsed.getLong(ChronoField.INSTANT_SECONDS), nano);
            } else {
                ZonedDateTime time = LocalDateTime.from(parsed).atZone(zone);
                item.setTime(time.toEpochSecond(), time.getNano());
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private DateTimeFormatter newFormatter() {
        return name.indexOf('%') >= 0 ? Strptime.formatter(name) : pattern(name);
    }

    private static DateTimeFormatter pattern(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The time format %s is no pattern: %s. Known by name are auto, iso8601, java_sql_timestamp, double, epoch, epoch_ms, epoch_us and epoch_ns; patterns are those of strptime (with %%) or of Java's DateTimeFormatter."
                            .formatted(pattern, e.getMessage()),
                    e);
        }
    }

    @Override
    public String toString() {
        return name + " in " + zone;
    }
}
