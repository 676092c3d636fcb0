package io.github.flinkwasm.cli;

import io.github.flinkwasm.LogEvent;

/**
 * Where the outcomes of a run go. Whatever it writes, it counts every event in the {@link Tally}
 * that it was made with.
 */
interface Report {

    /** The guest returned a record, which is the event's. */
    void emitted(LogEvent event);

    /** The guest dropped the event. */
    void dropped();

    /**
     * A line brought neither.
     *
     * @return whether the run goes on
     */
    boolean failed(FailedLine line);
}
