package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of the host that a guest has open. Positions belong to descriptors, not to this: several
 * descriptors, of the running guest and of snapshots, may share it.
 *
 * <p>An interrupt closes Java's file channels. The next read then opens the file again where it
 * was.
 */
final class OpenFile {
    private final GrantedDirectory grant;
    private final List<String> directory;
    private final String name;
    private final BasicFileAttributes attributes;
    private @Nullable SeekableByteChannel channel;
    private boolean retained;

    /** Opens the file that a walk found. */
    OpenFile(GrantedDirectory grant, PathWalk walk) throws ErrnoException, IOException {
        this.grant = grant;
        this.directory = walk.directoryPath();
        this.name = walk.name();
        this.attributes = walk.attributes();
        this.channel = walk.openFile();
    }

    /** As of when the file was opened. */
    BasicFileAttributes attributes() {
        return attributes;
    }

    long size(GuestCall call) throws ErrnoException, IOException {
        return channel(call).size();
    }

    /** Reads once. Returns the number of bytes, 0 at the end of the file. */
    int read(GuestCall call, long position, ByteBuffer target) throws ErrnoException, IOException {
        SeekableByteChannel source = channel(call);
        if (position >= source.size()) {
            return 0; // also where no operating system could position itself
        }
        source.position(position);
        return Math.max(0, source.read(target));
    }

    private SeekableByteChannel channel(GuestCall call) throws ErrnoException, IOException {
        SeekableByteChannel current = channel;
        if (current == null || !isOpen()) {
            try (PathWalk walk = PathWalk.to(call, grant, directory, name, false)) {
                if (!walk.attributes().isRegularFile()) {
                    throw Errno.IO.exception();
                }
                current = walk.openFile();
                channel = current;
            }
        }
        return current;
    }

    /** Keeps the file open although the guest may close it: a snapshot needs it. */
    void retain() {
        retained = true;
    }

    /** Closes the file for the guest. */
    void release() {
        if (!retained) {
            close();
        }
    }

    boolean isOpen() {
        SeekableByteChannel current = channel;
        return current != null && current.isOpen();
    }

    /** Closes the file. */
    void close() {
        SeekableByteChannel current = channel;
        channel = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // It was only read: there is nothing left that could be lost.
            }
        }
    }
}
