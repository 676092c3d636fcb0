package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;

/** What became of one event: exactly one of three. */
public sealed interface FilterOutcome {

    /** The guest returned a record; tag, time and metadata are the input's. */
    record Emitted(LogEvent event) implements FilterOutcome {}

    /** The guest asked for the event to be dropped. */
    record Dropped() implements FilterOutcome {}

    /** The guest could not finish; the input is kept so that nothing is lost. */
    record Failed(FilterFailure failure) implements FilterOutcome {}
}
