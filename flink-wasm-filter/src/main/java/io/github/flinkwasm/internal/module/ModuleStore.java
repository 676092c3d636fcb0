package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.ModuleLoadException;
import java.io.IOException;
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
        if (WholeFile.holds(fileSystem, target, bytes.length)) {
            return false;
        }
        WholeFile.publish(target, bytes);
        return true;
    }
}
