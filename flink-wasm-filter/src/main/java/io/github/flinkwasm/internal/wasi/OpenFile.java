package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of the host that a guest has open. Positions belong to descriptors, not to this: several
 * descriptors, of the running guest and of snapshots, may share it.
 *
 * <p>An interrupt closes Java's file channels. The next read or write then opens the file again
 * where it was; to be written it must be the same file still.
 */
final class OpenFile {
    /**
     * How a file is opened.
     *
     * @param append every write goes to the end, whoever else writes meanwhile
     * @param sync every write is durable before it returns
     */
    record Mode(boolean read, boolean write, boolean append, boolean sync) {
        static final Mode READ_ONLY = new Mode(true, false, false, false);

        private Set<StandardOpenOption> options() {
            Set<StandardOpenOption> options = EnumSet.noneOf(StandardOpenOption.class);
            if (append) {
                options.add(StandardOpenOption.APPEND);
            }
            if (sync) {
                options.add(StandardOpenOption.SYNC);
            }
            return options;
        }
    }

    private final GrantedDirectory grant;
    private final List<String> directory;
    private final String name;
    private final Mode mode;
    private final BasicFileAttributes attributes;
    private @Nullable SeekableByteChannel reading;
    private @Nullable SeekableByteChannel writing;
    private boolean retained;

    /** Opens the file that a walk found; makes it, for writing, if the walk found nothing. */
    @SuppressWarnings("StreamResourceLeak") // closed below, or with the file
    OpenFile(GrantedDirectory grant, PathWalk walk, Mode mode) throws ErrnoException, IOException {
        this.grant = grant;
        this.directory = walk.directoryPath();
        this.name = walk.name();
        this.mode = mode;
        boolean opened = false;
        try {
            if (mode.write()) {
                grant.requireWritable();
                Set<StandardOpenOption> options = mode.options();
                if (!walk.exists()) {
                    options.add(StandardOpenOption.CREATE_NEW);
                }
                writing = walk.entry().directory().fileToWrite(name, options);
            }
            if (mode.read() || !mode.write()) {
                reading = walk.openFile();
            }
            this.attributes =
                    walk.exists() ? walk.attributes() : walk.openDirectory().attributes(name);
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    Mode mode() {
        return mode;
    }

    /** As of when the file was opened. */
    BasicFileAttributes attributes() {
        return attributes;
    }

    long size(GuestCall call) throws ErrnoException, IOException {
        return (mode.write() ? toWrite(call) : toRead(call)).size();
    }

    /** Reads once. Returns the number of bytes, 0 at the end of the file. */
    int read(GuestCall call, long position, ByteBuffer target) throws ErrnoException, IOException {
        SeekableByteChannel source = toRead(call);
        if (position >= source.size()) {
            return 0; // also where no operating system could position itself
        }
        source.position(position);
        return Math.max(0, source.read(target));
    }

    /**
     * Writes once: at the position, or at the end if the file was opened to append. Returns the
     * number of bytes, 0 if nothing is left of the budget.
     */
    int write(GuestCall call, long position, ByteBuffer source, WriteBudget budget)
            throws ErrnoException, IOException {
        SeekableByteChannel target = toWrite(call);
        if (!mode.append()) {
            budget.takeAll(Math.max(0, position - target.size()));
            target.position(position);
        }
        int length = budget.take(source.remaining());
        source.limit(source.position() + length);
        return length == 0 ? 0 : target.write(source);
    }

    /** Cuts the file off, or makes it longer by zeros. */
    void resize(GuestCall call, long newSize, WriteBudget budget)
            throws ErrnoException, IOException {
        SeekableByteChannel target = toWrite(call);
        long size = target.size();
        if (newSize < size) {
            target.truncate(newSize);
        } else if (newSize > size) {
            if (mode.append()) {
                throw Errno.NOTSUP.exception(); // a channel that appends writes nowhere else
            }
            budget.takeAll(newSize - size);
            target.position(newSize - 1);
            target.write(ByteBuffer.allocate(1));
        }
    }

    /** Returns when everything that was written is durable. */
    void sync(GuestCall call, boolean withMetadata) throws ErrnoException, IOException {
        if (mode.write() && toWrite(call) instanceof FileChannel channel) {
            channel.force(withMetadata);
        }
    }

    private SeekableByteChannel toRead(GuestCall call) throws ErrnoException, IOException {
        SeekableByteChannel current = reading;
        if (current == null || !current.isOpen()) {
            try (PathWalk walk = again(call)) {
                current = walk.openFile();
                reading = current;
            }
        }
        return current;
    }

    private SeekableByteChannel toWrite(GuestCall call) throws ErrnoException, IOException {
        SeekableByteChannel current = writing;
        if (current == null || !current.isOpen()) {
            try (PathWalk walk = again(call)) {
                if (!Objects.equals(walk.attributes().fileKey(), attributes.fileKey())) {
                    throw Errno.IO.exception();
                }
                current = walk.entry().directory().fileToWrite(name, mode.options());
                writing = current;
            }
        }
        return current;
    }

    private PathWalk again(GuestCall call) throws ErrnoException, IOException {
        PathWalk walk = PathWalk.to(call, grant, directory, name, false);
        boolean found = false;
        try {
            if (!walk.attributes().isRegularFile()) {
                throw Errno.IO.exception();
            }
            found = true;
            return walk;
        } finally {
            if (!found) {
                walk.close();
            }
        }
    }

    /** Keeps the file open although the guest may close it: a snapshot needs it. */
    void retain() {
        retained = true;
    }

    /** Closes the file for the guest. */
    void release() throws IOException {
        if (!retained) {
            close();
        }
    }

    boolean isOpen() {
        return isOpen(reading) || isOpen(writing);
    }

    private static boolean isOpen(@Nullable SeekableByteChannel channel) {
        return channel != null && channel.isOpen();
    }

    /** Closes the file. */
    void close() throws IOException {
        SeekableByteChannel read = reading;
        SeekableByteChannel written = writing;
        reading = null;
        writing = null;
        try (written) {
            if (read != null) {
                read.close();
            }
        }
    }
}
