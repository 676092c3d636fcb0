package io.github.flinkwasm.replay.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which units are finished, and what they came to: a file for each, written when all files of the
 * unit have their names. What the journal does not name does not count. An entry is named after the
 * run that wrote it, so that one which comes late, after another run has taken over, is known as
 * such. Safe for use by several tasks, each with units of its own.
 */
@Experimental
public final class Journal {
    static final String NAME = "_journal";

    private static final Pattern ENTRY =
            Pattern.compile("unit-(\\d{6,9})\\.([0-9a-f-]{36})\\.json");

    private final Path directory;

    /**
     * @param output the directory of the whole replay
     */
    public Journal(String output) {
        this.directory = new Path(output, NAME);
    }

    /**
     * Records that a unit is finished.
     *
     * @param run by what {@link RunClaim} knows the run that has finished it
     */
    public void add(UnitResult result, String run) throws IOException {
        OutputFiles.write(entry(result.unit(), run), JsonLines.write(result));
    }

    /** What a unit came to in a run, if it was finished there. */
    public Optional<UnitResult> find(int unit, String run) throws IOException {
        Path entry = entry(unit, run);
        return entry.getFileSystem().exists(entry) ? Optional.of(get(unit, run)) : Optional.empty();
    }

    /**
     * What a finished unit came to.
     *
     * @throws FileNotFoundException if it was not finished in that run, or the entry is gone
     * @throws IOException if its entry cannot be read
     */
    public UnitResult get(int unit, String run) throws IOException {
        Path entry = entry(unit, run);
        try {
            return JsonLines.read(OutputFiles.read(entry), UnitResult.class);
        } catch (IOException e) {
            if (!entry.getFileSystem().exists(entry)) {
                throw new FileNotFoundException("The journal entry %s is gone".formatted(entry));
            }
            throw new IOException(
                    "The journal entry %s cannot be read: %s. Remove it to have its input replayed again."
                            .formatted(entry, e.getMessage()),
                    e);
        }
    }

    /** The runs that say of a unit that it is finished, by the numbers of all such units. */
    SortedMap<Integer, List<String>> entries() throws IOException {
        SortedMap<Integer, List<String>> runs = new TreeMap<>();
        FileSystem fileSystem = directory.getFileSystem();
        if (!fileSystem.exists(directory)) {
            return runs;
        }
        FileStatus @Nullable [] entries = fileSystem.listStatus(directory);
        for (FileStatus entry : entries == null ? new FileStatus[0] : entries) {
            Matcher name = ENTRY.matcher(entry.getPath().getName());
            if (name.matches()) {
                runs.computeIfAbsent(Integer.parseInt(name.group(1)), unit -> new ArrayList<>(1))
                        .add(name.group(2));
            }
        }
        return runs;
    }

    /** Takes back that a unit is finished. */
    void remove(int unit, String run) throws IOException {
        directory.getFileSystem().delete(entry(unit, run), false);
    }

    void delete() throws IOException {
        FileSystem fileSystem = directory.getFileSystem();
        if (fileSystem.exists(directory)) {
            fileSystem.delete(directory, true);
        }
    }

    Path entry(int unit, String run) {
        return new Path(directory, "unit-%06d.%s.json".formatted(unit, run));
    }
}
