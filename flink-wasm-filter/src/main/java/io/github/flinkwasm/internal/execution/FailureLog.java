package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.FilterFailure;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Warns of failed events that leave no other trace than a counter, at most once in an interval, so
 * that a stream of bad events cannot fill the log. Used by one subtask's thread alone.
 */
public final class FailureLog {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final String keeper;
    private long lastWarning;
    private long failures;
    private boolean warned;

    /**
     * A log that has warned of nothing yet.
     *
     * @param keeper what would keep the details of failed events
     */
    public FailureLog(Consumer<String> log, LongSupplier nanoTime, String keeper) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.keeper = keeper;
    }

    /**
     * Warns of an event, unless there was a warning in this interval.
     *
     * @param consequence what was done with the event
     */
    public void warn(FilterFailure failure, String consequence) {
        failures++;
        long now = nanoTime.getAsLong();
        if (warned && now - lastWarning < INTERVAL.toNanos()) {
            return;
        }
        log.accept(
                ("An event failed and %s: %s. Events that failed since the last such warning: %d."
                                + " The metric eventsFailed counts them all; %s keeps"
                                + " their details.")
                        .formatted(consequence, failure, failures, keeper));
        warned = true;
        lastWarning = now;
        failures = 0;
    }
}
