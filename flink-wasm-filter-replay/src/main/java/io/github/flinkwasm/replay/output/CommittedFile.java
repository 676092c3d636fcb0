package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An object that a store shows once it is committed. Closing Flink's ordinary stream would show
 * what was written so far as if it were all; closing this one without a commit shows nothing.
 */
final class CommittedFile extends PendingFile {
    private final FileSystem fileSystem;
    private final Path file;
    private final RecoverableFsDataOutputStream out;
    private RecoverableFsDataOutputStream.@Nullable Committer committer;
    private boolean isEmpty;

    CommittedFile(FileSystem fileSystem, Path file, RecoverableFsDataOutputStream out) {
        this.fileSystem = fileSystem;
        this.file = file;
        this.out = out;
    }

    @Override
    OutputStream stream() {
        return out;
    }

    @Override
    void close() throws IOException {
        isEmpty = out.getPos() == 0;
        if (!isEmpty) {
            committer = out.closeForCommit();
        }
    }

    @Override
    void publish() throws IOException {
        if (isEmpty) {
            // Flink's S3 file systems commit nothing where nothing was written.
            fileSystem.create(file, WriteMode.OVERWRITE).close();
        } else if (committer != null) {
            committer.commit();
        } else {
            throw new IllegalStateException("%s is not closed yet".formatted(file));
        }
    }

    @Override
    void abandon() {
        if (committer != null) {
            // What was uploaded of an object without a commit is for the store to remove.
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            // What came before matters more.
        }
    }
}
