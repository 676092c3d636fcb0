package io.github.flinkwasm.internal.wasi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;

/**
 * One open directory at or below a granted one. Names are single components, never {@code .} or
 * {@code ..}, and no operation follows a symbolic link: {@link PathWalk} decides about those.
 */
interface DirectoryHandle extends Closeable {

    /** The attributes of an entry; those of the link if it is one. */
    BasicFileAttributes attributes(String name) throws IOException;

    /** The attributes of this directory. */
    BasicFileAttributes attributes() throws IOException;

    /** Opens a directory in this one. Fails if it is something else, also a link. */
    DirectoryHandle directory(String name) throws IOException;

    /** Opens a file in this directory for reading. Fails if it is a link. */
    SeekableByteChannel file(String name) throws IOException;

    /**
     * Where a symbolic link points. Only ever a suggestion: the answer is walked like a path that
     * the guest gave.
     */
    String linkTarget(String name) throws IOException;

    /** The names of all entries, in no particular order. To be asked for once. */
    Iterator<String> names() throws IOException;
}
