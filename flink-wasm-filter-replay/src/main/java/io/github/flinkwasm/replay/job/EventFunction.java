package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.io.Serializable;

/**
 * What one filter does with one event. Behind it stands a guest; for measurements, also a function
 * written in Java. Used by one thread.
 */
interface EventFunction extends AutoCloseable {

    /**
     * What becomes of an event.
     *
     * @throws InterruptedException if the task was cancelled meanwhile
     */
    FilterOutcome apply(LogEvent event) throws InterruptedException;

    @Override
    void close();

    /** Starts the function of a route on a task. */
    @FunctionalInterface
    interface Starter extends Serializable {

        EventFunction start(FilterRoute route) throws InterruptedException;
    }
}
