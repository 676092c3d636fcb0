package io.github.flinkwasm.internal.wasi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/**
 * A directory of the host that guests may read, and write only if that was asked for. Immutable;
 * opened anew for every operation.
 */
final class GrantedDirectory {
    /** The most entries of one directory that a guest can list. */
    static final int MAX_ENTRIES = 1 << 16;

    private final String guestPath;
    private final Path realPath;
    private final boolean mayBeSecure;
    private final boolean writable;

    private GrantedDirectory(
            String guestPath, Path realPath, boolean mayBeSecure, boolean writable) {
        this.guestPath = guestPath;
        this.realPath = realPath;
        this.mayBeSecure = mayBeSecure;
        this.writable = writable;
    }

    /**
     * @throws IllegalArgumentException if the host's path is no directory that can be read
     */
    static GrantedDirectory of(String guestPath, Path hostPath) {
        return of(guestPath, hostPath, false);
    }

    /**
     * A directory that guests may change, too.
     *
     * @throws IllegalArgumentException as {@link #of}; also if the file system has no secure way to
     *     change it
     */
    static GrantedDirectory writable(String guestPath, Path hostPath) {
        return of(guestPath, hostPath, true);
    }

    private static GrantedDirectory of(String guestPath, Path hostPath, boolean writable) {
        if (guestPath.isEmpty() || guestPath.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "The accessible path "
                            + hostPath
                            + " has the guest name "
                            + HarmlessText.quoted(guestPath, 80)
                            + "; it must not be empty and must not contain a NUL");
        }
        GrantedDirectory directory =
                new GrantedDirectory(guestPath, realDirectory(guestPath, hostPath), true, writable);
        // Opens it once, for the message's sake and so that all classes behind it are initialized.
        try (DirectoryHandle handle = directory.open()) {
            handle.attributes();
            if (writable && handle instanceof SecureDirectoryHandle secure) {
                directory.tryOut(secure);
            } else if (writable) {
                throw new IllegalArgumentException(
                        described(guestPath, hostPath)
                                + " cannot be granted for writing: its file system opens files by"
                                + " path only, so a link swapped in at the right moment would lead"
                                + " out. Grant it for reading, or choose a directory on a file"
                                + " system of Linux");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    described(guestPath, hostPath)
                            + " cannot be "
                            + (writable ? "written: " : "read: ")
                            + e,
                    e);
        }
        return directory;
    }

    private static Path realDirectory(String guestPath, Path hostPath) {
        try {
            Path real = hostPath.toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
            throw new IllegalArgumentException(
                    described(guestPath, hostPath)
                            + " is not a directory; grant the directory that contains it");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    described(guestPath, hostPath)
                            + " does not exist here; it must exist on every machine that runs the"
                            + " filter",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    described(guestPath, hostPath) + " cannot be resolved: " + e, e);
        }
    }

    private static String described(String guestPath, Path hostPath) {
        return "The accessible path "
                + hostPath.toAbsolutePath()
                + " (guest name "
                + HarmlessText.quoted(guestPath, 80)
                + ")";
    }

    /** The same directory, accessed as where the operating system offers no secure way. */
    GrantedDirectory withoutSecureStreams() {
        return new GrantedDirectory(guestPath, realPath, false, writable);
    }

    boolean isWritable() {
        return writable;
    }

    void requireWritable() throws ErrnoException {
        if (!writable) {
            throw Errno.ROFS.exception();
        }
    }

    /**
     * Fails if the other directory lies in this one and this one is writable. The guest could then
     * rename what leads there, and put something else in its place, whose links would be followed
     * when the other directory is opened.
     */
    void requireApartFrom(GrantedDirectory other) {
        if (writable && other.realPath.startsWith(realPath)) {
            throw new IllegalArgumentException(
                    described(guestPath, realPath)
                            + " is granted for writing, but "
                            + described(other.guestPath, other.realPath).replaceFirst("The", "the")
                            + ", lies in it. Grant directories that lie side by side, or the outer"
                            + " one for reading");
        }
    }

    private static String temporaryName() {
        return ".wasm-filter-" + UUID.randomUUID();
    }

    /** Writes once, for the same reasons as the directory is opened once. */
    private void tryOut(SecureDirectoryHandle root) throws IOException {
        String name = temporaryName();
        createDirectory(root, name);
        root.deleteDirectory(name);
        try (SeekableByteChannel file =
                root.fileToWrite(
                        name, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND))) {
            file.write(ByteBuffer.allocate(1));
        } finally {
            root.deleteFile(name);
        }
    }

    /**
     * Makes a directory. {@code java.nio} can make one by path only; so it is made in the granted
     * directory, whose path no guest can change, and moved to its place relative to open ones.
     */
    void createDirectory(SecureDirectoryHandle parent, String name) throws IOException {
        String temporary = temporaryName();
        try (DirectoryHandle opened = open()) {
            if (!(opened instanceof SecureDirectoryHandle root)) {
                throw new AccessDeniedException(name, null, "it cannot be changed securely");
            }
            Files.createDirectory(realPath.resolve(temporary));
            boolean moved = false;
            try {
                root.move(temporary, parent, name);
                moved = true;
            } finally {
                if (!moved) {
                    root.deleteDirectory(temporary);
                }
            }
        }
    }

    /** Opens the directory. */
    @SuppressWarnings("StreamResourceLeak") // the handle closes it
    DirectoryHandle open() throws IOException {
        if (!mayBeSecure) {
            return new CheckedDirectoryHandle(realPath);
        }
        DirectoryStream<Path> stream = Files.newDirectoryStream(realPath);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureDirectoryHandle(secure, realPath);
        }
        stream.close();
        return new CheckedDirectoryHandle(realPath);
    }

    /** The guest's name of the directory, as bytes. */
    byte[] guestName() {
        return guestPath.getBytes(StandardCharsets.UTF_8);
    }

    /** A relative path of exactly one name that is no {@code .} or {@code ..}. */
    static Path component(FileSystem fileSystem, String name) throws NoSuchFileException {
        try {
            Path path = fileSystem.getPath(name);
            boolean isName =
                    !path.isAbsolute()
                            && path.getNameCount() == 1
                            && path.toString().equals(name)
                            && !name.isEmpty()
                            && !name.equals(".")
                            && !name.equals("..");
            if (isName) {
                return path;
            }
        } catch (InvalidPathException e) {
            // What the host cannot express as a name does not exist there.
        }
        throw new NoSuchFileException(HarmlessText.of(name));
    }
}
