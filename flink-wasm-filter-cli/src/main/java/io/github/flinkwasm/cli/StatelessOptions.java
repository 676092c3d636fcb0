package io.github.flinkwasm.cli;

import io.github.flinkwasm.EventFormat;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether to find out if a filter remembers, and with which events. */
final class StatelessOptions {

    @Option(
            names = "--stateless",
            order = 70,
            description =
                    "Run events to find out whether the filter treats each alone; see below. Needs"
                            + " --function, and --events or --records.")
    private boolean asked;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            order = 71,
            description =
                    "Events for --stateless, one a line as \"wasm-filter run --events\" reads them;"
                            + " - is standard input. May be repeated.")
    private List<String> eventFiles = new ArrayList<>();

    @Option(
            names = "--records",
            paramLabel = "FILE",
            order = 72,
            description =
                    "Records for --stateless, one JSON object a line; - is standard input. May be"
                            + " repeated.")
    private List<String> recordFiles = new ArrayList<>();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            order = 73,
            description = "The tag of events that do not name one. Empty by default.")
    private String tag = "";

    @Option(
            names = "--max-events",
            paramLabel = "COUNT",
            order = 74,
            description =
                    "Read no more events than these: all are held in memory. Default: 100000.")
    private int maxEvents = 100_000;

    boolean isAsked() {
        return asked;
    }

    /**
     * Checks the options against each other.
     *
     * @param functionName as the command line has it
     * @throws UsageException if they do not fit
     */
    void validate(@Nullable String functionName) {
        boolean hasFiles = !eventFiles.isEmpty() || !recordFiles.isEmpty();
        if (asked && functionName == null) {
            throw new UsageException(
                    "'--stateless' needs '--function': say which function to run.");
        }
        if (asked && !hasFiles) {
            throw new UsageException(
                    "'--stateless' needs events to run: name a file with '--records' (one JSON"
                            + " object a line) or '--events'.");
        }
        if (!asked && hasFiles) {
            throw new UsageException(
                    "'--events' and '--records' are for '--stateless', which was not given. To run"
                            + " events through the filter, use \"wasm-filter run\".");
        }
        if (maxEvents < 1) {
            throw new UsageException(
                    "Invalid value for option '--max-events': %d; write a number from 1 up."
                            .formatted(maxEvents));
        }
    }

    /**
     * Reads the events.
     *
     * @throws UsageException if an input cannot be read, or there are no events in them
     * @throws InterruptedException if this thread was interrupted
     */
    List<PlacedEvent> events(EventFormat format, InputStream standardInput)
            throws InterruptedException {
        EventTime noTime = new EventTime(0, 0);
        List<PlacedEvent> events = new ArrayList<>();
        if (!eventFiles.isEmpty()) {
            events.addAll(
                    PlacedEvent.read(
                            EventParser.ofEvents(format, tag, noTime),
                            Input.of(eventFiles, standardInput),
                            maxEvents));
        }
        if (!recordFiles.isEmpty() && events.size() < maxEvents) {
            events.addAll(
                    PlacedEvent.read(
                            EventParser.ofRecords(format, tag, noTime),
                            Input.of(recordFiles, standardInput),
                            maxEvents - events.size()));
        }
        if (events.isEmpty()) {
            throw new UsageException(
                    "There is no event in %s: every line is blank. Name files with one JSON object"
                                    .formatted(String.join(", ", files()))
                            + " a line.");
        }
        return events;
    }

    private List<String> files() {
        List<String> files = new ArrayList<>(eventFiles);
        files.addAll(recordFiles);
        return files.stream().map(Printable::name).toList();
    }
}
