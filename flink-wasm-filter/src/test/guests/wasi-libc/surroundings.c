// Looks at its surroundings through a real C library, and compares what it finds with what it was told. Returns
// "" when everything holds, else the names of what did not, each with errno.
//
// The host grants /data, which contains: file ("0123456789"), link (to file), sub/deep ("deep"), sub/up (a link to
// ../file), and the links that lead out: escape (to ../outside/secret), out (to ../outside) and absolute (to
// /etc/passwd). The environment is MODE=strict.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define EXPORT(name) __attribute__((export_name(#name)))

static char failed[4096];

static void expect(const char *name, int held) {
    if (!held) {
        size_t length = strlen(failed);
        snprintf(failed + length, sizeof failed - length, "%s (errno %d)\n", name, errno);
    }
    errno = 0;
}

static int reads(const char *path, const char *expected) {
    char text[64];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    size_t length = fread(text, 1, sizeof text, file);
    int at_end = feof(file);
    fclose(file);
    return at_end && length == strlen(expected) && memcmp(text, expected, length) == 0;
}

static int refuses(const char *path, int flags, int error) {
    int file = open(path, flags, 0666);
    if (file >= 0) {
        close(file);
        return 0;
    }
    return errno == error;
}

EXPORT(files) const char *files(void) {
    failed[0] = '\0';
    expect("read", reads("/data/file", "0123456789"));
    expect("read by link", reads("/data/link", "0123456789"));
    expect("read below", reads("/data/sub/deep", "deep"));
    expect("read up a link", reads("/data/sub/up", "0123456789"));
    expect("read over ..", reads("/data/sub/../file", "0123456789"));

    FILE *file = fopen("/data/file", "r");
    expect("open", file != NULL);
    expect("seek", fseek(file, -3, SEEK_END) == 0 && ftell(file) == 7 && fgetc(file) == '7');
    expect("rewind", (rewind(file), fgetc(file)) == '0');
    expect("unget", ungetc('x', file) == 'x' && fgetc(file) == 'x');
    expect("close", fclose(file) == 0);

    char bytes[8] = "";
    int descriptor = open("/data/file", O_RDONLY);
    expect("pread", pread(descriptor, bytes, 3, 4) == 3 && memcmp(bytes, "456", 3) == 0);
    struct iovec parts[2] = {{bytes, 2}, {bytes + 4, 2}};
    expect("readv", readv(descriptor, parts, 2) == 4 && memcmp(bytes, "01", 2) == 0 && memcmp(bytes + 4, "23", 2) == 0);
    expect("lseek", lseek(descriptor, 0, SEEK_CUR) == 4 && lseek(descriptor, 100, SEEK_SET) == 100);
    expect("read past the end", read(descriptor, bytes, 1) == 0);
    expect("close descriptor", close(descriptor) == 0);
    expect("close again", close(descriptor) == -1 && errno == EBADF);

    expect("missing", refuses("/data/missing", O_RDONLY, ENOENT));
    expect("not a directory", refuses("/data/file/x", O_RDONLY, ENOTDIR));
    expect("directory wanted", refuses("/data/file", O_RDONLY | O_DIRECTORY, ENOTDIR));
    expect("no follow", refuses("/data/link", O_RDONLY | O_NOFOLLOW, ELOOP));
    return failed;
}

EXPORT(status) const char *status(void) {
    failed[0] = '\0';
    struct stat file, same, link, directory;
    expect("stat", stat("/data/file", &file) == 0 && S_ISREG(file.st_mode) && file.st_size == 10);
    expect("stat by link", stat("/data/link", &same) == 0 && same.st_ino == file.st_ino && same.st_dev == file.st_dev);
    expect("lstat", lstat("/data/link", &link) == 0 && S_ISLNK(link.st_mode) && link.st_ino != file.st_ino);
    expect("stat of a directory", stat("/data/sub", &directory) == 0 && S_ISDIR(directory.st_mode));
    expect("time of change", file.st_mtim.tv_sec > 1600000000 && file.st_mtim.tv_sec <= time(NULL) + 1);
    int descriptor = open("/data/file", O_RDONLY);
    expect("fstat", fstat(descriptor, &same) == 0 && same.st_ino == file.st_ino && same.st_size == 10);
    close(descriptor);
    expect("access", access("/data/file", R_OK) == 0);

    char target[16] = "";
    expect("readlink", readlink("/data/link", target, sizeof target) == 4 && memcmp(target, "file", 4) == 0);

    const char *names[] = {".", "..", "absolute", "escape", "file", "link", "out", "sub"};
    unsigned types[] = {DT_DIR, DT_DIR, DT_LNK, DT_LNK, DT_REG, DT_LNK, DT_LNK, DT_DIR};
    DIR *listing = opendir("/data");
    expect("opendir", listing != NULL);
    for (int i = 0; i < 8; i++) {
        struct dirent *entry = readdir(listing);
        expect(names[i], entry != NULL && strcmp(entry->d_name, names[i]) == 0 && entry->d_type == types[i]);
    }
    expect("end of directory", readdir(listing) == NULL && errno == 0);
    expect("closedir", closedir(listing) == 0);
    return failed;
}

EXPORT(limits) const char *limits(void) {
    failed[0] = '\0';
    expect("write", refuses("/data/file", O_WRONLY, EROFS));
    expect("read and write", refuses("/data/file", O_RDWR, EROFS));
    expect("append", refuses("/data/file", O_WRONLY | O_APPEND, EROFS));
    expect("truncate", refuses("/data/file", O_WRONLY | O_TRUNC, EROFS));
    expect("create", refuses("/data/new", O_WRONLY | O_CREAT, EROFS));
    expect("fopen for writing", fopen("/data/file", "w") == NULL && errno == EROFS);
    expect("fopen for update", fopen("/data/file", "r+") == NULL && errno == EROFS);
    expect("mkdir", mkdir("/data/new", 0777) == -1 && errno == EROFS);
    expect("rmdir", rmdir("/data/sub") == -1 && errno == EROFS);
    expect("unlink", unlink("/data/file") == -1 && errno == EROFS);
    expect("rename", rename("/data/file", "/data/new") == -1 && errno == EROFS);
    expect("symlink", symlink("file", "/data/new") == -1 && errno == EROFS);
    expect("link", link("/data/file", "/data/new") == -1 && errno == EROFS);

    // "Not capable" is an error number of WASI alone.
    expect("link out", refuses("/data/escape", O_RDONLY, ENOTCAPABLE));
    expect("directory link out", refuses("/data/out/secret", O_RDONLY, ENOTCAPABLE));
    expect("absolute link", refuses("/data/absolute", O_RDONLY, ENOTCAPABLE));
    expect("over the top", refuses("/data/../outside/secret", O_RDONLY, ENOTCAPABLE));
    expect("elsewhere", open("/etc/passwd", O_RDONLY) == -1);
    return failed;
}

// Only where /data is granted for writing, with the same contents.
EXPORT(changes) const char *changes(void) {
    failed[0] = '\0';
    FILE *log = fopen("/data/log", "a");
    expect("open to append", log != NULL);
    expect("append", fprintf(log, "%s %d\n", "line", 1) == 7 && fclose(log) == 0);
    log = fopen("/data/log", "a+");
    expect("append again", fputs("line 2\n", log) >= 0 && fclose(log) == 0);
    expect("read what was appended", reads("/data/log", "line 1\nline 2\n"));
    expect("exclusive", refuses("/data/log", O_WRONLY | O_CREAT | O_EXCL, EEXIST));

    FILE *file = fopen("/data/file", "r+");
    expect("update", fseek(file, 8, SEEK_SET) == 0 && fputs("ABC", file) >= 0 && fclose(file) == 0);
    expect("read the update", reads("/data/link", "01234567ABC"));
    expect("truncate", truncate("/data/file", 3) == 0 && reads("/data/file", "012"));
    file = fopen("/data/file", "w");
    expect("overwrite", fputs("new", file) >= 0 && fflush(file) == 0 && fsync(fileno(file)) == 0 && fclose(file) == 0);
    expect("read anew", reads("/data/file", "new"));

    expect("mkdir", mkdir("/data/made", 0777) == 0);
    expect("rename", rename("/data/file", "/data/made/file") == 0 && reads("/data/made/file", "new"));
    expect("rmdir of a full one", rmdir("/data/made") == -1 && errno == ENOTEMPTY);
    expect("unlink", unlink("/data/made/file") == 0);
    expect("rmdir", rmdir("/data/made") == 0 && access("/data/made", F_OK) == -1);
    expect("symlink", symlink("file", "/data/new") == -1 && errno == EPERM);
    expect("link", link("/data/log", "/data/new") == -1 && errno == EPERM);

    expect("link out", refuses("/data/escape", O_WRONLY, ENOTCAPABLE));
    expect("directory link out", refuses("/data/out/new", O_WRONLY | O_CREAT, ENOTCAPABLE));
    expect("absolute link", refuses("/data/absolute", O_WRONLY, ENOTCAPABLE));
    expect("over the top", refuses("/data/../outside/secret", O_WRONLY | O_TRUNC, ENOTCAPABLE));
    return failed;
}

// A filter: appends the record to /data/events, and returns the errno of that.
EXPORT(append)
char *append(char *tag, int tag_len, uint32_t time_sec, uint32_t time_nsec, char *record, int record_len) {
    (void)tag, (void)tag_len, (void)time_sec, (void)time_nsec;
    static char result[64];
    int error = 0;
    FILE *events = fopen("/data/events", "a");
    if (events == NULL || fprintf(events, "%.*s\n", record_len, record) < 0 || fclose(events) != 0) {
        error = errno;
    }
    snprintf(result, sizeof result, "{\"errno\":%d}", error);
    return result;
}

EXPORT(process) const char *process(void) {
    failed[0] = '\0';
    const char *mode = getenv("MODE");
    expect("environment", mode != NULL && strcmp(mode, "strict") == 0 && getenv("PATH") == NULL);
    char byte;
    expect("empty input", read(0, &byte, 1) == 0 && getchar() == EOF);
    expect("terminal", isatty(1) && isatty(2));
    expect("output has no position", lseek(1, 0, SEEK_CUR) == -1 && errno == ESPIPE);

    struct timespec before, after, pause = {0, 2000000};
    expect("clock", clock_gettime(CLOCK_MONOTONIC, &before) == 0);
    expect("sleep", nanosleep(&pause, NULL) == 0);
    clock_gettime(CLOCK_MONOTONIC, &after);
    int64_t nanos = (after.tv_sec - before.tv_sec) * 1000000000LL + (after.tv_nsec - before.tv_nsec);
    expect("slept", nanos >= 2000000);
    uint64_t first = 0, second = 0;
    expect("random", getentropy(&first, sizeof first) == 0 && getentropy(&second, sizeof second) == 0 && first != second);
    return failed;
}

EXPORT(print) void print(int number) {
    printf("line %d\nhalf ", number);
    fflush(stdout);
    fprintf(stderr, "error %d\n", number);
}

// What a snapshot has to bring back: an open file, and an output that the guest closed.
static int kept = -1;

EXPORT(keep) int keep(void) {
    kept = open("/data/file", O_RDONLY);
    return kept;
}

EXPORT(next) int next(void) {
    char byte;
    return read(kept, &byte, 1) == 1 ? byte : -errno;
}

EXPORT(close_all) int close_all(void) {
    return close(kept) + close(1) + close(2);
}
