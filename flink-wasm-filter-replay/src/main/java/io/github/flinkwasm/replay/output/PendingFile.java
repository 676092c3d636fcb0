package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableWriter;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way: written where nobody sees it, not even another attempt at the same unit,
 * closed, and then given its name. See docs/rationale.md, "How does a file come whole or not at
 * all?" Used by one thread.
 */
abstract class PendingFile {
    /**
     * What comes after the name of a file until it has that: by {@link RenamedFile}, or by Flink,
     * where its recoverable writer renames too.
     */
    static final String IN_PROGRESS_PATTERN =
            "\\.([0-9a-f]{16}\\.inprogress|inprogress\\.[0-9a-f-]{36})";

    /** Where renaming a file would copy it. */
    private static final Set<String> OBJECT_STORES =
            Set.of(
                    "s3", "s3a", "s3n", "s3p", "gs", "oss", "abfs", "abfss", "wasb", "wasbs",
                    "cosn");

    /** Starts a file. */
    static PendingFile create(Path file) throws IOException {
        FileSystem fileSystem = file.getFileSystem();
        String scheme = fileSystem.getUri().getScheme();
        if (scheme != null && OBJECT_STORES.contains(scheme)) {
            RecoverableWriter writer = recoverableWriter(fileSystem);
            if (writer != null) {
                return new CommittedFile(fileSystem, file, writer.open(file));
            }
        }
        return RenamedFile.create(fileSystem, file);
    }

    private static @Nullable RecoverableWriter recoverableWriter(FileSystem fileSystem)
            throws IOException {
        try {
            return fileSystem.createRecoverableWriter();
        } catch (UnsupportedOperationException none) {
            return null;
        }
    }

    /** Where its content goes. */
    abstract OutputStream stream();

    /**
     * Ends the content, so that a crash of the machine does not lose it either, where that can be.
     */
    abstract void close() throws IOException;

    /** Gives the closed file its name; what has that name already is replaced. */
    abstract void publish() throws IOException;

    /**
     * Closes the file and removes it as far as that goes, unless it has its name by now. What has
     * the name stays as it is.
     */
    abstract void abandon();
}
