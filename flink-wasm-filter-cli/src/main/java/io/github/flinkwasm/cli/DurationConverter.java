package io.github.flinkwasm.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;

/** Reads durations with the units that Flink's configuration has. A bare number has none. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Map<String, Long> NANOS = new HashMap<>();

    static {
        unit(1L, "ns", "nano", "nanos", "nanosecond", "nanoseconds");
        unit(1_000L, "us", "µs", "micro", "micros", "microsecond", "microseconds");
        unit(1_000_000L, "ms", "milli", "millis", "millisecond", "milliseconds");
        unit(1_000_000_000L, "s", "sec", "secs", "second", "seconds");
        unit(60_000_000_000L, "m", "min", "mins", "minute", "minutes");
        unit(3_600_000_000_000L, "h", "hour", "hours");
        unit(86_400_000_000_000L, "d", "day", "days");
    }

    private static void unit(long nanos, String... names) {
        for (String name : names) {
            NANOS.put(name, nanos);
        }
    }

    @Override
    public Duration convert(String value) {
        return Duration.ofNanos(
                Quantity.parse(
                        value,
                        NANOS,
                        "write a whole number and ms, s, min, h or d, as in 500ms or \"1 min\""));
    }
}
