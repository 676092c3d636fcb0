package io.github.flinkwasm.replay.output;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** Files that are there whole or not at all, on any file system of Flink's. */
final class OutputFiles {

    private OutputFiles() {}

    /** Writes a whole file. */
    static void write(Path file, byte[] content) throws IOException {
        PendingFile pending = PendingFile.create(file);
        try {
            pending.stream().write(content);
            pending.close();
            pending.publish();
        } finally {
            pending.abandon();
        }
    }

    /** Reads a whole file. */
    static byte[] read(Path file) throws IOException {
        try (FSDataInputStream in = file.getFileSystem().open(file)) {
            return in.readAllBytes();
        }
    }
}
