package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * Reads modules from any Flink file system or the class path, bounded in size, and verifies their digest before
 * anything looks at the bytes.
 */
public final class ModuleLoader {
    private static final String CLASSPATH = "classpath:";

    private ModuleLoader() {}

    /**
     * Loads a module.
     *
     * @param maxSize the most bytes a module may have
     * @throws ModuleLoadException if it cannot be read: wrong path, no permission, no such file system
     * @throws ModuleRejectedException if it is too large, or its digest is not the pinned one
     */
    public static LoadedModule load(ModuleReference reference, MemorySize maxSize) {
        byte[] bytes = read(reference.uri(), maxSize.getBytes());
        String sha256 = sha256(bytes);
        Optional<String> pin = reference.sha256();
        if (pin.isPresent() && !pin.get().equals(sha256)) {
            throw new ModuleRejectedException(
                    "Module "
                            + reference.uri()
                            + " has sha256 "
                            + sha256
                            + ", but it is pinned to "
                            + pin.get()
                            + ". The file was changed or overwritten: restore the pinned file, or pin the new"
                            + " one if the change is meant.");
        }
        return new LoadedModule(
                bytes, sha256, reference.uri() + " (sha256 " + sha256.substring(0, 12) + "…)");
    }

    /** The SHA-256 of some bytes, as 64 lower-case hex digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has to have SHA-256.
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] read(String uri, long maxSize) {
        try {
            return uri.startsWith(CLASSPATH)
                    ? readClasspath(uri.substring(CLASSPATH.length()), uri, maxSize)
                    : readFileSystem(uri, maxSize);
        } catch (FileNotFoundException | java.nio.file.NoSuchFileException missing) {
            throw notFound(uri, missing);
        } catch (UnsupportedFileSystemSchemeException scheme) {
            throw new ModuleLoadException(
                    "Module "
                            + uri
                            + " is on a file system that Flink does not know here. Put the file system's plugin"
                            + " (such as flink-s3-fs-hadoop) into Flink's plugins directory, or check the"
                            + " scheme.",
                    scheme);
        } catch (IOException failed) {
            throw new ModuleLoadException(
                    "Module "
                            + uri
                            + " cannot be read: "
                            + failed.getMessage()
                            + ". Check the path, the permissions and the file system's configuration.",
                    failed);
        } catch (IllegalArgumentException notAPath) {
            throw new ModuleLoadException(
                    "\""
                            + uri
                            + "\" is no path or URI of a module: "
                            + notAPath.getMessage()
                            + ".",
                    notAPath);
        }
    }

    private static ModuleLoadException notFound(String uri, Exception cause) {
        return new ModuleLoadException(
                "Module "
                        + uri
                        + " does not exist. Check the path; a relative one is resolved against the working"
                        + " directory of the process.",
                cause);
    }

    private static byte[] readClasspath(String name, String uri, long maxSize) throws IOException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ModuleLoader.class.getClassLoader() : context;
        URL resource = loader.getResource(name.startsWith("/") ? name.substring(1) : name);
        if (resource == null) {
            throw new ModuleLoadException(
                    "Module "
                            + uri
                            + " is not on the class path. Give the resource's full name, as in"
                            + " classpath:filters/redact.wasm, and check that it is in the job's jar.",
                    null);
        }
        try (InputStream in = resource.openStream()) {
            return readBounded(in, uri, maxSize);
        }
    }

    private static byte[] readFileSystem(String uri, long maxSize) throws IOException {
        Path path = new Path(uri);
        FileSystem fileSystem = path.getFileSystem();
        FileStatus status = fileSystem.getFileStatus(path);
        if (status.isDir()) {
            throw new ModuleLoadException(
                    "Module " + uri + " is a directory. Give the .wasm file in it.", null);
        }
        if (status.getLen() > maxSize) {
            throw tooLarge(uri, status.getLen(), maxSize);
        }
        try (InputStream in = fileSystem.open(path)) {
            return readBounded(in, uri, maxSize);
        }
    }

    private static byte[] readBounded(InputStream in, String uri, long maxSize) throws IOException {
        int limit = (int) Math.min(maxSize, Integer.MAX_VALUE - 16);
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) {
            throw tooLarge(uri, limit + 1L, maxSize);
        }
        return bytes;
    }

    private static ModuleRejectedException tooLarge(String uri, long found, long allowed) {
        return new ModuleRejectedException(
                String.format(
                        "Module %s has at least %,d bytes, but the limit is %,d. Strip debug information"
                                + " (wasm-strip, or strip = true in Cargo.toml), or raise the module size limit.",
                        uri, found, allowed));
    }
}
