package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The functions of WASI that change what a path names: below a directory granted for writing, and
 * relative to directories held open; elsewhere the file system is read-only.
 *
 * <p>No guest can make a link, and none can move one, nor a pipe or a device. So wherever an
 * instance has seen a file or a directory, no other instance can put a link that leads elsewhere.
 */
final class WasiPathChanges {
    private final DescriptorTable descriptors;
    private final WriteBudget budget;

    WasiPathChanges(DescriptorTable descriptors, WriteBudget budget) {
        this.descriptors = descriptors;
        this.budget = budget;
    }

    void register(WasiFunctionTable wasi) {
        wasi.add("path_create_directory", "iii:i", this::createDirectory);
        wasi.add("path_remove_directory", "iii:i", this::removeDirectory);
        wasi.add("path_unlink_file", "iii:i", this::unlink);
        wasi.add("path_rename", "iiiiii:i", this::rename);
        wasi.add(
                "path_filestat_set_times",
                "iiiiIIi:i",
                (call, a) -> refuse(call, a, 0, 2, Errno.NOTSUP));
        wasi.add("path_symlink", "iiiii:i", (call, a) -> refuse(call, a, 2, 3, Errno.PERM));
        wasi.add(
                "path_link",
                "iiiiiii:i",
                (call, a) -> {
                    descriptors.get((int) a[0]).directory();
                    WasiPaths.path(call, a, 2);
                    refuse(call, a, 4, 5, Errno.PERM);
                });
    }

    private void createDirectory(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor.Directory start = writable((int) a[0], Rights.PATH_CREATE_DIRECTORY);
        String path = withoutSlashes(WasiPaths.path(call, a, 1));
        try (PathWalk walk = WasiPaths.walk(call, start, 0, path)) {
            if (walk.exists()) {
                throw Errno.EXIST.exception();
            }
            PathWalk.Entry entry = walk.entry();
            budget.takeAll(WriteBudget.ENTRY);
            start.grant().createDirectory(entry.directory(), entry.name());
        }
    }

    /** What is to become a directory may be written as one; a walk would look for it. */
    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private void removeDirectory(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor.Directory start = writable((int) a[0], Rights.PATH_REMOVE_DIRECTORY);
        try (PathWalk walk = WasiPaths.walk(call, start, 0, WasiPaths.path(call, a, 1))) {
            walk.attributes();
            if (!walk.isDirectory()) {
                throw Errno.NOTDIR.exception();
            }
            PathWalk.Entry entry = walk.entry();
            entry.directory().deleteDirectory(entry.name());
        }
    }

    /** Removes a file, or a link itself. */
    private void unlink(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor.Directory start = writable((int) a[0], Rights.PATH_UNLINK_FILE);
        try (PathWalk walk = WasiPaths.walk(call, start, 0, WasiPaths.path(call, a, 1))) {
            walk.attributes();
            if (walk.isDirectory()) {
                throw Errno.ISDIR.exception();
            }
            PathWalk.Entry entry = walk.entry();
            entry.directory().deleteFile(entry.name());
        }
    }

    private void rename(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor.Directory from = writable((int) a[0], Rights.PATH_RENAME_SOURCE);
        Descriptor.Directory to = writable((int) a[3], Rights.PATH_RENAME_TARGET);
        String oldPath = WasiPaths.path(call, a, 1);
        String newPath = WasiPaths.path(call, a, 4);
        try (PathWalk source = WasiPaths.walk(call, from, 0, oldPath);
                PathWalk target =
                        WasiPaths.walk(
                                call,
                                to,
                                0,
                                source.isDirectory() ? withoutSlashes(newPath) : newPath)) {
            BasicFileAttributes attributes = source.attributes();
            if (!attributes.isRegularFile() && !attributes.isDirectory()) {
                throw Errno.PERM.exception();
            }
            PathWalk.Entry old = source.entry();
            PathWalk.Entry made = target.entry();
            old.directory().move(old.name(), made.directory(), made.name());
        }
    }

    private Descriptor.Directory writable(int number, long rights) throws ErrnoException {
        Descriptor descriptor = descriptors.get(number);
        Descriptor.Directory directory = descriptor.directory();
        directory.grant().requireWritable();
        descriptor.require(rights);
        return directory;
    }

    private void refuse(GuestCall call, long[] a, int descriptor, int path, Errno whereWritable)
            throws ErrnoException {
        Descriptor.Directory directory = descriptors.get((int) a[descriptor]).directory();
        WasiPaths.path(call, a, path);
        directory.grant().requireWritable();
        throw whereWritable.exception();
    }
}
