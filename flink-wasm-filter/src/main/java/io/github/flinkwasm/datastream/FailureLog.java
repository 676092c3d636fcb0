package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FilterFailure;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Warns of failed events that leave no other trace than a counter, at most once in an interval, so
 * that a stream of bad events cannot fill the log. Used by one subtask's thread alone.
 */
final class FailureLog {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private long lastWarning;
    private long failures;
    private boolean warned;

    FailureLog(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * @param consequence what was done with the event
     */
    void warn(FilterFailure failure, String consequence) {
        failures++;
        long now = nanoTime.getAsLong();
        if (warned && now - lastWarning < INTERVAL.toNanos()) {
            return;
        }
        log.accept(
                ("An event failed and %s: %s. Events that failed since the last such warning: %d."
                     + " The metric eventsFailed counts them all; FailureHandling.SIDE_OUTPUT keeps"
                     + " their details.")
                        .formatted(consequence, failure, failures));
        warned = true;
        lastWarning = now;
        failures = 0;
    }
}
