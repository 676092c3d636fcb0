package io.github.flinkwasm.internal.wasi;

import java.nio.charset.StandardCharsets;

/**
 * Calls WASI functions as a guest's C library would, with fixed places in memory for what they
 * need.
 */
final class WasiGuest {
    static final int NO_FOLLOW = 0;
    static final int FOLLOW = 1;
    static final int CREATE = 1;
    static final int DIRECTORY = 2;
    static final int EXCLUSIVE = 4;
    static final int TRUNCATE = 8;

    private static final int PATH = 0x1000;
    private static final int IOVEC = 0x3000;
    private static final int BUFFER = 0x4000;

    /** Where functions write what they return besides the error number. */
    static final int RESULT = 0x100;

    final FakeGuestCall call = new FakeGuestCall();
    final GuestOutput output = new GuestOutput();
    final WasiPreview1 wasi;
    private final BoundFunctions functions;

    WasiGuest(WasiOptions options) {
        this(options, "wasi_snapshot_preview1");
    }

    WasiGuest(WasiOptions options, String module) {
        wasi = new WasiPreview1(options, output);
        functions = new BoundFunctions(wasi, module, call);
    }

    /** Calls any function; returns its error number. */
    int call(String name, long... arguments) {
        return functions.call(name, arguments);
    }

    /** Opens for reading. Returns the descriptor, or the negated error number. */
    int open(int directory, String path, int lookup, int how) {
        return open(directory, path, lookup, how, Rights.FILE | Rights.DIRECTORY);
    }

    int open(int directory, String path, int lookup, int how, long rights) {
        return open(directory, path, lookup, how, rights, 0);
    }

    private int open(
            int directory, String path, int lookup, int how, long rights, int descriptorFlags) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        call.write(PATH, bytes);
        int errno =
                functions.call(
                        "path_open",
                        directory,
                        lookup,
                        PATH,
                        bytes.length,
                        how,
                        rights,
                        -1L,
                        descriptorFlags,
                        RESULT);
        return errno == 0 ? call.memory().readInt(RESULT) : -errno;
    }

    /** Opens or makes a file to append to it. */
    int openToAppend(int directory, String path, long rights) {
        return open(directory, path, FOLLOW, CREATE, rights, 1);
    }

    /**
     * Calls a function with the address and length of a path where the two arguments at an index
     * stand.
     */
    int onPath(String name, int index, String path, long... arguments) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        call.write(PATH, bytes);
        arguments[index] = PATH;
        arguments[index + 1] = bytes.length;
        return functions.call(name, arguments);
    }

    /** Reads once. Returns what was read, or "errno n". */
    String read(int descriptor, int length) {
        iovec(length);
        int errno = functions.call("fd_read", descriptor, IOVEC, 1, RESULT);
        return text(errno);
    }

    String readAt(int descriptor, int length, long offset) {
        iovec(length);
        int errno = functions.call("fd_pread", descriptor, IOVEC, 1, offset, RESULT);
        return text(errno);
    }

    private String text(int errno) {
        return errno == 0 ? call.text(BUFFER, call.memory().readInt(RESULT)) : "errno " + errno;
    }

    /** Writes. Returns the number of bytes, or the negated error number. */
    int write(int descriptor, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.write(BUFFER, bytes);
        return writeBytes(descriptor, bytes.length);
    }

    /** Writes what lies in the buffer. */
    int writeBytes(int descriptor, int length) {
        iovec(length);
        int errno = functions.call("fd_write", descriptor, IOVEC, 1, RESULT);
        return errno == 0 ? call.memory().readInt(RESULT) : -errno;
    }

    private void iovec(int length) {
        call.memory().writeInt(IOVEC, BUFFER);
        call.memory().writeInt(IOVEC + 4, length);
    }

    /** Seeks. Returns the position, or the negated error number. */
    long seek(int descriptor, long offset, int whence) {
        int errno = functions.call("fd_seek", descriptor, offset, whence, RESULT);
        return errno == 0 ? call.memory().readLong(RESULT) : -errno;
    }
}
