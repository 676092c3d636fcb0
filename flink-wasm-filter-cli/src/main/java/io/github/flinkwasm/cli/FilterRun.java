package io.github.flinkwasm.cli;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.io.IOException;
import java.util.List;

/** Sends the lines of some inputs through one filter, one after the other, and reports each. */
final class FilterRun {
    /** What the library can hand to a guest at most, with a little room for tag and padding. */
    private static final int MAX_LINE_BYTES = 120 * 1024 * 1024;

    private static final byte[] NOTHING = {};

    private final FilterExecutor executor;
    private final EventParser parser;
    private final Report report;

    FilterRun(FilterExecutor executor, EventParser parser, Report report) {
        this.executor = executor;
        this.parser = parser;
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
        for (Input input : inputs) {
            if (!run(input, listener)) {
                return false;
            }
        }
        return true;
    }

    private boolean run(Input input, Waiting.Listener listener) throws InterruptedException {
        long line = 0;
        try (LineReader lines = new LineReader(input.open(listener), MAX_LINE_BYTES)) {
            while (lines.next()) {
                line = lines.number();
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("interrupted before " + input.name());
                }
                if (!lines.isBlank() && !runLine(new Place(input.name(), line), lines)) {
                    return false;
                }
            }
            return true;
        } catch (IOException broken) {
            return report.failed(
                    new FailedLine.Input(
                            new Place(input.name(), line + 1),
                            "the input cannot be read any further: "
                                    + broken.getMessage()
                                    + "; the "
                                    + line
                                    + " lines before were run",
                            "make sure that the file is complete, as with gzip -t, and run the"
                                    + " rest",
                            NOTHING));
        }
    }

    private boolean runLine(Place place, LineReader line) throws InterruptedException {
        if (line.isTooLong()) {
            String detail =
                    "the line has %d bytes, but at most %d are allowed"
                            .formatted(line.length(), MAX_LINE_BYTES);
            return report.failed(
                    new FailedLine.Input(place, detail, "split the line before the run", NOTHING));
        }
        LogEvent event;
        try {
            event = parser.parse(line.text());
        } catch (MalformedRecordException | EventParser.NotAnEventException notAnEvent) {
            return report.failed(
                    new FailedLine.Input(
                            place,
                            withinLine(String.valueOf(notAnEvent.getMessage())),
                            "correct the line; every line must be one JSON object",
                            line.text()));
        }
        return run(place, event);
    }

    /** The codec counts lines of the text that it was given, which here is always one. */
    private static String withinLine(String message) {
        return message.replace(" at line 1, column ", " at column ");
    }

    private boolean run(Place place, LogEvent event) throws InterruptedException {
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
