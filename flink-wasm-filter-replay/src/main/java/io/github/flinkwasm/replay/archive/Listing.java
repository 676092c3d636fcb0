package io.github.flinkwasm.replay.archive;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What stands where in a file system.
 *
 * <p>Local directories are listed by Java, not by Flink: there a colon in one name, as in {@code
 * app-11:47.log}, keeps the whole directory from being listed, a pipe looks like a file, and
 * symbolic links that go round are followed until the path is too long.
 */
final class Listing {
    private final FileSystem fileSystem;
    private final boolean isLocal;

    private Listing(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
        this.isLocal = "file".equals(fileSystem.getUri().getScheme());
    }

    /**
     * One file or directory.
     *
     * @param name the last part of its path
     * @param realPath of a local directory, behind all symbolic links
     */
    record Entry(
            Path path,
            String name,
            boolean isDirectory,
            long length,
            long modified,
            @Nullable String realPath) {

        ArchiveFile file(String nameOfFile) {
            return new ArchiveFile(path.toString(), nameOfFile, length, modified);
        }
    }

    /** The name of a child, of which nothing else need be known yet. */
    record Child(String name, @Nullable FileStatus status, java.nio.file.@Nullable Path local) {
        /**
         * Looks at it.
         *
         * @throws FileNotFoundException if it can be neither read nor listed, and why
         */
        Entry entry() throws FileNotFoundException {
            return status != null ? of(status) : Listing.of(require(local));
        }

        /** Whether it is worth going into; a file that is not wanted is not looked at. */
        boolean isDirectory() {
            return status != null ? status.isDir() : Files.isDirectory(require(local));
        }

        private static java.nio.file.Path require(java.nio.file.@Nullable Path local) {
            if (local == null) {
                throw new IllegalStateException("A child is local, or has a status");
            }
            return local;
        }
    }

    static Listing on(FileSystem fileSystem) {
        return new Listing(fileSystem);
    }

    /**
     * What is at a path, or null if nothing is.
     *
     * @throws FileNotFoundException if it can be neither read nor listed, and why
     */
    @Nullable Entry at(Path path) throws IOException {
        if (!isLocal) {
            try {
                return of(fileSystem.getFileStatus(path));
            } catch (FileNotFoundException e) {
                return null;
            }
        }
        java.nio.file.Path local = local(path);
        return local == null || !Files.exists(local, LinkOption.NOFOLLOW_LINKS) ? null : of(local);
    }

    /**
     * The children in the order of their names, whatever order the file system has.
     *
     * @throws FileNotFoundException if the directory cannot be listed
     */
    List<Child> children(Path directory) throws IOException {
        java.nio.file.Path local = isLocal ? local(directory) : null;
        List<Child> children = local == null ? listed(directory) : listed(local);
        children.sort(Comparator.comparing(Child::name));
        return children;
    }

    private List<Child> listed(Path directory) throws IOException {
        FileStatus @Nullable [] statuses = fileSystem.listStatus(directory);
        if (statuses == null) {
            throw notListed(directory.toString(), "it is gone");
        }
        List<Child> children = new ArrayList<>();
        for (FileStatus status : statuses) {
            children.add(new Child(status.getPath().getName(), status, null));
        }
        return children;
    }

    private static List<Child> listed(java.nio.file.Path directory) throws FileNotFoundException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<java.nio.file.Path> names = Files.newDirectoryStream(directory)) {
            for (java.nio.file.Path child : names) {
                children.add(new Child(String.valueOf(child.getFileName()), null, child));
            }
        } catch (DirectoryIteratorException e) {
            throw notListed(directory.toString(), reasonOf(e.getCause()));
        } catch (IOException e) {
            throw notListed(directory.toString(), reasonOf(e));
        }
        return children;
    }

    private static Entry of(FileStatus status) {
        return new Entry(
                status.getPath(),
                status.getPath().getName(),
                status.isDir(),
                status.getLen(),
                status.getModificationTime(),
                null);
    }

    private static Entry of(java.nio.file.Path local) throws FileNotFoundException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(local, BasicFileAttributes.class);
            if (attributes.isOther()) {
                throw refused(
                        local,
                        "it is a pipe, a socket or a device. A replay reads files, and after a kill"
                                + " once more: write what comes from it into a file");
            }
            boolean isDirectory = attributes.isDirectory();
            return new Entry(
                    pathOf(local),
                    String.valueOf(local.getFileName()),
                    isDirectory,
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis(),
                    isDirectory ? local.toRealPath().toString() : null);
        } catch (FileNotFoundException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw refused(
                    local,
                    Files.isSymbolicLink(local)
                            ? "it is a symbolic link to nothing. Remove it"
                            : "it is gone. Begin again");
        } catch (IOException e) {
            throw refused(local, reasonOf(e) + ". Correct that");
        }
    }

    /** The path by which Flink opens it. */
    private static Path pathOf(java.nio.file.Path local) throws FileNotFoundException {
        String text = local.toAbsolutePath().normalize().toString();
        Path path = new Path("file:" + text);
        // Flink takes a backslash for a slash, and drops spaces at the end.
        if (!text.equals(path.getPath()) || !isSame(local, text)) {
            throw refused(
                    local,
                    "its name has a backslash, spaces at its end, or characters that are none in"
                            + " the locale's encoding (LC_ALL=C.UTF-8 has most). Rename it");
        }
        return path;
    }

    /** Whether the text still is the name: bytes that are no characters are lost in it. */
    private static boolean isSame(java.nio.file.Path local, String text) {
        try {
            return java.nio.file.Path.of(text).equals(local.toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static java.nio.file.@Nullable Path local(Path path) {
        try {
            return new File(path.getPath()).toPath().toAbsolutePath();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String reasonOf(IOException problem) {
        return problem instanceof AccessDeniedException
                ? "permission denied"
                : String.valueOf(problem.getMessage());
    }

    private static FileNotFoundException refused(java.nio.file.Path local, String why) {
        return new FileNotFoundException(
                "%s cannot be read: %s, or name other files.".formatted(local, why));
    }

    private static FileNotFoundException notListed(String directory, String why) {
        return new FileNotFoundException(
                "The directory %s cannot be listed: %s. Check that it may be read, or name other files."
                        .formatted(directory, why));
    }
}
