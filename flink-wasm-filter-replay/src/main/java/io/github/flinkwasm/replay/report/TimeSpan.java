package io.github.flinkwasm.replay.report;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How long a bar of a chart may be. Each is made of whole ones of the span before it, so that fine
 * counts become coarse ones without a loss; weeks, which are no part of months, are for showing
 * only. All begin where UTC says.
 */
enum TimeSpan {
    SECOND(1, "second"),
    FIVE_SECONDS(5, "5 seconds"),
    FIFTEEN_SECONDS(15, "15 seconds"),
    MINUTE(60, "minute"),
    FIVE_MINUTES(300, "5 minutes"),
    FIFTEEN_MINUTES(900, "15 minutes"),
    HOUR(3_600, "hour"),
    THREE_HOURS(10_800, "3 hours"),
    TWELVE_HOURS(43_200, "12 hours"),
    DAY(86_400, "day"),
    WEEK(604_800, "week"),
    MONTH(0, "month"),
    YEAR(0, "year");

    private static final List<TimeSpan> FROM_SHORT_TO_LONG = List.of(values());

    /** 1970-01-05, the first Monday. */
    private static final long MONDAY = 4 * 86_400;

    private final long seconds;
    private final String text;

    TimeSpan(long seconds, String text) {
        this.seconds = seconds;
        this.text = text;
    }

    /** As in "per 5 minutes". */
    String text() {
        return text;
    }

    /** The next longer one for showing. */
    TimeSpan longer() {
        return FROM_SHORT_TO_LONG.get(FROM_SHORT_TO_LONG.indexOf(this) + 1);
    }

    /** The next longer one that is made of whole ones of this. */
    TimeSpan next() {
        return this == DAY ? MONTH : longer();
    }

    /** The first second of the span in which this second lies. */
    long start(long epochSecond) {
        if (this == WEEK) {
            return Math.floorDiv(epochSecond - MONDAY, seconds) * seconds + MONDAY;
        }
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
