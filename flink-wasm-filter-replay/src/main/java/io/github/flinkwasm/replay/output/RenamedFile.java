package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/** A file under a hidden name that nobody else has, until it is renamed. */
final class RenamedFile extends PendingFile {
    /** What the name of a file ends with until it is finished. */
    static final String IN_PROGRESS_PATTERN = "\\.[0-9a-f]{16}\\.inprogress";

    private static final String LOCAL = "file";

    /** Made once: asking the system for a source of entropy is slow. Thread-safe. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FileSystem fileSystem;
    private final Path file;
    private final Path temporary;
    private final boolean isLocal;
    private final FSDataOutputStream out;
    private boolean published;

    private RenamedFile(FileSystem fileSystem, Path file, Path temporary, FSDataOutputStream out) {
        this.fileSystem = fileSystem;
        this.file = file;
        this.temporary = temporary;
        this.out = out;
        String scheme = fileSystem.getUri().getScheme();
        this.isLocal = scheme == null || scheme.equals(LOCAL);
    }

    static RenamedFile create(FileSystem fileSystem, Path file) throws IOException {
        Path temporary =
                new Path(file.getParent(), ".%s.%s.inprogress".formatted(file.getName(), token()));
        return new RenamedFile(
                fileSystem, file, temporary, fileSystem.create(temporary, WriteMode.OVERWRITE));
    }

    private static String token() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    OutputStream stream() {
        return out;
    }

    @Override
    void close() throws IOException {
        try (out) {
            out.flush();
            if (isLocal) {
                out.sync();
            }
        }
    }

    @Override
    void publish() throws IOException {
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

    @Override
    void abandon() {
        if (published) {
            return;
        }
        try {
            out.close();
            fileSystem.delete(temporary, false);
        } catch (IOException e) {
            // What came before matters more, and leftovers are removed at the end.
        }
    }
}
