package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The functions of WASI that work on an open descriptor, listing directories apart. */
final class WasiDescriptors {
    private static final int CHARACTER_DEVICE = 2;
    private static final int READ_CHUNK = 64 << 10;
    private static final int WRITE_CHUNK = 64 << 10;
    private static final int NONBLOCK = 4;
    private static final int SET = 0;
    private static final int CURRENT = 1;

    private final DescriptorTable descriptors;
    private final GuestOutput output;
    private final FileStatus status;
    private final WriteBudget budget;

    WasiDescriptors(
            DescriptorTable descriptors,
            GuestOutput output,
            FileStatus status,
            WriteBudget budget) {
        this.descriptors = descriptors;
        this.output = output;
        this.status = status;
        this.budget = budget;
    }

    void register(WasiFunctionTable wasi) {
        wasi.add("fd_close", "i:i", (call, a) -> descriptors.close((int) a[0]));
        wasi.add("fd_renumber", "ii:i", (call, a) -> descriptors.renumber((int) a[0], (int) a[1]));
        wasi.add("fd_write", "iiii:i", this::write);
        wasi.add("fd_read", "iiii:i", this::read);
        wasi.add("fd_pread", "iiiIi:i", this::readAt);
        wasi.addByLayout("fd_seek", "iIii:i", this::seek);
        wasi.add("fd_tell", "ii:i", this::tell);
        wasi.add("fd_fdstat_get", "ii:i", this::getStatus);
        wasi.add("fd_fdstat_set_flags", "ii:i", this::setFlags);
        wasi.add(
                "fd_fdstat_set_rights",
                "iII:i",
                (call, a) -> descriptors.get((int) a[0]).restrict(a[1], a[2]));
        wasi.addByLayout("fd_filestat_get", "ii:i", this::getFileStatus);
        wasi.add("fd_prestat_get", "ii:i", this::getPreopened);
        wasi.add("fd_prestat_dir_name", "iii:i", this::getPreopenedName);
        registerChanges(wasi);
    }

    private void registerChanges(WasiFunctionTable wasi) {
        wasi.add("fd_sync", "i:i", (call, a) -> sync(call, (int) a[0], true));
        wasi.add("fd_datasync", "i:i", (call, a) -> sync(call, (int) a[0], false));
        wasi.add("fd_advise", "iIIi:i", (call, a) -> requireFile((int) a[0]));
        wasi.add("fd_pwrite", "iiiIi:i", this::writeAt);
        wasi.add("fd_filestat_set_size", "iI:i", this::resize);
        wasi.add(
                "fd_allocate",
                "iII:i",
                (call, a) -> {
                    requireFile((int) a[0], Rights.FD_ALLOCATE);
                    throw Errno.NOTSUP.exception();
                });
        wasi.add(
                "fd_filestat_set_times",
                "iIIi:i",
                (call, a) -> {
                    requireFile((int) a[0], Rights.FD_WRITE);
                    throw Errno.NOTSUP.exception();
                });
    }

    private void write(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor descriptor = descriptors.get((int) a[0], Rights.FD_WRITE);
        if (descriptor.target() instanceof Descriptor.RegularFile target) {
            OpenFile file = target.file();
            int count = write(call, file, descriptor.position(), (int) a[1], (int) a[2]);
            descriptor.setPosition(
                    file.mode().append() ? file.size(call) : descriptor.position() + count);
            call.memory().writeInt((int) a[3], count);
            return;
        }
        if (!(descriptor.target() instanceof Descriptor.StandardOutput standard)) {
            throw Errno.NOTCAPABLE.exception();
        }
        GuestMemory memory = call.memory();
        int written =
                Iovec.forEach(
                        call,
                        (int) a[1],
                        (int) a[2],
                        (address, length) -> {
                            byte[] array = memory.arrayOf(address);
                            output.write(standard.stream(), array, memory.indexOf(address), length);
                            return length;
                        });
        memory.writeInt((int) a[3], written);
    }

    private void writeAt(GuestCall call, long[] a) throws ErrnoException, IOException {
        OpenFile file = requireFile((int) a[0], Rights.FD_WRITE | Rights.FD_SEEK);
        if (a[3] < 0) {
            throw Errno.INVAL.exception();
        }
        int count = write(call, file, a[3], (int) a[1], (int) a[2]);
        call.memory().writeInt((int) a[4], count);
    }

    /** Writes all buffers, or as much of them as the call may still write, but not nothing. */
    private int write(GuestCall call, OpenFile file, long position, int iovecs, int count)
            throws ErrnoException, IOException {
        GuestMemory memory = call.memory();
        long[] done = {0};
        return Iovec.forEach(
                call,
                iovecs,
                count,
                (address, length) -> {
                    byte[] array = memory.arrayOf(address);
                    int start = memory.indexOf(address);
                    int inBuffer = 0;
                    while (inBuffer < length) {
                        int wanted = Math.min(WRITE_CHUNK, length - inBuffer);
                        ByteBuffer chunk = ByteBuffer.wrap(array, start + inBuffer, wanted);
                        int part = file.write(call, position + done[0], chunk, budget);
                        if (part == 0 && done[0] == 0) {
                            throw Errno.DQUOT.exception();
                        }
                        if (part == 0) {
                            break;
                        }
                        inBuffer += part;
                        done[0] += part;
                        call.checkDeadline();
                    }
                    return inBuffer;
                });
    }

    private void resize(GuestCall call, long[] a) throws ErrnoException, IOException {
        OpenFile file = requireFile((int) a[0], Rights.FD_FILESTAT_SET_SIZE);
        if (a[1] < 0) {
            throw Errno.INVAL.exception();
        }
        file.resize(call, a[1], budget);
    }

    /** What is no file has nothing that waits to be made durable. */
    private void sync(GuestCall call, int number, boolean withMetadata)
            throws ErrnoException, IOException {
        if (descriptors.get(number).target() instanceof Descriptor.RegularFile file) {
            file.file().sync(call, withMetadata);
        }
    }

    private void read(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor descriptor = descriptors.get((int) a[0]);
        if (descriptor.target() instanceof Descriptor.Directory) {
            throw Errno.ISDIR.exception();
        }
        descriptor.require(Rights.FD_READ);
        int count = 0;
        if (descriptor.target() instanceof Descriptor.RegularFile file) {
            count = read(call, file.file(), descriptor.position(), (int) a[1], (int) a[2]);
            descriptor.setPosition(descriptor.position() + count);
        }
        call.memory().writeInt((int) a[3], count);
    }

    private void readAt(GuestCall call, long[] a) throws ErrnoException, IOException {
        OpenFile file = requireFile((int) a[0]);
        descriptors.get((int) a[0], Rights.FD_READ | Rights.FD_SEEK);
        if (a[3] < 0) {
            throw Errno.INVAL.exception();
        }
        int count = read(call, file, a[3], (int) a[1], (int) a[2]);
        call.memory().writeInt((int) a[4], count);
    }

    private static int read(GuestCall call, OpenFile file, long position, int iovecs, int count)
            throws ErrnoException, IOException {
        ByteBuffer chunk = ByteBuffer.allocate(READ_CHUNK);
        long[] done = {0};
        return Iovec.forEach(
                call,
                iovecs,
                count,
                (address, length) -> {
                    int inBuffer = 0;
                    while (inBuffer < length) {
                        chunk.clear().limit(Math.min(READ_CHUNK, length - inBuffer));
                        int part = file.read(call, position + done[0], chunk);
                        if (part == 0) {
                            break;
                        }
                        call.memory().write(address + inBuffer, chunk.array(), 0, part);
                        inBuffer += part;
                        done[0] += part;
                        call.checkDeadline();
                    }
                    return inBuffer;
                });
    }

    private void seek(GuestCall call, long[] a, WasiLayout layout)
            throws ErrnoException, IOException {
        OpenFile file = requireFile((int) a[0]);
        int whence = layout.whence((int) a[2]);
        Descriptor descriptor =
                descriptors.get(
                        (int) a[0],
                        whence == CURRENT && a[1] == 0 ? Rights.FD_TELL : Rights.FD_SEEK);
        long base = whence == SET ? 0 : whence == CURRENT ? descriptor.position() : file.size(call);
        long position = base + a[1];
        if (position < 0) {
            // Before the start, or, since the base never is negative, past the largest position.
            throw Errno.INVAL.exception();
        }
        descriptor.setPosition(position);
        call.memory().writeLong((int) a[3], position);
    }

    private void tell(GuestCall call, long[] a) throws ErrnoException {
        requireFile((int) a[0]);
        Descriptor descriptor = descriptors.get((int) a[0], Rights.FD_TELL);
        call.memory().writeLong((int) a[1], descriptor.position());
    }

    /** Type at 0, flags at 2, rights at 8 and 16. */
    private void getStatus(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor descriptor = descriptors.get((int) a[0]);
        int type = CHARACTER_DEVICE;
        if (descriptor.target() instanceof Descriptor.Directory) {
            type = FileStatus.DIRECTORY;
        } else if (descriptor.target() instanceof Descriptor.RegularFile) {
            type = FileStatus.REGULAR_FILE;
        }
        GuestMemory memory = call.memory();
        int result = (int) a[1];
        memory.fill(result, (byte) 0, 24);
        memory.writeByte(result, (byte) type);
        memory.writeShort(result + 2, (short) descriptor.flags());
        memory.writeLong(result + 8, descriptor.rights());
        memory.writeLong(result + 16, descriptor.inheritingRights());
    }

    private void setFlags(GuestCall call, long[] a) throws ErrnoException {
        if ((a[1] & ~0x1fL) != 0) {
            throw Errno.INVAL.exception();
        }
        Descriptor descriptor = descriptors.get((int) a[0], Rights.FD_FDSTAT_SET_FLAGS);
        boolean isWritten =
                descriptor.target() instanceof Descriptor.RegularFile file
                        && file.file().mode().write();
        if (isWritten && ((descriptor.flags() ^ a[1]) & ~NONBLOCK) != 0) {
            throw Errno.NOTSUP.exception(); // how an open file is written cannot be changed
        }
        descriptor.setFlags((int) a[1]);
    }

    private void getFileStatus(GuestCall call, long[] a, WasiLayout layout)
            throws ErrnoException, IOException {
        Descriptor descriptor = descriptors.get((int) a[0], Rights.FD_FILESTAT_GET);
        GuestMemory memory = call.memory();
        int result = (int) a[1];
        if (descriptor.target() instanceof Descriptor.RegularFile file) {
            status.write(memory, result, layout, file.file().attributes(), file.file().size(call));
        } else if (descriptor.target() instanceof Descriptor.Directory directory) {
            try (PathWalk walk =
                    PathWalk.to(call, directory.grant(), directory.path(), ".", false)) {
                status.write(memory, result, layout, walk.attributes(), 0);
            }
        } else {
            memory.fill(result, (byte) 0, layout.filestatSize());
            memory.writeByte(result + 16, (byte) CHARACTER_DEVICE);
        }
    }

    /** Kind (0, a directory) at 0, length of its name at 4. */
    private void getPreopened(GuestCall call, long[] a) throws ErrnoException {
        byte[] name = preopened((int) a[0]);
        call.memory().writeLong((int) a[1], (long) name.length << 32);
    }

    private void getPreopenedName(GuestCall call, long[] a) throws ErrnoException {
        byte[] name = preopened((int) a[0]);
        if (Integer.toUnsignedLong((int) a[2]) < name.length) {
            throw Errno.NAMETOOLONG.exception();
        }
        call.memory().write((int) a[1], name, 0, name.length);
    }

    private byte[] preopened(int number) throws ErrnoException {
        Descriptor descriptor = descriptors.get(number);
        if (descriptor.target() instanceof Descriptor.Directory directory
                && directory.preopened()) {
            return directory.grant().guestName();
        }
        throw Errno.BADF.exception();
    }

    private OpenFile requireFile(int number) throws ErrnoException {
        Descriptor descriptor = descriptors.get(number);
        if (descriptor.target() instanceof Descriptor.RegularFile file) {
            return file.file();
        }
        throw descriptor.target() instanceof Descriptor.Directory
                ? Errno.ISDIR.exception()
                : Errno.SPIPE.exception();
    }

    private OpenFile requireFile(int number, long rights) throws ErrnoException {
        OpenFile file = requireFile(number);
        descriptors.get(number, rights);
        return file;
    }
}
