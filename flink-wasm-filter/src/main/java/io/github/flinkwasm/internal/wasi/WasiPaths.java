package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.attribute.BasicFileAttributes;

/** The functions of WASI that work on a path, those that change what it names apart. */
final class WasiPaths {
    private static final int FOLLOW_LINK = 1;

    private static final int CREATE = 1;
    private static final int DIRECTORY = 2;
    private static final int EXCLUSIVE = 4;
    private static final int TRUNCATE = 8;

    private static final int APPEND = 1;

    /** Data, reads and everything: to the host all the same. */
    private static final int ANY_SYNC = 2 | 8 | 16;

    private static final int MAX_ATTEMPTS = 8;

    private final DescriptorTable descriptors;
    private final FileStatus status;
    private final WriteBudget budget;

    WasiPaths(DescriptorTable descriptors, FileStatus status, WriteBudget budget) {
        this.descriptors = descriptors;
        this.status = status;
        this.budget = budget;
    }

    void register(WasiFunctionTable wasi) {
        wasi.add("path_open", "iiiiiIIii:i", this::open);
        wasi.addByLayout("path_filestat_get", "iiiii:i", this::getStatus);
        wasi.add("path_readlink", "iiiiii:i", this::readLink);
    }

    private void open(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor start = descriptors.get((int) a[0]);
        Descriptor.Directory directory = start.directory();
        start.require(Rights.PATH_OPEN);
        descriptors.requireRoom();
        int how = (int) a[4];
        boolean exclusive = (how & CREATE) != 0 && (how & EXCLUSIVE) != 0;
        String path = path(call, a, 2);
        for (int attempt = 1; ; attempt++) {
            try (PathWalk walk = walk(call, directory, exclusive ? 0 : a[1], path)) {
                if (walk.exists() && exclusive) {
                    throw Errno.EXIST.exception();
                }
                Descriptor opened = open(call, start, walk, how, a);
                opened.restrict(
                        opened.rights() & a[5] & start.inheritingRights(),
                        opened.inheritingRights() & a[6] & start.inheritingRights());
                opened.setFlags((int) a[7] & 0x1f);
                call.memory().writeInt((int) a[8], descriptors.add(opened));
                return;
            } catch (FileAlreadyExistsException e) {
                // Another instance made it since the walk; then it can be opened.
                if (exclusive || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Descriptor open(GuestCall call, Descriptor start, PathWalk walk, int how, long[] a)
            throws ErrnoException, IOException {
        GrantedDirectory grant = start.directory().grant();
        long wanted = a[5];
        if (!walk.exists()) {
            if ((how & CREATE) == 0) {
                throw Errno.NOENT.exception();
            }
            grant.requireWritable();
            if ((how & DIRECTORY) != 0) {
                throw Errno.INVAL.exception();
            }
            start.require(Rights.PATH_CREATE_FILE);
            budget.takeAll(WriteBudget.ENTRY);
        } else if (walk.isDirectory()) {
            return directory(grant, walk, how, wanted);
        } else {
            requireRegularFile(walk, how);
        }
        boolean writes = !walk.exists() || (how & TRUNCATE) != 0 || (wanted & Rights.WRITING) != 0;
        if (!writes) {
            OpenFile file = new OpenFile(grant, walk, OpenFile.Mode.READ_ONLY);
            return new Descriptor(new Descriptor.RegularFile(file), Rights.FILE, 0, 0);
        }
        grant.requireWritable();
        return fileToWrite(call, start, walk, how, a);
    }

    private static Descriptor fileToWrite(
            GuestCall call, Descriptor start, PathWalk walk, int how, long[] a)
            throws ErrnoException, IOException {
        boolean truncate = (how & TRUNCATE) != 0;
        boolean mayWrite = (start.inheritingRights() & Rights.FD_WRITE) != 0;
        if (!mayWrite || (truncate && (start.rights() & Rights.PATH_FILESTAT_SET_SIZE) == 0)) {
            throw Errno.NOTCAPABLE.exception();
        }
        OpenFile.Mode mode =
                new OpenFile.Mode(
                        (a[5] & Rights.FD_READ) != 0,
                        true,
                        (a[7] & APPEND) != 0,
                        (a[7] & ANY_SYNC) != 0);
        OpenFile file = new OpenFile(start.directory().grant(), walk, mode);
        boolean usable = false;
        try {
            if (truncate) {
                file.resize(call, 0, new WriteBudget());
            }
            usable = true;
        } finally {
            if (!usable) {
                file.close();
            }
        }
        return new Descriptor(new Descriptor.RegularFile(file), Rights.WRITABLE_FILE, 0, 0);
    }

    private static Descriptor directory(GrantedDirectory grant, PathWalk walk, int how, long wanted)
            throws ErrnoException {
        if ((how & TRUNCATE) != 0 || (wanted & Rights.FD_WRITE) != 0) {
            throw Errno.ISDIR.exception();
        }
        return new Descriptor(
                new Descriptor.Directory(grant, walk.directoryPath(), false),
                Rights.ofDirectory(grant),
                Rights.inheritedFrom(grant),
                0);
    }

    private static void requireRegularFile(PathWalk walk, int how)
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

    static PathWalk walk(
            GuestCall call, Descriptor.Directory directory, long lookupFlags, String path)
            throws ErrnoException, IOException {
        boolean follow = (lookupFlags & FOLLOW_LINK) != 0;
        return PathWalk.to(call, directory.grant(), directory.path(), path, follow);
    }

    /** Reads the path whose address and length are two arguments. */
    static String path(GuestCall call, long[] a, int index) throws ErrnoException {
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
