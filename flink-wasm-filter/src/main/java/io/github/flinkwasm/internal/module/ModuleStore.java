package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.ModuleLoadException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Keeps copies of modules under their digest, as {@code <store>/<sha256>.wasm}, on any Flink file
 * system. A copy never changes once it is there, so a job that is pinned to it outlives the file
 * the module came from.
 */
public final class ModuleStore {
    private final String root;

    /**
     * @param root a directory's URI; made when the first module is stored
     */
    public ModuleStore(String root) {
        this.root = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }

    /** Where the copy of a module is, or would be. */
    public String uriOf(String sha256) {
        return root + "/" + sha256 + ".wasm";
    }

    /**
     * Puts a copy of a module into the store, unless a right one is there. Several clients may do
     * that at the same time; a reader never sees half a module, because it verifies the digest of
     * what it reads.
     *
     * @throws ModuleLoadException if the store cannot be written
     */
    public void put(byte[] bytes, String sha256) {
        String uri = uriOf(sha256);
        Patience.with(
                () -> {
                    try {
                        return FileProblem.checked(() -> putOnce(new Path(uri), bytes));
                    } catch (IOException failed) {
                        throw new FileProblem(uri).storing(failed);
                    }
                });
    }

    /** Whether it had to be written. */
    private static boolean putOnce(Path target, byte[] bytes) throws IOException {
        FileSystem fileSystem = target.getFileSystem();
        if (holds(fileSystem, target, bytes.length)) {
            return false;
        }
        publish(fileSystem, target, bytes);
        return true;
    }

    private static boolean holds(FileSystem fileSystem, Path target, long length)
            throws IOException {
        try {
            return fileSystem.getFileStatus(target).getLen() == length;
        } catch (FileNotFoundException | NoSuchFileException notThere) {
            return false;
        }
    }

    /**
     * Written beside its place and renamed, where renaming is atomic (local files, HDFS). An object
     * store makes an object visible only when it is closed, so there it is written in place.
     */
    private static void publish(FileSystem fileSystem, Path target, byte[] bytes)
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
        } finally {
            if (!renamed) {
                fileSystem.delete(part, false);
            }
        }
        if (!renamed && !holds(fileSystem, target, bytes.length)) {
            throw new IOException("renaming " + part + " failed");
        }
    }

    private static void write(FileSystem fileSystem, Path path, byte[] bytes) throws IOException {
        try (FSDataOutputStream out = fileSystem.create(path, FileSystem.WriteMode.OVERWRITE)) {
            out.write(bytes);
        }
    }
}
