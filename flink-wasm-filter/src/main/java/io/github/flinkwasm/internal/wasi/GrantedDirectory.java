package io.github.flinkwasm.internal.wasi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/** A directory of the host that guests may read. Immutable; opened anew for every operation. */
final class GrantedDirectory {
    /** The most entries of one directory that a guest can list. */
    static final int MAX_ENTRIES = 1 << 16;

    private final String guestPath;
    private final Path realPath;
    private final boolean mayBeSecure;

    private GrantedDirectory(String guestPath, Path realPath, boolean mayBeSecure) {
        this.guestPath = guestPath;
        this.realPath = realPath;
        this.mayBeSecure = mayBeSecure;
    }

    /**
     * @throws IllegalArgumentException if the host's path is no directory that can be read
     */
    static GrantedDirectory of(String guestPath, Path hostPath) {
        if (guestPath.isEmpty() || guestPath.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "The accessible path "
                            + hostPath
                            + " has the guest name "
                            + HarmlessText.quoted(guestPath, 80)
                            + "; it must not be empty and must not contain a NUL");
        }
        GrantedDirectory directory =
                new GrantedDirectory(guestPath, realDirectory(guestPath, hostPath), true);
        // Opens it once, for the message's sake and so that all classes behind it are initialized.
        try (DirectoryHandle handle = directory.open()) {
            handle.attributes();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    described(guestPath, hostPath) + " cannot be read: " + e, e);
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
        return new GrantedDirectory(guestPath, realPath, false);
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
