package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * {@code fd_readdir}. The names are those of the moment when the guest began to read the directory
 * (cookie 0), in their own order, so a listing is the same on every machine; types are looked up as
 * they are handed out.
 */
final class WasiListings {
    private static final int HEADER = 24;

    private final DescriptorTable descriptors;

    WasiListings(DescriptorTable descriptors) {
        this.descriptors = descriptors;
    }

    void register(WasiFunctionTable wasi) {
        wasi.add("fd_readdir", "iiiIi:i", this::read);
    }

    private void read(GuestCall call, long[] a) throws ErrnoException, IOException {
        Descriptor descriptor = descriptors.get((int) a[0]);
        Descriptor.Directory directory = descriptor.directory();
        descriptor.require(Rights.FD_READDIR);
        int buffer = (int) a[1];
        int size = (int) a[2];
        MemoryBuiltins.require(call.memory(), "a directory buffer", buffer, size);
        if (a[3] < 0) {
            throw Errno.INVAL.exception();
        }
        try (PathWalk walk = PathWalk.to(call, directory.grant(), directory.path(), ".", false)) {
            List<String> names = descriptor.listing();
            if (names == null || a[3] == 0) {
                names = names(call, walk.openDirectory());
                descriptor.setListing(names);
            }
            int used = fill(call, walk.openDirectory(), names, a[3], buffer, size);
            call.memory().writeInt((int) a[4], used);
        }
    }

    private static List<String> names(GuestCall call, DirectoryHandle directory)
            throws ErrnoException, IOException {
        List<String> names = new ArrayList<>();
        Iterator<String> entries = directory.names();
        while (entries.hasNext()) {
            names.add(entries.next());
            if (names.size() > GrantedDirectory.MAX_ENTRIES) {
                throw Errno.NOMEM.exception();
            }
            call.checkDeadline();
        }
        Collections.sort(names);
        names.addAll(0, List.of(".", ".."));
        return Collections.unmodifiableList(names);
    }

    /**
     * Writes entries from the cookie on. The last one is cut where the buffer ends, as WASI wants
     * it.
     */
    private static int fill(
            GuestCall call,
            DirectoryHandle directory,
            List<String> names,
            long cookie,
            int buffer,
            int size)
            throws IOException {
        int used = 0;
        for (long i = cookie; i < names.size() && used < size; i++) {
            call.checkDeadline();
            byte[] entry = entry(directory, names.get((int) i), i + 1);
            int length = Math.min(entry.length, size - used);
            call.memory().write(buffer + used, entry, 0, length);
            used += length;
        }
        return used;
    }

    /**
     * Cookie of the next entry at 0, inode at 8, length of the name at 16, type at 20, name at 24.
     */
    private static byte[] entry(DirectoryHandle directory, String name, long next)
            throws IOException {
        long inode = 0;
        int type = FileStatus.DIRECTORY;
        if (name.equals(".")) {
            inode = FileStatus.inode(directory.attributes());
        } else if (!name.equals("..")) {
            try {
                BasicFileAttributes attributes = directory.attributes(name);
                inode = FileStatus.inode(attributes);
                type = FileStatus.type(attributes);
            } catch (NoSuchFileException e) {
                type = FileStatus.UNKNOWN; // removed since the listing began
            }
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] entry = new byte[HEADER + bytes.length];
        putLittleEndian(entry, 0, next, 8);
        putLittleEndian(entry, 8, inode, 8);
        putLittleEndian(entry, 16, bytes.length, 4);
        entry[20] = (byte) type;
        System.arraycopy(bytes, 0, entry, HEADER, bytes.length);
        return entry;
    }

    private static void putLittleEndian(byte[] target, int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            target[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
