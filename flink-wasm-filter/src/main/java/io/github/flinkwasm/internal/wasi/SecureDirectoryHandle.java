package io.github.flinkwasm.internal.wasi;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * A directory held open by the operating system: every operation starts from the open directory
 * itself ({@code openat}), so whatever is renamed or replaced meanwhile, nothing outside it can be
 * reached.
 *
 * <p>Only {@link #linkTarget} goes by path, because {@code java.nio} cannot read links relative to
 * an open directory. Somebody who swaps a parent directory in that moment can make it answer with
 * the text of another link; that text is then walked under the same rules as any other.
 */
final class SecureDirectoryHandle implements DirectoryHandle {
    private final SecureDirectoryStream<Path> stream;
    private final Path path;

    /**
     * @param path where the directory was found; for {@link #linkTarget} alone
     */
    SecureDirectoryHandle(SecureDirectoryStream<Path> stream, Path path) {
        this.stream = stream;
        this.path = path;
    }

    @Override
    public BasicFileAttributes attributes(String name) throws IOException {
        return read(
                stream.getFileAttributeView(
                        component(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public BasicFileAttributes attributes() throws IOException {
        return read(stream.getFileAttributeView(BasicFileAttributeView.class));
    }

    private static BasicFileAttributes read(BasicFileAttributeView view) throws IOException {
        return view.readAttributes();
    }

    @Override
    public DirectoryHandle directory(String name) throws IOException {
        Path component = component(name);
        return new SecureDirectoryHandle(
                stream.newDirectoryStream(component, LinkOption.NOFOLLOW_LINKS),
                path.resolve(component));
    }

    @Override
    public SeekableByteChannel file(String name) throws IOException {
        return stream.newByteChannel(
                component(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Opens or makes a file for writing. Fails if it is a link.
     *
     * @param options besides those to write and to follow no link
     */
    SeekableByteChannel fileToWrite(String name, Set<StandardOpenOption> options)
            throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(StandardOpenOption.WRITE);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return stream.newByteChannel(component(name), all);
    }

    /** Removes a file, or a link itself. */
    void deleteFile(String name) throws IOException {
        stream.deleteFile(component(name));
    }

    /** Removes an empty directory. */
    void deleteDirectory(String name) throws IOException {
        stream.deleteDirectory(component(name));
    }

    /** Moves an entry into another open directory, where it replaces a file of the same name. */
    void move(String name, SecureDirectoryHandle target, String newName) throws IOException {
        stream.move(component(name), target.stream, target.component(newName));
    }

    @Override
    public String linkTarget(String name) throws IOException {
        return Files.readSymbolicLink(path.resolve(component(name))).toString();
    }

    @Override
    public Iterator<String> names() {
        Iterator<Path> entries = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public String next() {
                return String.valueOf(entries.next().getFileName());
            }
        };
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private Path component(String name) throws NoSuchFileException {
        return GrantedDirectory.component(path.getFileSystem(), name);
    }
}
