package io.github.flinkwasm.examples.quickstart;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a run took.
 *
 * @param starting until the first line was read: Flink's start, and that of the filters
 * @param running from then on until everything was written
 */
record Timing(Duration starting, Duration running) {

    static Timing of(Instant started, Instant firstLine, Instant ended) {
        return new Timing(Duration.between(started, firstLine), Duration.between(firstLine, ended));
    }

    double linesPerSecond(long lines) {
        return lines / Math.max(1e-3, seconds(running));
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
