package io.github.flinkwasm.cli;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import java.io.IOException;
import java.util.List;

/** Reads the lines of some inputs, one after the other, as events. */
final class EventLines {
    /** What the library can hand to a guest at most, with a little room for tag and padding. */
    private static final int MAX_LINE_BYTES = 120 * 1024 * 1024;

    private static final byte[] NOTHING = {};

    private final EventParser parser;
    private final Handler handler;

    /** Takes what was read; says each time whether to go on. */
    interface Handler {
        boolean event(Place place, LogEvent event) throws InterruptedException;

        boolean notAnEvent(FailedLine.Input line);
    }

    EventLines(EventParser parser, Handler handler) {
        this.parser = parser;
        this.handler = handler;
    }

    /**
     * Reads until the inputs end, or the handler says that it is enough.
     *
     * @param listener is told before an input makes us wait
     * @return whether the inputs were read to their ends
     * @throws InterruptedException if this thread was interrupted; what came before is handled
     */
    boolean read(List<Input> inputs, Waiting.Listener listener) throws InterruptedException {
        for (Input input : inputs) {
            if (!read(input, listener)) {
                return false;
            }
        }
        return true;
    }

    private boolean read(Input input, Waiting.Listener listener) throws InterruptedException {
        long line = 0;
        try (LineReader lines = new LineReader(input.open(listener), MAX_LINE_BYTES)) {
            while (lines.next()) {
                line = lines.number();
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("interrupted before " + input.name());
                }
                if (!lines.isBlank() && !readLine(new Place(input.name(), line), lines)) {
                    return false;
                }
            }
            return true;
        } catch (IOException broken) {
            return handler.notAnEvent(
                    new FailedLine.Input(
                            new Place(input.name(), line + 1),
                            "the input cannot be read any further: "
                                    + broken.getMessage()
                                    + "; the "
                                    + line
                                    + " lines before were read",
                            "make sure that the file is complete, as with gzip -t, and run the"
                                    + " rest",
                            NOTHING));
        }
    }

    private boolean readLine(Place place, LineReader line) throws InterruptedException {
        if (line.isTooLong()) {
            String detail =
                    "the line has %d bytes, but at most %d are allowed"
                            .formatted(line.length(), MAX_LINE_BYTES);
            return handler.notAnEvent(
                    new FailedLine.Input(place, detail, "split the line before the run", NOTHING));
        }
        LogEvent event;
        try {
            event = parser.parse(line.text());
        } catch (MalformedRecordException | EventParser.NotAnEventException notAnEvent) {
            return handler.notAnEvent(
                    new FailedLine.Input(
                            place,
                            withinLine(String.valueOf(notAnEvent.getMessage())),
                            "correct the line; every line must be one JSON object",
                            line.text()));
        }
        return handler.event(place, event);
    }

    /** The codec counts lines of the text that it was given, which here is always one. */
    private static String withinLine(String message) {
        return message.replace(" at line 1, column ", " at column ");
    }
}
