package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;

/** The functions of WASI that work on a path. All directories are read-only. */
final class WasiPaths {
    private static final int FOLLOW_LINK = 1;

    private static final int CREATE = 1;
    private static final int DIRECTORY = 2;
    private static final int EXCLUSIVE = 4;
    private static final int TRUNCATE = 8;

    private final DescriptorTable descriptors;
    private final FileStatus status;

    WasiPaths(DescriptorTable descriptors, FileStatus status) {
        this.descriptors = descriptors;
        this.status = status;
    }

    void register(WasiFunctionTable wasi) {
        wasi.add("path_open", "iiiiiIIii:i", this::open);
        wasi.addByLayout("path_filestat_get", "iiiii:i", this::getStatus);
        wasi.add("path_readlink", "iiiiii:i", this::readLink);
        wasi.add("path_create_directory", "iii:i", (call, a) -> refuse(call, a, 0, 1));
        wasi.add("path_remove_directory", "iii:i", (call, a) -> refuse(call, a, 0, 1));
        wasi.add("path_unlink_file", "iii:i", (call, a) -> refuse(call, a, 0, 1));
        wasi.add("path_filestat_set_times", "iiiiIIi:i", (call, a) -> refuse(call, a, 0, 2));
        wasi.add("path_symlink", "iiiii:i", (call, a) -> refuse(call, a, 2, 3));
        wasi.add(
                "path_link",
                "iiiiiii:i",
                (call, a) -> {
                    requirePath(call, a, 0, 2);
                    refuse(call, a, 4, 5);
                });
        wasi.add(
                "path_rename",
                "iiiiii:i",
                (call, a) -> {
                    requirePath(call, a, 0, 1);
                    refuse(call, a, 3, 4);
                });
    }

    private void open(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor start = descriptors.get((int) a[0]);
        Descriptor.Directory directory = start.directory();
        start.require(Rights.PATH_OPEN);
        descriptors.requireRoom();
        int how = (int) a[4];
        long wanted = a[5];
        try (PathWalk walk = walk(call, directory, a[1], path(call, a, 2))) {
            if (!walk.exists()) {
                throw (how & CREATE) != 0 ? Errno.ROFS.exception() : Errno.NOENT.exception();
            }
            if ((how & CREATE) != 0 && (how & EXCLUSIVE) != 0) {
                throw Errno.EXIST.exception();
            }
            Descriptor opened =
                    walk.isDirectory()
                            ? directory(directory.grant(), walk, how, wanted)
                            : file(directory.grant(), walk, how, wanted);
            opened.restrict(
                    opened.rights() & wanted & start.inheritingRights(),
                    opened.inheritingRights() & a[6] & start.inheritingRights());
            opened.setFlags((int) a[7] & 0x1f);
            call.memory().writeInt((int) a[8], descriptors.add(opened));
        }
    }

    private static Descriptor directory(GrantedDirectory grant, PathWalk walk, int how, long wanted)
            throws ErrnoException {
        if ((how & TRUNCATE) != 0 || (wanted & Rights.FD_WRITE) != 0) {
            throw Errno.ISDIR.exception();
        }
        return new Descriptor(
                new Descriptor.Directory(grant, walk.directoryPath(), false),
                Rights.DIRECTORY,
                Rights.INHERITED,
                0);
    }

    private static Descriptor file(GrantedDirectory grant, PathWalk walk, int how, long wanted)
            throws ErrnoException, IOException {
        if ((how & DIRECTORY) != 0) {
            throw Errno.NOTDIR.exception();
        }
        BasicFileAttributes attributes = walk.attributes();
        if (attributes.isSymbolicLink()) {
            throw Errno.LOOP.exception();
        }
        if (!attributes.isRegularFile()) {
            // A pipe would wait for its other end, past every deadline; a device may do anything.
            throw Errno.NOTSUP.exception();
        }
        if ((how & TRUNCATE) != 0 || (wanted & Rights.WRITING) != 0) {
            throw Errno.ROFS.exception();
        }
        return new Descriptor(
                new Descriptor.RegularFile(new OpenFile(grant, walk)), Rights.FILE, 0, 0);
    }

    private void getStatus(GuestCall call, long[] a, WasiLayout layout)
            throws ErrnoException, IOException {
        Descriptor start = descriptors.get((int) a[0]);
        Descriptor.Directory directory = start.directory();
        start.require(Rights.PATH_FILESTAT_GET);
        try (PathWalk walk = walk(call, directory, a[1], path(call, a, 2))) {
            BasicFileAttributes attributes = walk.attributes();
            status.write(call.memory(), (int) a[4], layout, attributes, attributes.size());
        }
    }

    private void readLink(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor start = descriptors.get((int) a[0]);
        Descriptor.Directory directory = start.directory();
        start.require(Rights.PATH_READLINK);
        try (PathWalk walk = walk(call, directory, 0, path(call, a, 1))) {
            byte[] target = walk.linkTarget().getBytes(StandardCharsets.UTF_8);
            int length = (int) Math.min(target.length, a[4] & 0xffff_ffffL);
            call.memory().write((int) a[3], target, 0, length);
            call.memory().writeInt((int) a[5], length);
        }
    }

    private static PathWalk walk(
            GuestCall call, Descriptor.Directory directory, long lookupFlags, String path)
            throws ErrnoException, IOException {
        boolean follow = (lookupFlags & FOLLOW_LINK) != 0;
        return PathWalk.to(call, directory.grant(), directory.path(), path, follow);
    }

    private void refuse(GuestCall call, long[] a, int descriptor, int path) throws ErrnoException {
        requirePath(call, a, descriptor, path);
        throw Errno.ROFS.exception();
    }

    private void requirePath(GuestCall call, long[] a, int descriptor, int path)
            throws ErrnoException {
        descriptors.get((int) a[descriptor]).directory();
        path(call, a, path);
    }

    /** Reads the path whose address and length are two arguments. */
    private static String path(GuestCall call, long[] a, int index) throws ErrnoException {
        int address = (int) a[index];
        int length = (int) a[index + 1];
        GuestMemory memory = call.memory();
        MemoryBuiltins.require(memory, "a path", address, length);
        if (length > PathWalk.MAX_PATH_BYTES) {
            throw Errno.NAMETOOLONG.exception();
        }
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        try {
            String path =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (path.indexOf('\0') >= 0) {
                throw Errno.INVAL.exception();
            }
            return path;
        } catch (CharacterCodingException e) {
            throw Errno.ILSEQ.exception();
        }
    }
}
