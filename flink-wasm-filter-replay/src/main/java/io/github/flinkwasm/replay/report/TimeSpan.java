package io.github.flinkwasm.replay.report;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How long a bar of a chart may be. Each is made of whole ones of the span before it, so that fine
 * counts become coarse ones without a loss. All begin where UTC says.
 */
enum TimeSpan {
    SECOND(1, "1 s"),
    FIVE_SECONDS(5, "5 s"),
    FIFTEEN_SECONDS(15, "15 s"),
    MINUTE(60, "1 min"),
    FIVE_MINUTES(300, "5 min"),
    FIFTEEN_MINUTES(900, "15 min"),
    HOUR(3_600, "1 h"),
    THREE_HOURS(10_800, "3 h"),
    TWELVE_HOURS(43_200, "12 h"),
    DAY(86_400, "1 day"),
    MONTH(0, "1 month"),
    YEAR(0, "1 year");

    private static final List<TimeSpan> FROM_SHORT_TO_LONG = List.of(values());

    private final long seconds;
    private final String text;

    TimeSpan(long seconds, String text) {
        this.seconds = seconds;
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The next longer one. */
    TimeSpan next() {
        return FROM_SHORT_TO_LONG.get(FROM_SHORT_TO_LONG.indexOf(this) + 1);
    }

    /** The first second of the span in which this second lies. */
    long start(long epochSecond) {
        if (seconds > 0) {
            return Math.floorDiv(epochSecond, seconds) * seconds;
        }
        LocalDateTime day = dateTime(epochSecond).truncatedTo(ChronoUnit.DAYS);
        LocalDateTime first = this == MONTH ? day.withDayOfMonth(1) : day.withDayOfYear(1);
        return first.toEpochSecond(ZoneOffset.UTC);
    }

    /** The first second after the span that begins at {@code start}. */
    long end(long start) {
        if (seconds > 0) {
            return start + seconds;
        }
        LocalDateTime first = dateTime(start);
        LocalDateTime next = this == MONTH ? first.plusMonths(1) : first.plusYears(1);
        return next.toEpochSecond(ZoneOffset.UTC);
    }

    private static LocalDateTime dateTime(long epochSecond) {
        return LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
    }
}
