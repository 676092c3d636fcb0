package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Reads modules from any Flink file system or the class path, bounded in size, and verifies their
 * digest before anything looks at the bytes.
 */
public final class ModuleLoader {
    private static final String CLASSPATH = "classpath:";

    private final ModuleReference reference;

    /** Without the credentials that the URI may hold; they are in no message. */
    private final String displayUri;

    private ModuleLoader(ModuleReference reference) {
        this.reference = reference;
        this.displayUri = ModuleReference.of(reference.uri()).toString();
    }

    /**
     * Loads a module. What a network or a busy server may have made fail is tried again for some
     * seconds.
     *
     * @param maxSize the most bytes a module may have
     * @throws ModuleLoadException if it cannot be read: wrong path, no permission, no such file
     *     system
     * @throws ModuleRejectedException if it is too large, or its digest is not the pinned one
     */
    public static LoadedModule load(ModuleReference reference, MemorySize maxSize) {
        ModuleLoader loader = new ModuleLoader(reference);
        return Patience.with(() -> loader.load(maxSize.getBytes()));
    }

    private LoadedModule load(long maxSize) {
        byte[] bytes = read(maxSize);
        String sha256 = sha256(bytes);
        Optional<String> pin = reference.sha256();
        if (pin.isPresent() && !pin.get().equals(sha256)) {
            throw new ModuleRejectedException(
                    "Module "
                            + displayUri
                            + " has sha256 "
                            + sha256
                            + ", but it is pinned to "
                            + pin.get()
                            + ". The file was changed or overwritten: restore the pinned file, or"
                            + " pin the new one if the change is meant.");
        }
        return new LoadedModule(
                bytes, sha256, displayUri + " (sha256 " + sha256.substring(0, 12) + "…)");
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

    private byte[] read(long maxSize) {
        String uri = reference.uri();
        FileProblem problem = new FileProblem(uri);
        try {
            return uri.startsWith(CLASSPATH)
                    ? readClasspath(uri.substring(CLASSPATH.length()), maxSize)
                    : readFileSystem(new Path(uri), maxSize);
        } catch (IOException failed) {
            throw problem.reading(failed);
        } catch (IllegalArgumentException | URISyntaxException notAPath) {
            throw new ModuleLoadException(
                    "\""
                            + displayUri
                            + "\" is no path or URI of a module: "
                            + problem.reasonOf(notAPath)
                            + ".",
                    notAPath);
        }
    }

    private byte[] readClasspath(String name, long maxSize) throws IOException, URISyntaxException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ModuleLoader.class.getClassLoader() : context;
        URL resource = loader.getResource(name.startsWith("/") ? name.substring(1) : name);
        if (resource == null) {
            throw new ModuleLoadException(
                    "Module "
                            + displayUri
                            + " is not on the class path. Give the resource's full name, as in"
                            + " classpath:filters/redact.wasm, and check that it is in the job's"
                            + " jar.");
        }
        boolean isFile = resource.getProtocol().equals("file");
        if (isFile && Files.isDirectory(java.nio.file.Path.of(resource.toURI()))) {
            throw isDirectory();
        }
        URLConnection connection = resource.openConnection();
        // The cache would keep the job's jar open for the life of the JVM.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return readBounded(in, maxSize);
        }
    }

    private byte[] readFileSystem(Path path, long maxSize) throws IOException {
        return FileProblem.checked(() -> readFile(path, maxSize));
    }

    private byte[] readFile(Path path, long maxSize) throws IOException {
        FileSystem fileSystem = path.getFileSystem();
        FileStatus status;
        try {
            status = fileSystem.getFileStatus(path);
        } catch (FileNotFoundException | NoSuchFileException missing) {
            throw new FileProblem(reference.uri()).missing(missing);
        }
        if (status.isDir()) {
            throw isDirectory();
        }
        if (status.getLen() > maxSize) {
            throw tooLarge(status.getLen(), maxSize);
        }
        byte[] bytes;
        try (InputStream in = fileSystem.open(path)) {
            bytes = readBounded(in, maxSize);
        }
        // More than that is fine: a pipe, as the shell's <(…) makes one, has length 0.
        if (bytes.length < status.getLen()) {
            throw new IOException(
                    String.format(
                            "it ended after %,d of %,d bytes", bytes.length, status.getLen()));
        }
        return bytes;
    }

    private byte[] readBounded(InputStream in, long maxSize) throws IOException {
        int limit = (int) Math.min(maxSize, Integer.MAX_VALUE - 16);
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) {
            throw tooLarge(limit + 1L, maxSize);
        }
        return bytes;
    }

    private ModuleLoadException isDirectory() {
        return new ModuleLoadException(
                "Module " + displayUri + " is a directory. Give the .wasm file in it.");
    }

    private ModuleRejectedException tooLarge(long found, long allowed) {
        return new ModuleRejectedException(
                String.format(
                        "Module %s has at least %,d bytes, but the limit is %,d. Strip debug"
                            + " information (wasm-strip, or strip = true in Cargo.toml), or raise"
                            + " the module size limit.",
                        displayUri, found, allowed));
    }
}
