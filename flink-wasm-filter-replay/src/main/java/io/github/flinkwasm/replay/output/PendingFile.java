package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.internal.module.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
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
    /** Starts a file. */
    static PendingFile create(Path file) throws IOException {
        FileSystem fileSystem = file.getFileSystem();
        if (WholeFile.showsWhatIsClosed(fileSystem)) {
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
