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

/** Small files on any Flink file system, written so that readers see the whole file or none. */
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
    public static void publish(FileSystem fileSystem, Path target, byte[] bytes)
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
    public static boolean holds(FileSystem fileSystem, Path path, long length) throws IOException {
        return fileSystem.exists(path) && fileSystem.getFileStatus(path).getLen() == length;
    }

    /**
     * Reads a file.
     *
     * @param max how many bytes it may have
     * @return empty if there is no such file
     * @throws IOException if it cannot be read, or has more bytes
     */
    public static Optional<byte[]> read(FileSystem fileSystem, Path path, int max)
            throws IOException {
        try (InputStream in = fileSystem.open(path)) {
            byte[] bytes = in.readNBytes(max);
            if (bytes.length == max && in.read() >= 0) {
                throw new IOException(
                        String.format("%s has more than the %,d bytes allowed", path, max));
            }
            return Optional.of(bytes);
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
