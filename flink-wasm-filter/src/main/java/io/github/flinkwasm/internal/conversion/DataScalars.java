package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/**
 * The converters of SQL's values without parts, in Flink's internal form. What a guest returns is
 * taken as it is or not at all: none of it is rounded or cut to fit its type. See
 * docs/rationale.md, "Why does SQL refuse a value that does not fit, instead of rounding it?".
 */
final class DataScalars {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int MILLIS_PER_DAY = 86_400_000;
    private static final int DIGITS_OF_NANO = 9;
    private static final int DIGITS_OF_MILLI = 3;

    /** What an int counts, from 1970 on. */
    private static final String DAYS = ", from -5877641-06-23 to +5881580-07-11";

    private DataScalars() {}

    /**
     * @param most characters
     */
    static ValueConverter varchar(int most) {
        return scalar(
                StringData.class,
                strings(most),
                StringData::toString,
                text -> fits(text, most) ? StringData.fromString(text) : null);
    }

    /** Shorter strings are padded with spaces, as SQL has it. */
    static ValueConverter character(int length) {
        return scalar(
                StringData.class,
                strings(length),
                StringData::toString,
                text -> {
                    String padded = padded(text, length);
                    return padded == null ? null : StringData.fromString(padded);
                });
    }

    /** Names of a map whose keys are {@link #varchar}. */
    static KeyConverter varcharKeys(int most) {
        return new KeyConverter(
                String.class, strings(most), name -> fits(name, most) ? name : null);
    }

    /** Names of a map whose keys are {@link #character}. */
    static KeyConverter characterKeys(int length) {
        return new KeyConverter(String.class, strings(length), name -> padded(name, length));
    }

    private static String strings(int most) {
        return most == Integer.MAX_VALUE
                ? "a string"
                : "a string of at most %d character%s".formatted(most, most == 1 ? "" : "s");
    }

    private static @Nullable String padded(String text, int length) {
        int missing = length - length(text);
        return missing < 0 ? null : text + " ".repeat(missing);
    }

    private static boolean fits(String text, int most) {
        // Characters are never more than UTF-16 units, so that most texts need no count.
        return text.length() <= most || length(text) <= most;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static ValueConverter decimal(int precision, int scale) {
        return new ScalarConverter<>(
                DecimalData.class,
                "a number, or a string of its digits, with at most %d before and %d after the point"
                        .formatted(precision - scale, scale),
                false,
                (value, out) -> out.decimal(value.toBigDecimal()),
                (kind, in) -> {
                    BigDecimal number = number(kind, in);
                    return number == null ? null : decimal(number, precision, scale);
                });
    }

    private static @Nullable BigDecimal number(ValueKind kind, RecordReader in) {
        if (kind == ValueKind.STRING) {
            return Numbers.decimal(in.string());
        }
        return Numbers.isNumber(kind) ? in.decimal() : null;
    }

    private static @Nullable DecimalData decimal(BigDecimal number, int precision, int scale) {
        if (number.signum() == 0) {
            return DecimalData.fromBigDecimal(BigDecimal.ZERO, precision, scale);
        }
        // Before anything is written out: a guest's exponent may be of any size.
        BigDecimal shortest = number.stripTrailingZeros();
        long integerDigits = (long) shortest.precision() - shortest.scale();
        if (shortest.scale() > scale || integerDigits > precision - scale) {
            return null;
        }
        return DecimalData.fromBigDecimal(shortest, precision, scale);
    }

    static ValueConverter date() {
        return scalar(
                Integer.class,
                "a date such as \"2026-11-22\"" + DAYS,
                days -> LocalDate.ofEpochDay(days).toString(),
                text -> Math.toIntExact(LocalDate.parse(text).toEpochDay()));
    }

    /**
     * Flink holds milliseconds, whatever the precision: {@code LOCALTIME} is a TIME(0) and has
     * them. Before midnight, as a cast of a timestamp before 1970 may be, they are negative.
     */
    static ValueConverter time() {
        return scalar(
                Integer.class,
                "a time such as \"10:15:30.123\"" + fraction(DIGITS_OF_MILLI),
                millis ->
                        IsoText.of(
                                LocalTime.ofNanoOfDay(
                                        Math.floorMod(millis, MILLIS_PER_DAY) * NANOS_PER_MILLI)),
                text -> {
                    long nanos = LocalTime.parse(text).toNanoOfDay();
                    return nanos % NANOS_PER_MILLI == 0 ? (int) (nanos / NANOS_PER_MILLI) : null;
                });
    }

    /** Written without what the type has no digits for, which Flink's formats may leave in it. */
    static ValueConverter timestamp(int precision) {
        return scalar(
                TimestampData.class,
                "a date and time such as \"2026-11-22T10:15:30\"" + fraction(precision) + DAYS,
                value -> IsoText.of(cut(value, precision).toLocalDateTime()),
                text -> timestamp(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC), precision));
    }

    /** Written as {@link #timestamp} is. */
    static ValueConverter instant(int precision) {
        return scalar(
                TimestampData.class,
                "an instant such as \"2026-11-22T10:15:30Z\", with an offset from UTC"
                        + fraction(precision)
                        + DAYS,
                value -> cut(value, precision).toInstant().toString(),
                text -> timestamp(Instant.parse(text), precision));
    }

    /** Throws {@link ArithmeticException} for a time that Flink has no milliseconds for. */
    private static @Nullable TimestampData timestamp(Instant value, int precision) {
        long millis =
                Math.addExact(
                        Math.multiplyExact(value.getEpochSecond(), (long) MILLIS_PER_SECOND),
                        value.getNano() / NANOS_PER_MILLI);
        TimestampData data =
                TimestampData.fromEpochMillis(millis, (int) (value.getNano() % NANOS_PER_MILLI));
        // Flink counts days in an int, and shows another date where they are more.
        boolean isDateOfFlink = data.toLocalDateTime().toInstant(ZoneOffset.UTC).equals(value);
        return isDateOfFlink && cut(data, precision).equals(data) ? data : null;
    }

    private static TimestampData cut(TimestampData value, int precision) {
        long millis = value.getMillisecond();
        int nanos = value.getNanoOfMillisecond();
        return precision > DIGITS_OF_MILLI
                ? TimestampData.fromEpochMillis(
                        millis, nanos - nanos % powerOfTen(DIGITS_OF_NANO - precision))
                : TimestampData.fromEpochMillis(
                        millis - Math.floorMod(millis, powerOfTen(DIGITS_OF_MILLI - precision)));
    }

    private static int powerOfTen(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    private static String fraction(int digits) {
        return switch (digits) {
            case 0 -> ", without a fraction of a second";
            case 1 -> ", with at most 1 digit of a fraction";
            default -> ", with at most %d digits of a fraction".formatted(digits);
        };
    }

    static ValueConverter months() {
        return scalar(
                Integer.class,
                "a period of years and months such as \"P1Y2M\"",
                months -> Period.ofMonths(months).normalized().toString(),
                text -> {
                    Period period = Period.parse(text);
                    return period.withDays(0).equals(period)
                            ? Math.toIntExact(period.toTotalMonths())
                            : null;
                });
    }

    static ValueConverter duration() {
        return scalar(
                Long.class,
                "a duration such as \"PT26H3M4.567S\", with at most 3 digits of a fraction",
                millis -> Duration.ofMillis(millis).toString(),
                text -> {
                    Duration duration = Duration.parse(text);
                    return Duration.ofMillis(duration.toMillis()).equals(duration)
                            ? duration.toMillis()
                            : null;
                });
    }

    private static <T> ValueConverter scalar(
            Class<T> type,
            String allowed,
            Function<T, String> format,
            Function<String, @Nullable T> parse) {
        return new ScalarConverter<>(
                type,
                allowed,
                false,
                (value, out) -> out.string(format.apply(value)),
                (kind, in) -> kind == ValueKind.STRING ? parse.apply(in.string()) : null);
    }
}
