package io.github.flinkwasm.internal.wasi;

/** What may be done with a descriptor, as WASI's bits. */
final class Rights {
    static final long FD_DATASYNC = 1L;
    static final long FD_READ = 1L << 1;
    static final long FD_SEEK = 1L << 2;
    static final long FD_FDSTAT_SET_FLAGS = 1L << 3;
    static final long FD_SYNC = 1L << 4;
    static final long FD_TELL = 1L << 5;
    static final long FD_WRITE = 1L << 6;
    static final long FD_ADVISE = 1L << 7;
    static final long FD_ALLOCATE = 1L << 8;
    static final long PATH_CREATE_DIRECTORY = 1L << 9;
    static final long PATH_CREATE_FILE = 1L << 10;
    static final long PATH_OPEN = 1L << 13;
    static final long FD_READDIR = 1L << 14;
    static final long PATH_READLINK = 1L << 15;
    static final long PATH_RENAME_SOURCE = 1L << 16;
    static final long PATH_RENAME_TARGET = 1L << 17;
    static final long PATH_FILESTAT_GET = 1L << 18;
    static final long PATH_FILESTAT_SET_SIZE = 1L << 19;
    static final long FD_FILESTAT_GET = 1L << 21;
    static final long FD_FILESTAT_SET_SIZE = 1L << 22;
    static final long PATH_REMOVE_DIRECTORY = 1L << 25;
    static final long PATH_UNLINK_FILE = 1L << 26;
    static final long POLL_FD_READWRITE = 1L << 27;

    /** What a request to open a file for writing asks for. */
    static final long WRITING = FD_WRITE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;

    static final long STANDARD_INPUT =
            FD_READ | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;

    /** Neither seek nor tell: with a character device, that is how a C library knows a terminal. */
    static final long STANDARD_OUTPUT =
            FD_WRITE | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;

    static final long FILE =
            FD_READ
                    | FD_SEEK
                    | FD_TELL
                    | FD_ADVISE
                    | FD_FDSTAT_SET_FLAGS
                    | FD_FILESTAT_GET
                    | POLL_FD_READWRITE;

    static final long DIRECTORY =
            PATH_OPEN
                    | FD_READDIR
                    | PATH_READLINK
                    | PATH_FILESTAT_GET
                    | FD_FILESTAT_GET
                    | FD_FDSTAT_SET_FLAGS;

    static final long WRITABLE_FILE = FILE | WRITING | FD_SYNC | FD_DATASYNC;

    static final long WRITABLE_DIRECTORY =
            DIRECTORY
                    | PATH_CREATE_DIRECTORY
                    | PATH_CREATE_FILE
                    | PATH_RENAME_SOURCE
                    | PATH_RENAME_TARGET
                    | PATH_FILESTAT_SET_SIZE
                    | PATH_REMOVE_DIRECTORY
                    | PATH_UNLINK_FILE;

    static final long INHERITED_WRITABLE = WRITABLE_FILE | WRITABLE_DIRECTORY;

    /**
     * What descriptors opened below a read-only directory may have. Writing is named although it is
     * not granted: a C library asks only for what it finds here, and would otherwise open for
     * writing with success and fail at the first write. So it asks, and open answers that the file
     * system is read-only.
     */
    static final long INHERITED = FILE | DIRECTORY | WRITING;

    private Rights() {}

    /** What may be done with a directory at or below a granted one. */
    static long ofDirectory(GrantedDirectory grant) {
        return grant.isWritable() ? WRITABLE_DIRECTORY : DIRECTORY;
    }

    /** What may be done with what is opened below a directory. */
    static long inheritedFrom(GrantedDirectory grant) {
        return grant.isWritable() ? INHERITED_WRITABLE : INHERITED;
    }
}
