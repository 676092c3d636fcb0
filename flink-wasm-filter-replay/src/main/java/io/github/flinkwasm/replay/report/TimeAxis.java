package io.github.flinkwasm.replay.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chooses where a time axis is labelled, and with what. All times are UTC. */
final class TimeAxis {
    private static final int MAX_TICKS = 7;

    private static final DateTimeFormatter TIME = format("HH:mm");
    private static final DateTimeFormatter TIME_WITH_SECONDS = format("HH:mm:ss");
    private static final DateTimeFormatter DAY = format("d MMM");
    private static final DateTimeFormatter DAY_OF_YEAR = format("d MMM uuuu");
    private static final DateTimeFormatter MONTH = format("MMM");
    private static final DateTimeFormatter YEAR = format("uuuu");
    private static final DateTimeFormatter FULL = format("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter TO_THE_MINUTE = format("uuuu-MM-dd HH:mm");

    /**
     * One label.
     *
     * @param position from 0 at the left end to 1
     * @param upper what it says
     * @param lower what it says besides where that is not what the label before it said, or nothing
     */
    record Tick(double position, String upper, String lower) {}

    /** How far labels are apart. */
    private enum Step {
        SECOND(ChronoUnit.SECONDS, 1),
        TEN_SECONDS(ChronoUnit.SECONDS, 10),
        THIRTY_SECONDS(ChronoUnit.SECONDS, 30),
        MINUTE(ChronoUnit.MINUTES, 1),
        FIVE_MINUTES(ChronoUnit.MINUTES, 5),
        FIFTEEN_MINUTES(ChronoUnit.MINUTES, 15),
        HALF_HOUR(ChronoUnit.MINUTES, 30),
        HOUR(ChronoUnit.HOURS, 1),
        THREE_HOURS(ChronoUnit.HOURS, 3),
        SIX_HOURS(ChronoUnit.HOURS, 6),
        TWELVE_HOURS(ChronoUnit.HOURS, 12),
        DAY(ChronoUnit.DAYS, 1),
        TWO_DAYS(ChronoUnit.DAYS, 2),
        WEEK(ChronoUnit.DAYS, 7),
        TWO_WEEKS(ChronoUnit.DAYS, 14),
        MONTH(ChronoUnit.MONTHS, 1),
        THREE_MONTHS(ChronoUnit.MONTHS, 3),
        SIX_MONTHS(ChronoUnit.MONTHS, 6),
        YEAR(ChronoUnit.YEARS, 1),
        TWO_YEARS(ChronoUnit.YEARS, 2),
        FIVE_YEARS(ChronoUnit.YEARS, 5),
        TWENTY_YEARS(ChronoUnit.YEARS, 20),
        HUNDRED_YEARS(ChronoUnit.YEARS, 100);

        private final ChronoUnit unit;
        private final int amount;

        Step(ChronoUnit unit, int amount) {
            this.unit = unit;
            this.amount = amount;
        }

        /** The first label at or after a second. */
        LocalDateTime first(long epochSecond) {
            LocalDateTime at = at(epochSecond);
            LocalDateTime floor =
                    switch (unit) {
                        case YEARS ->
                                LocalDate.of(
                                                at.getYear() - Math.floorMod(at.getYear(), amount),
                                                1,
                                                1)
                                        .atStartOfDay();
                        case MONTHS ->
                                LocalDate.of(
                                                at.getYear(),
                                                at.getMonthValue()
                                                        - (at.getMonthValue() - 1) % amount,
                                                1)
                                        .atStartOfDay();
                        default -> {
                            long seconds = unit.getDuration().toSeconds() * amount;
                            yield at(Math.floorDiv(epochSecond, seconds) * seconds);
                        }
                    };
            return floor.isBefore(at) ? floor.plus(amount, unit) : floor;
        }

        List<LocalDateTime> labels(long from, long to) {
            List<LocalDateTime> labels = new ArrayList<>();
            LocalDateTime end = at(to);
            LocalDateTime label = first(from);
            while (!label.isAfter(end) && labels.size() <= MAX_TICKS) {
                labels.add(label);
                label = label.plus(amount, unit);
            }
            return labels;
        }

        String upper(LocalDateTime label) {
            return switch (unit) {
                case YEARS -> label.format(TimeAxis.YEAR);
                case MONTHS -> label.format(TimeAxis.MONTH);
                case DAYS -> label.format(TimeAxis.DAY);
                case SECONDS -> label.format(TIME_WITH_SECONDS);
                default -> label.format(TIME);
            };
        }

        String lower(LocalDateTime label) {
            return switch (unit) {
                case YEARS -> "";
                case MONTHS, DAYS -> label.format(TimeAxis.YEAR);
                default -> label.format(DAY_OF_YEAR);
            };
        }
    }

    private TimeAxis() {}

    /** Labels for the time from one second to another one. */
    static List<Tick> ticks(long from, long to) {
        Step step = Step.SECOND;
        for (Step candidate : Step.values()) {
            step = candidate;
            if (candidate.labels(from, to).size() <= MAX_TICKS) {
                break;
            }
        }
        List<Tick> ticks = new ArrayList<>();
        String above = "";
        for (LocalDateTime label : step.labels(from, to)) {
            double position =
                    (double) (label.toEpochSecond(ZoneOffset.UTC) - from) / Math.max(1, to - from);
            String lower = step.lower(label);
            ticks.add(new Tick(position, step.upper(label), lower.equals(above) ? "" : lower));
            above = lower;
        }
        return ticks;
    }

    /** A moment, as exactly as whole minutes allow. */
    static String moment(long epochSecond) {
        return at(epochSecond).format(epochSecond % 60 == 0 ? TO_THE_MINUTE : FULL);
    }

    /** A moment of the run, to the second. */
    static String moment(Instant instant) {
        return at(instant.getEpochSecond()).format(FULL) + " UTC";
    }

    /** The name of a bar: its day, month or year, or its first moment. */
    static String name(TimeSpan span, long start) {
        LocalDateTime at = at(start);
        return switch (span) {
            case YEAR -> at.format(YEAR);
            case MONTH -> at.format(format("MMM uuuu"));
            case WEEK -> "week of " + at.format(DAY_OF_YEAR);
            case DAY -> at.format(DAY_OF_YEAR);
            default -> moment(start);
        };
    }

    private static LocalDateTime at(long epochSecond) {
        return LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
