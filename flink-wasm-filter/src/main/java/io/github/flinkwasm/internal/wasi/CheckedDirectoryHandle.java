package io.github.flinkwasm.internal.wasi;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A directory known by its path, for file systems without {@link
 * java.nio.file.SecureDirectoryStream}. Before and after every operation the directory's real path
 * must be what it was; so a directory that is replaced by a link is noticed, but somebody who
 * replaces it and puts it back in just that moment is not. On Linux the {@link
 * SecureDirectoryHandle} is used, which has no such moment.
 */
final class CheckedDirectoryHandle implements DirectoryHandle {
    private final Path path;

    /**
     * @param path a real path
     */
    CheckedDirectoryHandle(Path path) {
        this.path = path;
    }

    @Override
    public BasicFileAttributes attributes(String name) throws IOException {
        Path entry = component(name);
        return checked(
                () ->
                        Files.readAttributes(
                                entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public BasicFileAttributes attributes() throws IOException {
        return checked(
                () ->
                        Files.readAttributes(
                                path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public DirectoryHandle directory(String name) throws IOException {
        Path entry = component(name);
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(name);
        }
        CheckedDirectoryHandle handle = new CheckedDirectoryHandle(entry);
        handle.check();
        check();
        return handle;
    }

    @Override
    public SeekableByteChannel file(String name) throws IOException {
        Path entry = component(name);
        check();
        SeekableByteChannel channel =
                Files.newByteChannel(entry, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            check();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String linkTarget(String name) throws IOException {
        Path entry = component(name);
        return checked(() -> Files.readSymbolicLink(entry).toString());
    }

    @Override
    public Iterator<String> names() throws IOException {
        return checked(
                () -> {
                    List<String> names = new ArrayList<>();
                    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                        for (Path entry : entries) {
                            names.add(String.valueOf(entry.getFileName()));
                            if (names.size() > GrantedDirectory.MAX_ENTRIES) {
                                break;
                            }
                        }
                    }
                    return names.iterator();
                });
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private Path component(String name) throws NoSuchFileException {
        return path.resolve(GrantedDirectory.component(path.getFileSystem(), name));
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private <T> T checked(Operation<T> operation) throws IOException {
        check();
        T result = operation.run();
        check();
        return result;
    }

    private void check() throws IOException {
        if (!path.toRealPath().equals(path)) {
            throw new AccessDeniedException(path.toString(), null, "it was replaced by a link");
        }
    }
}
