package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.IOUtils;

/**
 * What an earlier replay made of the items of one unit, in their order. One method is to be called
 * for each item of the input, and {@link #end} after the last. A file is open from its first event
 * to its last, as when it was written, so there are never more open than there were then. Not
 * thread-safe.
 */
@Experimental
public final class RecordedUnit implements Closeable {
    private final String directory;
    private final String input;
    private final OutputOptions options;
    private final RecordedOutcomes outcomes;
    private final Partitions partitions;
    private final EventBytes eventBytes;

    /** The files of each partition that are not used up, the one to read from first. */
    private final Map<String, Deque<OutputFile>> files = new HashMap<>();

    private final Map<String, RecordedPart> open = new HashMap<>();
    private long item;

    private RecordedUnit(
            String directory, String input, OutputOptions options, RecordedOutcomes outcomes) {
        this.directory = directory;
        this.input = input;
        this.options = options;
        this.outcomes = outcomes;
        this.partitions = new Partitions(options);
        this.eventBytes = new EventBytes(options.format());
    }

    static RecordedUnit open(
            String directory, OutputOptions options, int unit, String input, String crc32c)
            throws IOException {
        Path path = new Path(directory);
        try {
            Iterable<OutputFile> parts = RecordedOutcomes.check(path, unit, input, crc32c);
            RecordedUnit recorded =
                    new RecordedUnit(
                            directory, input, options, RecordedOutcomes.open(path, unit, input));
            for (OutputFile part : parts) {
                String name = part.path();
                recorded.files
                        .computeIfAbsent(
                                name.substring(0, name.lastIndexOf('/') + 1),
                                partition -> new ArrayDeque<>())
                        .add(part);
            }
            return recorded;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /**
     * The outcome of the next item, which is an event. Of a failure only the reason is recorded
     * here.
     *
     * @throws IOException if what was recorded cannot be read, or is about something else; the
     *     message says what to do about it
     */
    public FilterOutcome next(LogEvent event) throws IOException {
        try {
            advance();
            if (outcomes.outcome() == OutcomesFile.UNREADABLE) {
                throw differs("was no event when it was recorded, but is one now");
            }
            byte[] record = outcomes.isWritten() ? record(event) : null;
            if (OutcomesFile.hasReason(outcomes.outcome())) {
                return new FilterOutcome.Failed(
                        new FilterFailure(
                                event, "", "", outcomes.reason(), "recorded without its detail"));
            }
            return record == null
                    ? new FilterOutcome.Dropped()
                    : new FilterOutcome.Emitted(event.withRecord(record));
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /**
     * Goes past the next item, which is no event.
     *
     * @throws IOException as {@link #next} does
     */
    public void nextUnreadable() throws IOException {
        try {
            advance();
            if (outcomes.outcome() != OutcomesFile.UNREADABLE) {
                throw differs("was an event when it was recorded, but is none now");
            }
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /**
     * Checks that there were no more items than were asked for.
     *
     * @throws IOException as {@link #next} does
     */
    public void end() throws IOException {
        try {
            if (outcomes.next()) {
                throw new RecordedDifferenceException(
                        "%s has %,d items now, but had more when it was recorded"
                                .formatted(input, item));
            }
            if (!open.isEmpty() || !files.isEmpty()) {
                throw new RecordedDifferenceException(
                        "part files of %s have events that none of its items became"
                                .formatted(input));
            }
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private void advance() throws IOException {
        item++;
        if (!outcomes.next()) {
            throw new RecordedDifferenceException(
                    "%s has more items now than the %,d that it had when it was recorded"
                            .formatted(input, item - 1));
        }
    }

    private byte[] record(LogEvent event) throws IOException {
        String partition = partitions.directoryOf(event);
        RecordedPart part = open.get(partition);
        if (part == null) {
            part = nextPart(partition);
            open.put(partition, part);
        }
        byte[] record = part.next(event);
        if (part.isUsedUp()) {
            open.remove(partition);
            try (RecordedPart used = part) {
                used.end();
            }
        }
        return record;
    }

    private RecordedPart nextPart(String partition) throws IOException {
        Deque<OutputFile> next = files.get(partition);
        if (next == null) {
            throw differs(
                    "belongs to partition \"%s\" now, in which nothing more was recorded"
                            .formatted(partition));
        }
        OutputFile file = next.remove();
        if (next.isEmpty()) {
            files.remove(partition);
        }
        return RecordedPart.open(new Path(directory), file, options, eventBytes);
    }

    private IOException differs(String how) {
        return new RecordedDifferenceException("item %,d of %s %s".formatted(item, input, how));
    }

    private static IOException unusable(String directory, IOException problem) {
        return new IOException(
                "The replay in %s cannot be compared with: %s. Put it back as it was, or replay the inputs with the recorded filters again."
                        .formatted(directory, problem.getMessage()),
                problem);
    }

    @Override
    public void close() throws IOException {
        IOUtils.closeAllQuietly(open.values());
        outcomes.close();
    }
}
