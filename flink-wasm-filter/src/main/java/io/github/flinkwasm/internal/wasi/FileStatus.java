package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestMemory;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Writes a file's status for the guest.
 *
 * <pre>
 * preview 1     0 device  8 inode  16 type  24 links (8 bytes)  32 size  40 atim  48 mtim  56 ctim
 * wasi_unstable 0 device  8 inode  16 type  20 links (4 bytes)  24 size  32 atim  40 mtim  48 ctim
 * </pre>
 *
 * <p>Device is always 1 and links are always 1. Inode numbers are not the host's, but equal for the
 * same file and different for different ones. The time of the last status change is that of the
 * last modification.
 */
final class FileStatus {
    static final int UNKNOWN = 0;
    static final int DIRECTORY = 3;
    static final int REGULAR_FILE = 4;
    static final int SYMBOLIC_LINK = 7;

    private static final int LINKS_PREVIEW1 = 24;
    private static final int LINKS_UNSTABLE = 20;

    static int type(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return REGULAR_FILE;
        }
        if (attributes.isDirectory()) {
            return DIRECTORY;
        }
        return attributes.isSymbolicLink() ? SYMBOLIC_LINK : UNKNOWN;
    }

    /** A number for the file: a hash of what the host knows it by, spread over 64 bits. */
    static long inode(BasicFileAttributes attributes) {
        String key = Objects.toString(attributes.fileKey(), "");
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    void write(
            GuestMemory memory,
            int result,
            WasiLayout layout,
            BasicFileAttributes attributes,
            long size) {
        memory.fill(result, (byte) 0, layout.filestatSize());
        memory.writeLong(result, 1);
        memory.writeLong(result + 8, inode(attributes));
        memory.writeByte(result + 16, (byte) type(attributes));
        memory.writeByte(
                result + (layout == WasiLayout.PREVIEW1 ? LINKS_PREVIEW1 : LINKS_UNSTABLE),
                (byte) 1);
        int at = result + layout.filestatSizeOffset();
        memory.writeLong(at, size);
        memory.writeLong(at + 8, nanos(attributes.lastAccessTime()));
        memory.writeLong(at + 16, nanos(attributes.lastModifiedTime()));
        memory.writeLong(at + 24, nanos(attributes.lastModifiedTime()));
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
