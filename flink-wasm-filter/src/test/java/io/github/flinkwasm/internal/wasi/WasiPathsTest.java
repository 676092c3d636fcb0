package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.WasiGuest.CREATE;
import static io.github.flinkwasm.internal.wasi.WasiGuest.DIRECTORY;
import static io.github.flinkwasm.internal.wasi.WasiGuest.EXCLUSIVE;
import static io.github.flinkwasm.internal.wasi.WasiGuest.FOLLOW;
import static io.github.flinkwasm.internal.wasi.WasiGuest.NO_FOLLOW;
import static io.github.flinkwasm.internal.wasi.WasiGuest.RESULT;
import static io.github.flinkwasm.internal.wasi.WasiGuest.TRUNCATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasiPathsTest {
    private static final int DATA = 3;

    @TempDir private Path directory;
    private WasiGuest guest;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("file"), "top");
        Files.writeString(directory.resolve("a/b/file"), "deep");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("a/b/file"));
        Files.createSymbolicLink(directory.resolve("a/up"), Path.of("../file"));
        Files.createSymbolicLink(directory.resolve("dirlink"), Path.of("a"));
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
        guest = new WasiGuest(WasiOptions.NONE.withDirectory("/data", directory));
    }

    @ParameterizedTest
    @CsvSource({
        "file,top",
        "./file,top",
        "a/../file,top",
        "a/b/../../file,top",
        "a//b/file,deep",
        "a/b/file,deep",
        "dirlink/b/file,deep",
        "dirlink/up,top",
        "dirlink/../file,top",
        "link,deep"
    })
    void opensFilesByPath(String path, String contents) {
        // When
        int file = guest.open(DATA, path, FOLLOW, 0);

        // Then
        assertThat(guest.read(file, 100)).isEqualTo(contents);
    }

    @Test
    void opensRelativeToASubdirectory() {
        // Given
        int subdirectory = guest.open(DATA, "a", NO_FOLLOW, DIRECTORY);

        // When
        int file = guest.open(subdirectory, "b/file", NO_FOLLOW, 0);

        // Then
        assertThat(guest.read(file, 100)).isEqualTo("deep");
    }

    @Test
    void aSubdirectoryConfinesLikeAGrantedDirectory() {
        // Given
        int subdirectory = guest.open(DATA, "a", NO_FOLLOW, DIRECTORY);

        // When
        int byPath = guest.open(subdirectory, "../file", NO_FOLLOW, 0);
        int byLink = guest.open(subdirectory, "up", FOLLOW, 0);

        // Then
        assertThat(byPath).isEqualTo(-Errno.NOTCAPABLE.number());
        assertThat(byLink).isEqualTo(-Errno.NOTCAPABLE.number());
    }

    @ParameterizedTest
    @CsvSource({
        "missing,0,NOENT",
        "missing/file,0,NOENT",
        "file/x,0,NOTDIR",
        "file/,0,NOTDIR",
        "'',0,NOENT",
        "dangling,0,NOENT",
        "file,2,NOTDIR",
        "missing,1,ROFS",
        "file,5,EXIST",
        "file,8,ROFS",
        "a,8,ISDIR"
    })
    void answersWithTheErrorThatFits(String path, int how, Errno errno) {
        // When, Then
        assertThat(guest.open(DATA, path, FOLLOW, how)).isEqualTo(-errno.number());
    }

    @Test
    void opensAnExistingFileThoughItWasToBeCreatedIfMissing() {
        // When
        int file = guest.open(DATA, "file", FOLLOW, CREATE);

        // Then
        assertThat(guest.read(file, 10)).isEqualTo("top");
    }

    @Test
    void doesNotOpenALinkThatIsNotToBeFollowed() {
        // When, Then
        assertThat(guest.open(DATA, "link", NO_FOLLOW, 0)).isEqualTo(-Errno.LOOP.number());
    }

    @Test
    void refusesToOpenForWriting() {
        // When
        int errno = guest.open(DATA, "file", FOLLOW, 0, Rights.FD_READ | Rights.FD_WRITE);
        int truncating = guest.open(DATA, "file", FOLLOW, CREATE | TRUNCATE, Rights.FD_WRITE);

        // Then
        assertThat(errno).isEqualTo(-Errno.ROFS.number());
        assertThat(truncating).isEqualTo(-Errno.ROFS.number());
        assertThat(directory.resolve("file")).hasContent("top");
    }

    @Test
    void aLibcFindsThatItMayAskForWriting() {
        // When
        guest.call("fd_fdstat_get", DATA, RESULT);

        // Then: so that open("file", O_WRONLY) fails at once and not at the first write
        assertThat(guest.call.memory().readLong(RESULT + 16) & Rights.FD_WRITE).isNotZero();
        assertThat(guest.call.memory().readLong(RESULT + 8) & Rights.FD_WRITE).isZero();
    }

    @Test
    void grantsOnlyTheRightsThatWereAskedFor() {
        // Given
        int file = guest.open(DATA, "file", FOLLOW, 0, Rights.FD_SEEK | Rights.FD_TELL);

        // When, Then
        assertThat(guest.read(file, 1)).isEqualTo("errno " + Errno.NOTCAPABLE.number());
        assertThat(guest.seek(file, 1, 0)).isEqualTo(1);
    }

    @Test
    void everyWritingCallIsRefused() throws IOException {
        // When, Then
        int readOnly = Errno.ROFS.number();
        assertThat(guest.onPath("path_create_directory", 1, "new", DATA, 0, 0)).isEqualTo(readOnly);
        assertThat(guest.onPath("path_remove_directory", 1, "a/b", DATA, 0, 0)).isEqualTo(readOnly);
        assertThat(guest.onPath("path_unlink_file", 1, "file", DATA, 0, 0)).isEqualTo(readOnly);
        assertThat(guest.onPath("path_filestat_set_times", 2, "file", DATA, 0, 0, 0, 0, 0, 1))
                .isEqualTo(readOnly);
        assertThat(guest.onPath("path_symlink", 3, "new", 0x1000, 3, DATA, 0, 0))
                .isEqualTo(readOnly);
        assertThat(guest.onPath("path_link", 2, "file", DATA, 0, 0, 0, DATA, 0x1000, 4))
                .isEqualTo(readOnly);
        assertThat(guest.onPath("path_rename", 1, "file", DATA, 0, 0, DATA, 0x1000, 4))
                .isEqualTo(readOnly);
        try (var entries = Files.list(directory)) {
            assertThat(entries).hasSize(5);
        }
        assertThat(directory.resolve("a/b")).isDirectory();
    }

    @Test
    void pathsNeedADirectory() {
        // Given
        int file = guest.open(DATA, "file", FOLLOW, 0);

        // When, Then
        assertThat(guest.open(file, "x", FOLLOW, 0)).isEqualTo(-Errno.NOTDIR.number());
        assertThat(guest.open(1, "x", FOLLOW, 0)).isEqualTo(-Errno.NOTDIR.number());
        assertThat(guest.open(9, "x", FOLLOW, 0)).isEqualTo(-Errno.BADF.number());
        assertThat(guest.onPath("path_unlink_file", 1, "x", 9, 0, 0))
                .isEqualTo(Errno.BADF.number());
    }

    @ParameterizedTest
    @CsvSource({"file,1,4,3", "link,1,4,4", "link,0,7,8", "a,1,3,0", ".,0,3,0", "dirlink/,0,3,0"})
    void pathFilestatTellsTypeAndSize(String path, int lookup, int type, long size) {
        // When
        int errno = guest.onPath("path_filestat_get", 2, path, DATA, lookup, 0, 0, RESULT);

        // Then
        assertThat(errno).isZero();
        assertThat(guest.call.memory().readByte(RESULT + 16)).isEqualTo((byte) type);
        if (type != 3) {
            assertThat(guest.call.memory().readLong(RESULT + 32)).isEqualTo(size);
        }
    }

    @Test
    void pathFilestatOfNothingIsAnError() {
        // When, Then
        assertThat(guest.onPath("path_filestat_get", 2, "missing", DATA, 1, 0, 0, RESULT))
                .isEqualTo(Errno.NOENT.number());
        assertThat(guest.onPath("path_filestat_get", 2, "dangling", DATA, 0, 0, 0, RESULT))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"100,a/b/file", "3,a/b", "0,''"})
    void readlinkWritesAsMuchAsFits(int size, String expected) {
        // When
        int errno = guest.onPath("path_readlink", 1, "link", DATA, 0, 0, 0x5000, size, RESULT);

        // Then
        assertThat(errno).isZero();
        assertThat(guest.call.memory().readInt(RESULT)).isEqualTo(expected.length());
        assertThat(guest.call.string(0x5000)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"file,INVAL", "a,INVAL", "missing,NOENT"})
    void readlinkOfSomethingElseIsAnError(String path, Errno errno) {
        // When, Then
        assertThat(guest.onPath("path_readlink", 1, path, DATA, 0, 0, 0x5000, 100, RESULT))
                .isEqualTo(errno.number());
    }

    @Test
    void refusesPathsThatAreTooLongOrNoText() {
        // Given
        guest.call.memory().fill(0x1000, (byte) 'a', 5_000);
        guest.call.write(0x8000, new byte[] {'a', (byte) 0xff});
        guest.call.write(0x8100, new byte[] {'f', 0, 'i'});

        // When, Then
        assertThat(openAt(0x1000, 4_097)).isEqualTo(Errno.NAMETOOLONG.number());
        assertThat(openAt(0x1000, 300)).isEqualTo(Errno.NAMETOOLONG.number());
        assertThat(openAt(0x8000, 2)).isEqualTo(Errno.ILSEQ.number());
        assertThat(openAt(0x8100, 3)).isEqualTo(Errno.INVAL.number());
        assertThatThrownBy(() -> openAt(0xfffe, 3)).isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> openAt(0x1000, -1)).isInstanceOf(GuestTrap.class);
    }

    @Test
    void refusesToDescendDeeperThanItHoldsDirectoriesOpen() throws IOException {
        // Given
        Files.createDirectories(directory.resolve("d/".repeat(80)));

        // When, Then
        assertThat(guest.open(DATA, "d/".repeat(60), FOLLOW, 0)).isPositive();
        assertThat(guest.open(DATA, "d/".repeat(70), FOLLOW, 0))
                .isEqualTo(-Errno.NAMETOOLONG.number());
        assertThat(guest.open(DATA, "d/../".repeat(500) + "file", FOLLOW, 0)).isPositive();
    }

    @Test
    void opensNoPipeThatWouldWaitForItsOtherEnd() throws Exception {
        // Given
        Path pipe = directory.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

        // When, Then
        assertThat(guest.open(DATA, "pipe", FOLLOW, 0)).isEqualTo(-Errno.NOTSUP.number());
    }

    @ParameterizedTest
    @ValueSource(ints = {CREATE, EXCLUSIVE, TRUNCATE})
    void neverMakesAFile(int how) {
        // When
        guest.open(DATA, "new", FOLLOW, how, Rights.FD_WRITE);
        guest.open(DATA, "dangling", FOLLOW, how | CREATE, Rights.FD_WRITE);

        // Then
        assertThat(directory.resolve("new")).doesNotExist();
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    private int openAt(int address, int length) {
        return guest.call(
                "path_open", DATA, FOLLOW, address, length, 0, Rights.FILE, -1, 0, RESULT);
    }
}
