package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that one unit of work writes: part files that get their names together, when the unit is
 * done, and what became of each item. One method is to be called for each item of the input, in
 * their order. Which files there are and what is in them depends on the unit's events alone. Not
 * thread-safe.
 *
 * <p>However many partitions the events have, only so many files are open at a time; a partition
 * that comes again later gets another file.
 */
@Experimental
public final class UnitOutput implements AutoCloseable {
    static final String FAILED = "_failed";
    static final String UNREADABLE = "_unreadable";
    static final String DROPPED = "_dropped";

    /** What names of directories begin with that have no emitted events in them. */
    private static final String SET_ASIDE = "_";

    private static final int MAX_OPEN_FILES = 32;

    private final Path directory;
    private final OutputOptions options;
    private final int unit;
    private final Partitions partitions;
    private final EventBytes eventBytes;
    private final SetAsideEvents setAside = new SetAsideEvents();
    private final int maxOpenFiles;
    private final OutcomesWriter outcomes;

    /** Open files by directory, the one that was used longest ago first. */
    private final LinkedHashMap<String, PartFile> open = new LinkedHashMap<>(64, 0.75f, true);

    private final List<PartFile> finished = new ArrayList<>();
    private final List<OutputFile> files = new ArrayList<>();
    private int filesStarted;
    private @Nullable String lastDirectory;
    private @Nullable PartFile lastPart;

    /**
     * @param directory of the whole replay
     * @param unit the number of the unit, of which names of files are made
     * @param input the URI of what the unit reads
     */
    public UnitOutput(String directory, OutputOptions options, int unit, String input)
            throws IOException {
        this(directory, options, unit, input, MAX_OPEN_FILES);
    }

    UnitOutput(String directory, OutputOptions options, int unit, String input, int maxOpenFiles)
            throws IOException {
        this.directory = new Path(directory);
        this.options = options;
        this.unit = unit;
        this.partitions = new Partitions(options);
        this.eventBytes = new EventBytes(options.format());
        this.maxOpenFiles = maxOpenFiles;
        this.outcomes = OutcomesWriter.create(this.directory, unit, input);
    }

    /** Writes an emitted event, whose record is in the output's format. */
    public void emitted(LogEvent event) throws IOException {
        outcomes.add(OutcomesFile.EMITTED, null);
        write(event);
    }

    /** Writes an event that goes on although a filter failed on it. */
    public void failedButWritten(LogEvent event, FailureReason reason) throws IOException {
        outcomes.add(OutcomesFile.FAILED_BUT_WRITTEN, reason);
        write(event);
    }

    private void write(LogEvent event) throws IOException {
        String partition = partitions.directoryOf(event);
        PartFile part = lastPart;
        // The same partition is the same object, and most events go where the one before went.
        if (part == null || !partition.equals(lastDirectory)) {
            part = part(partition, options.format().suffix());
            lastDirectory = partition;
            lastPart = part;
        }
        eventBytes.write(event, part);
    }

    /** Leaves a failed event out. */
    public void failed(FailureReason reason) throws IOException {
        outcomes.add(OutcomesFile.FAILED, reason);
    }

    /** Sets a failed event aside; see {@link FailedEvent}. */
    public void failed(
            LogEvent original,
            EventFormat format,
            String file,
            long item,
            String filter,
            FilterFailure failure)
            throws IOException {
        outcomes.add(OutcomesFile.FAILED, failure.reason());
        setAside.writeFailed(original, format, file, item, filter, failure, setAsidePart(FAILED));
    }

    /** Writes a dropped event where the options say so. */
    public void dropped(
            LogEvent original, EventFormat format, String file, long item, String filter)
            throws IOException {
        outcomes.add(OutcomesFile.DROPPED, null);
        if (options.keepDropped()) {
            setAside.writeDropped(original, format, file, item, filter, setAsidePart(DROPPED));
        }
    }

    /** Writes a line or value that is no event. */
    public void unreadable(String file, long item, String reason, byte[] content)
            throws IOException {
        outcomes.add(OutcomesFile.UNREADABLE, null);
        setAside.writeUnreadable(file, item, reason, content, setAsidePart(UNREADABLE));
    }

    private PartFile setAsidePart(String name) throws IOException {
        return part(name + "/", OutputFormat.EVENTS.suffix());
    }

    private PartFile part(String partition, String suffix) throws IOException {
        PartFile part = open.get(partition);
        if (part != null) {
            return part;
        }
        if (open.size() == maxOpenFiles) {
            Map.Entry<String, PartFile> eldest = open.entrySet().iterator().next();
            open.remove(eldest.getKey());
            if (eldest.getValue() == lastPart) {
                lastPart = null;
            }
            finish(eldest.getValue());
        }
        // Numbered through the whole unit: even where a file system takes two directories for one,
        // as when it ignores case, no file overwrites another.
        String name =
                "part-%06d-%04d.%s%s"
                        .formatted(unit, filesStarted++, suffix, options.compression().suffix());
        part = PartFile.create(directory, partition + name, options.compression()::wrap);
        open.put(partition, part);
        return part;
    }

    private void finish(PartFile part) throws IOException {
        try {
            files.add(part.finish());
        } catch (IOException e) {
            part.abandon();
            throw e;
        }
        finished.add(part);
    }

    /**
     * Ends all files, which do not have their names yet.
     *
     * @return the files, in the order of their names
     */
    public List<OutputFile> finish() throws IOException {
        while (!open.isEmpty()) {
            finish(open.remove(open.keySet().iterator().next()));
        }
        lastPart = null;
        // The others are about events that were not emitted, and named so that it can be seen.
        List<OutputFile> emitted =
                files.stream().filter(file -> !file.path().startsWith(SET_ASIDE)).toList();
        files.add(outcomes.finish(emitted));
        finished.add(outcomes.file());
        files.sort((one, other) -> one.path().compareTo(other.path()));
        return List.copyOf(files);
    }

    /** Gives all files their names, once they are finished: an act of moments. */
    public void publish() throws IOException {
        for (PartFile part : finished) {
            part.publish();
        }
    }

    /** Without {@link #publish} nothing that was written counts: it is closed and removed. */
    @Override
    public void close() {
        open.values().forEach(PartFile::abandon);
        open.clear();
        finished.forEach(PartFile::abandon);
        finished.clear();
        outcomes.abandon();
    }
}
