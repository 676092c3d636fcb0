package io.github.flinkwasm.internal.module;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Small files on any Flink file system, written so that readers see the whole file or none.
 * Whatever a file system's plugin throws comes out as an {@link IOException}.
 */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file, replacing one that may be there. It is written beside its place and renamed,
     * where renaming is atomic (local files, HDFS). An object store makes an object visible only
     * when it is closed, so there it is written in place.
     *
     * <p>HDFS does not rename over a file: there one that is already in its place stays, if it has
     * the same length, and is removed first otherwise.
     */
    public static void publish(Path target, byte[] bytes) throws IOException {
        FileProblem.checked(
                () -> {
                    publishOnce(target.getFileSystem(), target, bytes);
                    return true;
                });
    }

    private static void publishOnce(FileSystem fileSystem, Path target, byte[] bytes)
            throws IOException {
        if (fileSystem.isDistributedFS() && !"hdfs".equals(fileSystem.getUri().getScheme())) {
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
            if (!renamed && !holds(fileSystem, target, bytes.length)) {
                fileSystem.delete(target, false);
                renamed = fileSystem.rename(part, target);
            }
        } finally {
            if (!renamed) {
                fileSystem.delete(part, false);
            }
        }
        if (!renamed && !holds(fileSystem, target, bytes.length)) {
            throw new IOException("renaming " + part + " failed");
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
