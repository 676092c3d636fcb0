package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.util.Set;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * Files that are there whole or not at all, on any file system of Flink's. See docs/rationale.md,
 * "Why does a replay rename files only where that is cheap?"
 */
final class OutputFiles {
    /** Where a file shows only once it is closed, and renaming it would copy it. */
    private static final Set<String> OBJECT_STORES =
            Set.of(
                    "s3", "s3a", "s3n", "s3p", "gs", "oss", "abfs", "abfss", "wasb", "wasbs",
                    "cosn");

    private static final String LOCAL = "file";
    private static final String IN_PROGRESS = ".inprogress";

    private OutputFiles() {}

    /** Under which name a file is written until it is finished. */
    static Path temporary(Path file) throws IOException {
        return isObjectStore(file)
                ? file
                : new Path(file.getParent(), "." + file.getName() + IN_PROGRESS);
    }

    /** Starts a file under its temporary name; what is there already is overwritten. */
    static FSDataOutputStream create(Path file) throws IOException {
        return file.getFileSystem().create(temporary(file), WriteMode.OVERWRITE);
    }

    /** Closes a file so that a crash of the machine does not lose it either, where that can be. */
    static void close(FSDataOutputStream out, Path file) throws IOException {
        try (out) {
            out.flush();
            if (LOCAL.equals(scheme(file))) {
                out.sync();
            }
        }
    }

    /** Gives a closed file its name. */
    static void publish(Path file) throws IOException {
        Path temporary = temporary(file);
        if (temporary.equals(file)) {
            return;
        }
        FileSystem fileSystem = file.getFileSystem();
        // Some file systems rename over an existing file, others do not.
        if (!LOCAL.equals(scheme(file)) && fileSystem.exists(file)) {
            fileSystem.delete(file, false);
        }
        if (!fileSystem.rename(temporary, file)) {
            throw new IOException(
                    "File %s is written, but could not be renamed to %s. Check that the directory may be written."
                            .formatted(temporary, file));
        }
    }

    /** Writes a whole file. */
    static void write(Path file, byte[] content) throws IOException {
        FSDataOutputStream out = create(file);
        try {
            out.write(content);
        } catch (IOException e) {
            try (out) {
                throw e;
            }
        }
        close(out, file);
        publish(file);
    }

    /** Reads a whole file. */
    static byte[] read(Path file) throws IOException {
        try (FSDataInputStream in = file.getFileSystem().open(file)) {
            return in.readAllBytes();
        }
    }

    private static boolean isObjectStore(Path file) throws IOException {
        return OBJECT_STORES.contains(scheme(file));
    }

    private static String scheme(Path file) throws IOException {
        String scheme = file.getFileSystem().getUri().getScheme();
        return scheme == null ? LOCAL : scheme;
    }
}
