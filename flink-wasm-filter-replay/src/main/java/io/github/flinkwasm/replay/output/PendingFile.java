package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * A file on its way: written under a name that nobody else has, not even another attempt at the
 * same unit, closed, and then given its name. Where a file shows only once it is closed, it has its
 * name from the start. See docs/rationale.md, "Why does a replay rename files only where that is
 * cheap?" Used by one thread.
 */
final class PendingFile {
    /** What the name of a file ends with until it is finished. */
    static final String IN_PROGRESS_PATTERN = "\\.[0-9a-f]{16}\\.inprogress";

    /** Where renaming a file would copy it. */
    private static final Set<String> OBJECT_STORES =
            Set.of(
                    "s3", "s3a", "s3n", "s3p", "gs", "oss", "abfs", "abfss", "wasb", "wasbs",
                    "cosn");

    private static final String LOCAL = "file";

    /** Made once: asking the system for a source of entropy is slow. Thread-safe. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FileSystem fileSystem;
    private final Path file;
    private final Path temporary;
    private final boolean isLocal;
    private final FSDataOutputStream out;
    private boolean published;

    private PendingFile(Path file) throws IOException {
        this.fileSystem = file.getFileSystem();
        String scheme = fileSystem.getUri().getScheme();
        this.file = file;
        this.isLocal = scheme == null || scheme.equals(LOCAL);
        this.temporary =
                OBJECT_STORES.contains(scheme == null ? LOCAL : scheme)
                        ? file
                        : new Path(
                                file.getParent(),
                                ".%s.%s.inprogress".formatted(file.getName(), token()));
        this.out = fileSystem.create(temporary, WriteMode.OVERWRITE);
    }

    private static String token() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Starts a file. */
    static PendingFile create(Path file) throws IOException {
        return new PendingFile(file);
    }

    FSDataOutputStream stream() {
        return out;
    }

    /**
     * Closes the file so that a crash of the machine does not lose it either, where that can be.
     */
    void close() throws IOException {
        try (out) {
            out.flush();
            if (isLocal) {
                out.sync();
            }
        }
    }

    /** Gives the closed file its name; what has that name already is replaced. */
    void publish() throws IOException {
        if (temporary.equals(file)) {
            published = true;
            return;
        }
        // Some file systems rename over an existing file, others do not.
        if (!isLocal && fileSystem.exists(file)) {
            fileSystem.delete(file, false);
        }
        if (!fileSystem.rename(temporary, file)) {
            throw new IOException(
                    "File %s is written, but could not be renamed to %s. Check that the directory may be written."
                            .formatted(temporary, file));
        }
        published = true;
    }

    /**
     * Closes the file and removes it as far as that goes, unless it has its name by now. One that
     * has that from the start stays: it may be another attempt's, and what no journal entry names
     * is removed at the end.
     */
    void abandon() {
        if (published) {
            return;
        }
        try {
            out.close();
            if (!temporary.equals(file)) {
                fileSystem.delete(temporary, false);
            }
        } catch (IOException e) {
            // What came before matters more, and leftovers are removed at the end.
        }
    }
}
