package io.github.flinkwasm.cli;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.util.List;

/** Sends the lines of some inputs through one filter, one after the other, and reports each. */
final class FilterRun implements EventLines.Handler {
    private final FilterExecutor executor;
    private final EventLines lines;
    private final Report report;

    FilterRun(FilterExecutor executor, EventParser parser, Report report) {
        this.executor = executor;
        this.lines = new EventLines(parser, this);
        this.report = report;
    }

    /**
     * Runs until the inputs end, or the report says that it is enough.
     *
     * @param listener is told before an input makes the run wait
     * @return whether the inputs were read to their ends
     * @throws InterruptedException if this thread was interrupted; what came before is reported
     * @throws OutputFailedException if the report cannot be written
     */
    boolean run(List<Input> inputs, Waiting.Listener listener) throws InterruptedException {
        return lines.read(inputs, listener);
    }

    @Override
    public boolean notAnEvent(FailedLine.Input line) {
        return report.failed(line);
    }

    @Override
    public boolean event(Place place, LogEvent event) throws InterruptedException {
        FilterOutcome outcome = executor.execute(event);
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            report.emitted(emitted.event());
            return true;
        }
        if (outcome instanceof FilterOutcome.Failed failed) {
            return report.failed(new FailedLine.Event(place, failed.failure()));
        }
        report.dropped();
        return true;
    }
}
