package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a guest's path names, component by component, without ever leaving the directory it
 * starts from. Every directory on the way is opened from the one before it and held open until
 * {@link #close}; symbolic links are expanded here, never by the operating system, so a link can
 * only lead where a path could have led. {@code ..} goes back to the directory that the walk came
 * from; above the start there is nothing.
 */
final class PathWalk implements AutoCloseable {
    static final int MAX_PATH_BYTES = 4096;

    /** As many directories may be open at once. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_LINKS = 32;

    private final GuestCall call;
    private final List<DirectoryHandle> open = new ArrayList<>();

    /** The names of the open directories but the first. */
    private final List<String> names = new ArrayList<>();

    /** Names still to be walked. */
    private final Deque<String> rest = new ArrayDeque<>();

    /** How many of the names lead to the start, above which the walk must not go. */
    private final int floor;

    private int links;

    /** The last component, if it is not a directory that was entered. */
    private @Nullable String last;

    private @Nullable BasicFileAttributes lastAttributes;

    /**
     * An entry of a directory that may be changed.
     *
     * @param directory closed with the walk
     */
    record Entry(SecureDirectoryHandle directory, String name) {}

    private PathWalk(GuestCall call, int floor) {
        this.call = call;
        this.floor = floor;
    }

    /**
     * Walks a path.
     *
     * @param start the directory's path below the grant, as {@link #directoryPath} gave it
     * @param followLast whether a symbolic link at the end is followed
     */
    static PathWalk to(
            GuestCall call,
            GrantedDirectory grant,
            List<String> start,
            String path,
            boolean followLast)
            throws ErrnoException, IOException {
        PathWalk walk = new PathWalk(call, start.size());
        boolean found = false;
        try {
            walk.open.add(grant.open());
            for (String name : start) {
                walk.enter(name);
            }
            walk.expand(path);
            walk.run(followLast);
            found = true;
            return walk;
        } finally {
            if (!found) {
                walk.close();
            }
        }
    }

    /** Puts a path's components before the rest. */
    private void expand(String path) throws ErrnoException {
        if (path.isEmpty()) {
            throw Errno.NOENT.exception();
        }
        if (path.startsWith("/")) {
            throw Errno.NOTCAPABLE.exception();
        }
        List<String> components = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(path, "/");
        while (tokens.hasMoreTokens()) {
            components.add(tokens.nextToken());
        }
        if (path.endsWith("/")) {
            components.add("."); // what stands before the slash has to be a directory
        }
        for (int i = components.size() - 1; i >= 0; i--) {
            rest.push(components.get(i));
        }
    }

    private void run(boolean followLast) throws ErrnoException, IOException {
        while (!rest.isEmpty()) {
            call.checkDeadline();
            String name = rest.pop();
            if (name.equals("..")) {
                if (names.size() == floor) {
                    throw Errno.NOTCAPABLE.exception();
                }
                names.remove(names.size() - 1);
                open.remove(open.size() - 1).close();
            } else if (!name.equals(".")) {
                step(name, followLast);
            }
        }
    }

    private void step(String name, boolean followLast) throws ErrnoException, IOException {
        boolean isLast = rest.isEmpty();
        BasicFileAttributes attributes;
        try {
            attributes = directory().attributes(name);
        } catch (NoSuchFileException e) {
            if (!isLast) {
                throw e;
            }
            last = name;
            return;
        }
        if (attributes.isSymbolicLink() && (followLast || !isLast)) {
            if (++links > MAX_LINKS) {
                throw Errno.LOOP.exception();
            }
            expand(directory().linkTarget(name));
        } else if (attributes.isDirectory()) {
            enter(name);
        } else if (isLast) {
            last = name;
            lastAttributes = attributes;
        } else {
            throw Errno.NOTDIR.exception();
        }
    }

    private void enter(String name) throws ErrnoException, IOException {
        if (open.size() >= MAX_DEPTH) {
            throw Errno.NAMETOOLONG.exception();
        }
        open.add(directory().directory(name));
        names.add(name);
    }

    private DirectoryHandle directory() {
        return open.get(open.size() - 1);
    }

    /** Whether the path names something. */
    boolean exists() {
        return last == null || lastAttributes != null;
    }

    boolean isDirectory() {
        return last == null;
    }

    /** The directory that was found: where it is below the grant, without links. */
    List<String> directoryPath() {
        return List.copyOf(names);
    }

    /** The directory that was found, or that contains what was found. Closed with the walk. */
    DirectoryHandle openDirectory() {
        return directory();
    }

    /** The name of what was found in {@link #openDirectory}, if it is no directory itself. */
    String name() throws ErrnoException {
        if (last == null) {
            throw Errno.ISDIR.exception();
        }
        return last;
    }

    /** What was found: a directory, a file, or a link that was not to be followed. */
    BasicFileAttributes attributes() throws ErrnoException, IOException {
        if (last == null) {
            return directory().attributes();
        }
        if (lastAttributes == null) {
            throw Errno.NOENT.exception();
        }
        return lastAttributes;
    }

    /** Opens the file that was found. */
    SeekableByteChannel openFile() throws ErrnoException, IOException {
        return directory().file(name());
    }

    /**
     * The entry of what was found, or of what could be made there. The directory where the walk
     * started has none: nobody saws off the branch they sit on.
     */
    Entry entry() throws ErrnoException {
        int parent = last == null ? open.size() - 2 : open.size() - 1;
        if (last == null && names.size() == floor) {
            throw Errno.INVAL.exception();
        }
        String name = last == null ? names.get(names.size() - 1) : last;
        if (open.get(parent) instanceof SecureDirectoryHandle directory) {
            return new Entry(directory, name);
        }
        throw Errno.ROFS.exception();
    }

    /** Where the link that was found points. */
    String linkTarget() throws ErrnoException, IOException {
        if (last == null || !attributes().isSymbolicLink()) {
            throw Errno.INVAL.exception();
        }
        return directory().linkTarget(last);
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (IOException e) {
                // Nothing is lost with a directory; and the others must be closed all the same.
            }
        }
        open.clear();
    }
}
