package io.github.flinkwasm.internal.module;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Small files on any Flink file system, written so that readers see the whole file or none.
 * Whatever a file system's plugin throws comes out as an {@link IOException}.
 */
public final class WholeFile {
    /**
     * Object stores whose file systems show an object when it is closed, and rename by copying. A
     * list, and no rule: {@code viewfs}, {@code webhdfs} or {@code abfs} are distributed too, and
     * show a file, empty, as soon as it is created.
     */
    private static final Set<String> OBJECT_STORES =
            Set.of("s3", "s3a", "s3n", "s3p", "gs", "oss", "cosn");

    private WholeFile() {}

    /**
     * Whether this file system is an object store that shows an object only when it is closed.
     * There a directory need not be made.
     */
    public static boolean showsWhatIsClosed(FileSystem fileSystem) {
        String scheme = fileSystem.getUri().getScheme();
        return scheme != null && OBJECT_STORES.contains(scheme);
    }

    /**
     * Writes a file, replacing one that may be there. It is written beside its place, under a
     * hidden name, and renamed; only where {@link #showsWhatIsClosed}, it is written in place.
     *
     * <p>HDFS and others do not rename over a file: there one that is already in its place stays,
     * if it has the same bytes, and is removed first otherwise. So readers may see none for a
     * moment.
     */
    public static void publish(Path target, byte[] bytes) throws IOException {
        FileProblem.checked(
                () -> {
                    publishOnce(target.getFileSystem(), target, bytes);
                    return true;
                });
    }

    static void publishOnce(FileSystem fileSystem, Path target, byte[] bytes) throws IOException {
        if (showsWhatIsClosed(fileSystem)) {
            write(fileSystem, target, bytes);
            return;
        }
        Path directory = target.getParent();
        fileSystem.mkdirs(directory);
        Path part = new Path(directory, "." + target.getName() + "." + UUID.randomUUID() + ".part");
        boolean renamed = false;
        try {
            write(fileSystem, part, bytes);
            renamed = fileSystem.rename(part, target);
            if (!renamed && !holds(fileSystem, target, bytes)) {
                fileSystem.delete(target, false);
                renamed = fileSystem.rename(part, target);
            }
        } finally {
            if (!renamed) {
                fileSystem.delete(part, false);
            }
        }
        if (!renamed && !holds(fileSystem, target, bytes)) {
            throw new IOException("renaming " + part + " failed");
        }
    }

    private static boolean holds(FileSystem fileSystem, Path path, byte[] bytes)
            throws IOException {
        if (!holds(fileSystem, path, bytes.length)) {
            return false;
        }
        try (InputStream in = fileSystem.open(path)) {
            return Arrays.equals(in.readNBytes(bytes.length), bytes);
        } catch (FileNotFoundException | NoSuchFileException goneMeanwhile) {
            return false;
        }
    }

    /** Whether there is a file of that length. */
    static boolean holds(FileSystem fileSystem, Path path, long length) throws IOException {
        try {
            return fileSystem.getFileStatus(path).getLen() == length;
        } catch (FileNotFoundException | NoSuchFileException notThere) {
            return false;
        }
    }

    /**
     * Reads a file.
     *
     * @param max how many bytes it may have
     * @return empty if there is no such file
     * @throws IOException if it cannot be read, is cut short on the way, or has more bytes
     */
    public static Optional<byte[]> read(Path path, int max) throws IOException {
        return FileProblem.checked(() -> readOnce(path, max));
    }

    private static Optional<byte[]> readOnce(Path path, int max) throws IOException {
        try {
            FileSystem fileSystem = path.getFileSystem();
            long length = fileSystem.getFileStatus(path).getLen();
            if (length > max) {
                throw new IOException(
                        String.format("it has %,d bytes, and %,d are allowed", length, max));
            }
            try (InputStream in = fileSystem.open(path)) {
                byte[] bytes = in.readNBytes((int) length);
                if (bytes.length < length) {
                    throw new IOException(
                            String.format("it ended after %,d of %,d bytes", bytes.length, length));
                }
                return Optional.of(bytes);
            }
        } catch (FileNotFoundException | NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    private static void write(FileSystem fileSystem, Path path, byte[] bytes) throws IOException {
        try (FSDataOutputStream out = fileSystem.create(path, FileSystem.WriteMode.OVERWRITE)) {
            out.write(bytes);
        }
    }
}
