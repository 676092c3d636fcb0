package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.WasiGuest.CREATE;
import static io.github.flinkwasm.internal.wasi.WasiGuest.DIRECTORY;
import static io.github.flinkwasm.internal.wasi.WasiGuest.EXCLUSIVE;
import static io.github.flinkwasm.internal.wasi.WasiGuest.FOLLOW;
import static io.github.flinkwasm.internal.wasi.WasiGuest.TRUNCATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a guest can do in a directory granted for writing, and how much of it. */
class WritableDirectoryTest {
    private static final int DATA = 3;
    private static final long WRITE = Rights.FD_WRITE | Rights.FD_SEEK | Rights.FD_TELL;
    private static final long READ_WRITE = WRITE | Rights.FD_READ;

    @TempDir private Path directory;
    private WasiGuest guest;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("file"), "0123456789");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("a/new"));
        guest = new WasiGuest(WasiOptions.NONE.withWritableDirectory("/data", directory));
    }

    @AfterEach
    void close() {
        guest.wasi.close();
    }

    @Test
    void makesAFileAndReadsWhatItWrote() {
        // Given
        int file = guest.open(DATA, "a/new", FOLLOW, CREATE | EXCLUSIVE, READ_WRITE);

        // When
        int first = guest.write(file, "hello");
        int second = guest.write(file, ", world");

        // Then
        assertThat(first).isEqualTo(5);
        assertThat(second).isEqualTo(7);
        assertThat(guest.seek(file, 7, 0)).isEqualTo(7);
        assertThat(guest.read(file, 100)).isEqualTo("world");
        assertThat(directory.resolve("a/new")).hasContent("hello, world");
    }

    @Test
    void writesWhereItsPositionIs() {
        // Given
        int file = guest.open(DATA, "link", FOLLOW, 0, READ_WRITE);
        guest.seek(file, -3, 2);

        // When
        guest.write(file, "abcd");

        // Then
        assertThat(directory.resolve("file")).hasContent("0123456abcd");
        assertThat(guest.seek(file, 0, 1)).isEqualTo(11);
    }

    @Test
    void appendsAtTheEndWhoeverElseWrites() throws IOException {
        // Given
        int file = guest.openToAppend(DATA, "file", Rights.WRITABLE_FILE);
        guest.write(file, "a");
        Files.writeString(directory.resolve("file"), "x", java.nio.file.StandardOpenOption.APPEND);
        guest.seek(file, 0, 0);

        // When
        guest.write(file, "b");

        // Then
        assertThat(directory.resolve("file")).hasContent("0123456789axb");
        assertThat(guest.seek(file, 0, 1)).isEqualTo(13);
        assertThat(guest.readAt(file, 3, 10)).isEqualTo("axb");
        assertThat(guest.call("fd_fdstat_set_flags", file, 0)).isEqualTo(Errno.NOTSUP.number());
    }

    @Test
    void truncatesAndResizes() {
        // Given
        int file = guest.open(DATA, "file", FOLLOW, TRUNCATE, Rights.WRITABLE_FILE);
        guest.write(file, "abc");

        // When
        int longer = guest.call("fd_filestat_set_size", file, 5);
        int shorter = guest.call("fd_filestat_set_size", file, 4);

        // Then
        assertThat(longer).isZero();
        assertThat(shorter).isZero();
        assertThat(directory.resolve("file")).hasContent("abc\0");
        assertThat(guest.call("fd_filestat_set_size", file, -1)).isEqualTo(Errno.INVAL.number());
        assertThat(guest.call("fd_sync", file)).isZero();
        assertThat(guest.call("fd_datasync", file)).isZero();
        assertThat(guest.call("fd_allocate", file, 0, 9)).isEqualTo(Errno.NOTSUP.number());
    }

    @Test
    void makesRenamesAndRemovesDirectoriesAndFiles() throws IOException {
        // When
        int made = guest.onPath("path_create_directory", 1, "a/c/", DATA, 0, 0);
        int renamed = rename("a/c", "a/b/d");
        int moved = rename("file", "a/b/d/file");
        int notEmpty = guest.onPath("path_remove_directory", 1, "a/b/d", DATA, 0, 0);
        int unlinked = guest.onPath("path_unlink_file", 1, "a/b/d/file", DATA, 0, 0);
        int removed = guest.onPath("path_remove_directory", 1, "a/b/d", DATA, 0, 0);

        // Then
        assertThat(made).isZero();
        assertThat(renamed).isZero();
        assertThat(moved).isZero();
        assertThat(notEmpty).isEqualTo(Errno.NOTEMPTY.number());
        assertThat(unlinked).isZero();
        assertThat(removed).isZero();
        assertThat(directory.resolve("file")).doesNotExist();
        try (var all = Files.walk(directory)) {
            assertThat(all.map(path -> directory.relativize(path).toString()))
                    .containsExactlyInAnyOrder("", "a", "a/b", "link", "dangling");
        }
    }

    @Test
    void removesALinkAndNotWhatItNames() {
        // When
        int errno = guest.onPath("path_unlink_file", 1, "link", DATA, 0, 0);

        // Then
        assertThat(errno).isZero();
        assertThat(Files.isSymbolicLink(directory.resolve("link"))).isFalse();
        assertThat(directory.resolve("file")).hasContent("0123456789");
    }

    @ParameterizedTest
    @CsvSource({
        "path_create_directory,a,EXIST",
        "path_create_directory,file,EXIST",
        "path_create_directory,none/new,NOENT",
        "path_remove_directory,file,NOTDIR",
        "path_remove_directory,link,NOTDIR",
        "path_remove_directory,none,NOENT",
        "path_remove_directory,.,INVAL",
        "path_remove_directory,a/..,INVAL",
        "path_remove_directory,..,NOTCAPABLE",
        "path_unlink_file,a,ISDIR",
        "path_unlink_file,none,NOENT",
        "path_unlink_file,/etc/passwd,NOTCAPABLE"
    })
    void answersWithTheErrorThatFits(String function, String path, Errno errno) {
        // When, Then
        assertThat(guest.onPath(function, 1, path, DATA, 0, 0)).isEqualTo(errno.number());
    }

    @ParameterizedTest
    @CsvSource({"file,a,ISDIR", "a,file,NOTDIR", "a,a/b/c,INVAL", "none,x,NOENT", "link,x,PERM"})
    void renamesOnlyWhatFits(String from, String to, Errno errno) {
        // When, Then
        assertThat(rename(from, to)).isEqualTo(errno.number());
        assertThat(directory.resolve("file")).hasContent("0123456789");
    }

    @Test
    void neverMakesALink() {
        // When, Then
        int refused = Errno.PERM.number();
        assertThat(guest.onPath("path_symlink", 3, "new", 0x1000, 3, DATA, 0, 0))
                .isEqualTo(refused);
        assertThat(guest.onPath("path_link", 2, "file", DATA, 0, 0, 0, DATA, 0x1000, 3))
                .isEqualTo(refused);
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void createsThroughALinkThatStaysInsideUnlessExclusively() {
        // When
        int exclusive = guest.open(DATA, "dangling", FOLLOW, CREATE | EXCLUSIVE, WRITE);
        int file = guest.open(DATA, "dangling", FOLLOW, CREATE, WRITE);

        // Then
        assertThat(exclusive).isEqualTo(-Errno.EXIST.number());
        assertThat(guest.write(file, "x")).isEqualTo(1);
        assertThat(directory.resolve("a/new")).hasContent("x");
    }

    @Test
    void rightsThatWereGivenUpAreGone() {
        // Given
        int subdirectory = guest.open(DATA, "a", FOLLOW, DIRECTORY, Rights.WRITABLE_DIRECTORY);
        guest.call("fd_fdstat_set_rights", DATA, Rights.DIRECTORY, Rights.INHERITED & ~WRITE);

        // When, Then
        assertThat(guest.open(subdirectory, "new", FOLLOW, CREATE, WRITE)).isPositive();
        int refused = Errno.NOTCAPABLE.number();
        assertThat(guest.open(DATA, "new", FOLLOW, CREATE, WRITE)).isEqualTo(-refused);
        assertThat(guest.open(DATA, "file", FOLLOW, 0, WRITE)).isEqualTo(-refused);
        assertThat(guest.open(DATA, "file", FOLLOW, TRUNCATE, 0)).isEqualTo(-refused);
        assertThat(guest.onPath("path_unlink_file", 1, "file", DATA, 0, 0)).isEqualTo(refused);
        assertThat(directory.resolve("file")).hasContent("0123456789");
    }

    @Test
    void aCallWritesABoundedNumberOfBytesAndTheNextOneAsManyAgain() {
        // Given
        int file = guest.openToAppend(DATA, "large", WRITE);
        guest.call.memory().fill(0x4000, (byte) 'x', 0x8000);
        long written = 0;
        int result;
        while ((result = guest.writeBytes(file, 0x8000)) > 0) {
            written += result;
        }

        // When
        guest.wasi.beginCall();

        // Then
        assertThat(result).isEqualTo(-Errno.DQUOT.number());
        assertThat(written).isEqualTo(WriteBudget.BYTES_PER_CALL - WriteBudget.ENTRY);
        assertThat(directory.resolve("large")).hasSize(written);
        assertThat(guest.write(file, "x")).isEqualTo(1);
    }

    @Test
    void gapsAndNewFilesCountToo() throws IOException {
        // Given
        int file = guest.open(DATA, "file", FOLLOW, 0, Rights.WRITABLE_FILE);
        guest.seek(file, WriteBudget.BYTES_PER_CALL + 11, 0);

        // When
        int beyond = guest.write(file, "x");
        int longer = guest.call("fd_filestat_set_size", file, Long.MAX_VALUE);
        int made = 0;
        while (guest.onPath("path_create_directory", 1, "d" + made, DATA, 0, 0) == 0) {
            made++;
        }

        // Then
        assertThat(beyond).isEqualTo(-Errno.DQUOT.number());
        assertThat(longer).isEqualTo(Errno.DQUOT.number());
        assertThat(made).isEqualTo(WriteBudget.BYTES_PER_CALL / WriteBudget.ENTRY);
        assertThat(guest.open(DATA, "new", FOLLOW, CREATE, WRITE)).isEqualTo(-Errno.DQUOT.number());
        assertThat(directory.resolve("file")).hasSize(10);
    }

    @Test
    void writesLookAtTheDeadline() {
        // Given
        int file = guest.open(DATA, "file", FOLLOW, 0, WRITE);
        guest.call.checksLeft = 1;

        // When, Then
        assertThatThrownBy(() -> guest.write(file, "x"))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }

    @Test
    void aRestoreClosesWrittenFilesAndTakesNothingBack() throws Exception {
        // Given
        int kept = guest.open(DATA, "file", FOLLOW, 0, WRITE);
        Object state = guest.wasi.captureState();
        int opened = guest.open(DATA, "new", FOLLOW, CREATE, WRITE);
        OpenFile file =
                ((Descriptor.RegularFile) guest.wasi.descriptors().get(opened).target()).file();
        guest.write(opened, "new");
        guest.write(kept, "abc");
        guest.call("fd_close", kept);

        // When
        guest.wasi.restoreState(state);

        // Then
        assertThat(file.isOpen()).isFalse();
        assertThat(directory.resolve("new")).hasContent("new");
        assertThat(directory.resolve("file")).hasContent("abc3456789");
        assertThat(guest.write(kept, "AB")).isEqualTo(2);
        assertThat(directory.resolve("file")).hasContent("ABc3456789");
    }

    @Test
    void writesOnAfterAnInterruptButOnlyToTheSameFile() throws IOException {
        // Given
        int file = guest.open(DATA, "file", FOLLOW, 0, WRITE);
        Thread.currentThread().interrupt();

        // When
        int interrupted = guest.write(file, "a");
        boolean stillSet = Thread.interrupted();
        int afterwards = guest.write(file, "b");

        // Then
        assertThat(interrupted).isEqualTo(-Errno.IO.number());
        assertThat(stillSet).isTrue();
        assertThat(afterwards).isEqualTo(1);
        Files.move(directory.resolve("file"), directory.resolve("old"));
        Files.writeString(directory.resolve("file"), "another");
        Thread.currentThread().interrupt();
        guest.write(file, "c");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(guest.write(file, "d")).isEqualTo(-Errno.IO.number());
        assertThat(directory.resolve("file")).hasContent("another");
    }

    @Test
    void twoGuestsMayMakeTheSameFile() {
        // Given
        WasiGuest other = new WasiGuest(WasiOptions.NONE.withWritableDirectory("/data", directory));
        int file = guest.openToAppend(DATA, "log", WRITE);
        int same = other.openToAppend(DATA, "log", WRITE);

        // When
        for (String part : Arrays.asList("a", "b")) {
            guest.write(file, part);
            other.write(same, part);
        }

        // Then
        assertThat(directory.resolve("log")).hasContent("aabb");
        other.wasi.close();
    }

    @Test
    void noDirectoryInAWritableOneCanBeGranted() {
        // Given
        WasiOptions outer = WasiOptions.NONE.withWritableDirectory("/data", directory);
        Path inner = directory.resolve("a");

        // When, Then
        assertThatThrownBy(() -> outer.withDirectory("/inner", inner))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lies in it")
                .hasMessageContaining("side by side");
        assertThatThrownBy(
                        () ->
                                WasiOptions.NONE
                                        .withDirectory("/inner", inner)
                                        .withWritableDirectory("/data", directory))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        WasiOptions.NONE
                                .withDirectory("/data", directory)
                                .withWritableDirectory("/inner", inner)
                                .directories())
                .hasSize(2);
    }

    private int rename(String from, String to) {
        byte[] target = to.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        guest.call.write(0x2800, target);
        return guest.onPath("path_rename", 1, from, DATA, 0, 0, DATA, 0x2800, target.length);
    }
}
