package io.github.flinkwasm.replay.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which units are finished, and what they came to: a file for each, written when all files of the
 * unit have their names. What the journal does not name does not count. Safe for use by several
 * tasks, each with units of its own.
 */
@Experimental
public final class Journal {
    static final String NAME = "_journal";

    private static final Pattern ENTRY = Pattern.compile("unit-(\\d{6,9})\\.json");

    private final Path directory;

    /**
     * @param output the directory of the whole replay
     */
    public Journal(String output) {
        this.directory = new Path(output, NAME);
    }

    /** Records that a unit is finished. */
    public void add(UnitResult result) throws IOException {
        OutputFiles.write(entry(result.unit()), JsonLines.write(result));
    }

    /** Whether a unit is finished. */
    public boolean contains(int unit) throws IOException {
        Path entry = entry(unit);
        return entry.getFileSystem().exists(entry);
    }

    /**
     * What a finished unit came to.
     *
     * @throws IOException if it is not finished, or its entry cannot be read
     */
    public UnitResult get(int unit) throws IOException {
        Path entry = entry(unit);
        try {
            return JsonLines.read(OutputFiles.read(entry), UnitResult.class);
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(
                    "The journal entry %s cannot be read: %s. Remove it to have its input replayed again."
                            .formatted(entry, e.getMessage()),
                    e);
        }
    }

    /** The numbers of all finished units. */
    public BitSet finished() throws IOException {
        BitSet finished = new BitSet();
        FileSystem fileSystem = directory.getFileSystem();
        if (!fileSystem.exists(directory)) {
            return finished;
        }
        FileStatus @Nullable [] entries = fileSystem.listStatus(directory);
        for (FileStatus entry : entries == null ? new FileStatus[0] : entries) {
            Matcher name = ENTRY.matcher(entry.getPath().getName());
            if (name.matches()) {
                finished.set(Integer.parseInt(name.group(1)));
            }
        }
        return finished;
    }

    void delete() throws IOException {
        FileSystem fileSystem = directory.getFileSystem();
        if (fileSystem.exists(directory)) {
            fileSystem.delete(directory, true);
        }
    }

    private Path entry(int unit) {
        return new Path(directory, "unit-%06d.json".formatted(unit));
    }
}
