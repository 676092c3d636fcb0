package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.WasiGuest.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasiDescriptorsTest {
    private static final int DATA = 3;
    private static final int IOVEC = 0x3000;
    private static final int BUFFER = 0x4000;

    @TempDir private Path directory;
    private WasiGuest guest;
    private GuestMemory memory;

    @BeforeEach
    void openFile() throws IOException {
        Files.writeString(directory.resolve("file"), "0123456789");
        guest = new WasiGuest(WasiOptions.NONE.withDirectory("/data", directory));
        memory = guest.call.memory();
    }

    @Test
    void standardInputIsEmpty() {
        // When, Then
        assertThat(guest.read(0, 100)).isEmpty();
        assertThat(guest.write(0, "x")).isEqualTo(-Errno.NOTCAPABLE.number());
    }

    @Test
    void writesGoToTheGuestsOutput() {
        // Given
        memory.write(BUFFER, "hello, world\n".getBytes(StandardCharsets.UTF_8), 0, 13);
        iovec(0, BUFFER, 7);
        iovec(1, -1, 0);
        iovec(2, BUFFER + 7, 6);

        // When
        int errno = guest.call("fd_write", 1, IOVEC, 3, RESULT);

        // Then
        assertThat(errno).isZero();
        assertThat(memory.readInt(RESULT)).isEqualTo(13);
        assertThat(lines()).containsExactly("STDOUT hello, world");
    }

    @Test
    void standardOutputLooksLikeATerminalToALibcThatBuffersLines() {
        // When
        int errno = guest.call("fd_fdstat_get", 1, RESULT);

        // Then
        assertThat(errno).isZero();
        assertThat(memory.readByte(RESULT)).isEqualTo((byte) 2);
        assertThat(memory.readLong(RESULT + 8) & (Rights.FD_SEEK | Rights.FD_TELL)).isZero();
        assertThat(memory.readLong(RESULT + 8) & Rights.FD_WRITE).isNotZero();
    }

    @ParameterizedTest
    @CsvSource({"0,2", "2,2", "3,3", "4,4"})
    void fdstatNamesTheTypeOfEveryDescriptor(int descriptor, int type) {
        // Given
        guest.open(DATA, "file", 0, 0);

        // When
        guest.call("fd_fdstat_get", descriptor, RESULT);

        // Then
        assertThat(memory.readByte(RESULT)).isEqualTo((byte) type);
    }

    @Test
    void readsOnFromWhereTheLastReadEnded() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);

        // When
        String first = guest.read(file, 4);
        String second = guest.read(file, 100);
        String third = guest.read(file, 100);

        // Then
        assertThat(file).isEqualTo(4);
        assertThat(first).isEqualTo("0123");
        assertThat(second).isEqualTo("456789");
        assertThat(third).isEmpty();
    }

    @Test
    void fillsSeveralBuffersAndAFileLargerThanAChunk() throws IOException {
        // Given
        byte[] large = "0123456789".repeat(4_500).getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("large"), large);
        int file = guest.open(DATA, "large", 0, 0);
        iovec(0, BUFFER, 5);
        iovec(1, BUFFER + 5, 44_000);

        // When
        guest.call("fd_read", file, IOVEC, 2, RESULT);

        // Then
        assertThat(memory.readInt(RESULT)).isEqualTo(44_005);
        assertThat(guest.call.bytes(BUFFER, 44_005)).isEqualTo(Arrays.copyOf(large, 44_005));
        assertThat(guest.read(file, 2_000)).hasSize(995);
    }

    @Test
    void preadLeavesThePositionAlone() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);

        // When
        String middle = guest.readAt(file, 3, 5);
        String beyond = guest.readAt(file, 3, Long.MAX_VALUE);

        // Then
        assertThat(middle).isEqualTo("567");
        assertThat(beyond).isEmpty();
        assertThat(guest.readAt(file, 3, -1)).isEqualTo("errno " + Errno.INVAL.number());
        assertThat(guest.read(file, 2)).isEqualTo("01");
    }

    @Test
    void seeksFromStartPositionAndEnd() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);

        // When, Then
        assertThat(guest.seek(file, 7, 0)).isEqualTo(7);
        assertThat(guest.seek(file, -2, 1)).isEqualTo(5);
        assertThat(guest.seek(file, -1, 2)).isEqualTo(9);
        assertThat(guest.read(file, 5)).isEqualTo("9");
        assertThat(guest.seek(file, 1_000, 2)).isEqualTo(1_010);
        assertThat(guest.read(file, 5)).isEmpty();
        assertThat(guest.seek(file, -11, 0)).isEqualTo(-Errno.INVAL.number());
        assertThat(guest.seek(file, Long.MAX_VALUE, 1)).isEqualTo(-Errno.INVAL.number());
        assertThat(guest.seek(file, 0, 3)).isEqualTo(-Errno.INVAL.number());
        guest.call("fd_tell", file, RESULT);
        assertThat(memory.readLong(RESULT)).isEqualTo(1_010);
    }

    @Test
    void unstableCountsSeekOriginsDifferently() {
        // Given
        guest = new WasiGuest(WasiOptions.NONE.withDirectory("/data", directory), "wasi_unstable");
        int file = guest.open(DATA, "file", 0, 0);

        // When, Then
        assertThat(guest.seek(file, 7, 2)).isEqualTo(7);
        assertThat(guest.seek(file, -2, 0)).isEqualTo(5);
        assertThat(guest.seek(file, -1, 1)).isEqualTo(9);
    }

    @Test
    void filestatTellsTypeSizeAndTimes() throws IOException {
        // Given
        Instant modified = Instant.parse("2024-05-06T07:08:09.123456Z");
        Files.setLastModifiedTime(directory.resolve("file"), FileTime.from(modified));
        int file = guest.open(DATA, "file", 0, 0);

        // When
        int errno = guest.call("fd_filestat_get", file, RESULT);

        // Then
        assertThat(errno).isZero();
        assertThat(memory.readByte(RESULT + 16)).isEqualTo((byte) 4);
        assertThat(memory.readLong(RESULT + 24)).isEqualTo(1);
        assertThat(memory.readLong(RESULT + 32)).isEqualTo(10);
        assertThat(memory.readLong(RESULT + 48))
                .isEqualTo(modified.getEpochSecond() * 1_000_000_000 + modified.getNano());
    }

    @Test
    void unstableHasASmallerFilestat() {
        // Given
        guest = new WasiGuest(WasiOptions.NONE.withDirectory("/data", directory), "wasi_unstable");
        int file = guest.open(DATA, "file", 0, 0);
        guest.call.memory().writeLong(RESULT + 56, 77);

        // When
        guest.call("fd_filestat_get", file, RESULT);

        // Then
        assertThat(guest.call.memory().readByte(RESULT + 16)).isEqualTo((byte) 4);
        assertThat(guest.call.memory().readInt(RESULT + 20)).isEqualTo(1);
        assertThat(guest.call.memory().readLong(RESULT + 24)).isEqualTo(10);
        assertThat(guest.call.memory().readLong(RESULT + 56)).isEqualTo(77);
    }

    @Test
    void equalFilesHaveEqualInodesAndDifferentFilesDifferentOnes() throws IOException {
        // Given
        Files.writeString(directory.resolve("other"), "0123456789");

        // When
        long first = inode(guest.open(DATA, "file", 0, 0));
        long again = inode(guest.open(DATA, "file", 0, 0));
        long other = inode(guest.open(DATA, "other", 0, 0));

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void namesTheGrantedDirectories() {
        // When
        int errno = guest.call("fd_prestat_get", DATA, RESULT);
        int nameErrno = guest.call("fd_prestat_dir_name", DATA, BUFFER, 5);

        // Then
        assertThat(errno).isZero();
        assertThat(memory.readByte(RESULT)).isZero();
        assertThat(memory.readInt(RESULT + 4)).isEqualTo(5);
        assertThat(nameErrno).isZero();
        assertThat(guest.call.text(BUFFER, 6)).isEqualTo("/data\0");
        assertThat(guest.call("fd_prestat_dir_name", DATA, BUFFER, 4))
                .isEqualTo(Errno.NAMETOOLONG.number());
        assertThat(guest.call("fd_prestat_get", 4, RESULT)).isEqualTo(Errno.BADF.number());
        assertThat(guest.call("fd_prestat_get", 1, RESULT)).isEqualTo(Errno.BADF.number());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void closesAnyDescriptorInTheGuestsViewOnly(int descriptor) {
        // When
        int errno = guest.call("fd_close", descriptor);

        // Then
        assertThat(errno).isZero();
        assertThat(guest.call("fd_close", descriptor)).isEqualTo(Errno.BADF.number());
        assertThat(guest.call("fd_fdstat_get", descriptor, RESULT)).isEqualTo(Errno.BADF.number());
        assertThat(System.out.checkError()).isFalse();
    }

    @Test
    void renumberMovesOneDescriptorOverAnother() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);

        // When
        int errno = guest.call("fd_renumber", file, 0);

        // Then
        assertThat(errno).isZero();
        assertThat(guest.read(0, 3)).isEqualTo("012");
        assertThat(guest.call("fd_close", file)).isEqualTo(Errno.BADF.number());
        assertThat(guest.call("fd_renumber", 0, 50)).isEqualTo(Errno.BADF.number());
        assertThat(guest.call("fd_renumber", 1, 1)).isZero();
        guest.write(1, "still here\n");
        assertThat(lines()).containsExactly("STDOUT still here");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5, 1_000, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void unknownDescriptorsAreBad(int descriptor) {
        // When, Then
        assertThat(guest.call("fd_close", descriptor)).isEqualTo(Errno.BADF.number());
        assertThat(guest.write(descriptor, "x")).isEqualTo(-Errno.BADF.number());
        assertThat(guest.read(descriptor, 1)).isEqualTo("errno " + Errno.BADF.number());
    }

    @Test
    void opensABoundedNumberOfDescriptors() {
        // When
        int last = 0;
        for (int i = 0; i < DescriptorTable.MAX_OPENED; i++) {
            last = guest.open(DATA, "file", 0, 0);
        }

        // Then
        assertThat(last).isEqualTo(3 + DescriptorTable.MAX_OPENED);
        assertThat(guest.open(DATA, "file", 0, 0)).isEqualTo(-Errno.MFILE.number());
        guest.call("fd_close", 10);
        assertThat(guest.open(DATA, "file", 0, 0)).isEqualTo(10);
    }

    @Test
    void rightsCanBeGivenUpAndNeverRegained() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);

        // When
        int errno = guest.call("fd_fdstat_set_rights", file, Rights.FD_SEEK, 0);

        // Then
        assertThat(errno).isZero();
        assertThat(guest.read(file, 1)).isEqualTo("errno " + Errno.NOTCAPABLE.number());
        assertThat(guest.seek(file, 1, 0)).isEqualTo(1);
        assertThat(guest.call("fd_fdstat_set_rights", file, Rights.FD_READ, 0))
                .isEqualTo(Errno.NOTCAPABLE.number());
    }

    @Test
    void flagsAreRemembered() {
        // When
        int errno = guest.call("fd_fdstat_set_flags", 1, 4);
        guest.call("fd_fdstat_get", 1, RESULT);

        // Then
        assertThat(errno).isZero();
        assertThat(memory.readShort(RESULT + 2)).isEqualTo((short) 4);
        assertThat(guest.call("fd_fdstat_set_flags", 1, 32)).isEqualTo(Errno.INVAL.number());
    }

    @Test
    void standardStreamsCannotBePositioned() {
        // When, Then
        int pipe = Errno.SPIPE.number();
        assertThat(guest.seek(1, 0, 1)).isEqualTo(-pipe);
        assertThat(guest.call("fd_tell", 2, RESULT)).isEqualTo(pipe);
        assertThat(guest.readAt(0, 1, 0)).isEqualTo("errno " + pipe);
        assertThat(guest.call("fd_filestat_set_size", 1, 0)).isEqualTo(pipe);
    }

    @Test
    void filesCannotBeChanged() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);

        // When, Then
        int refused = Errno.NOTCAPABLE.number();
        assertThat(guest.write(file, "x")).isEqualTo(-refused);
        assertThat(guest.call("fd_pwrite", file, IOVEC, 1, 0, RESULT)).isEqualTo(refused);
        assertThat(guest.call("fd_allocate", file, 0, 10)).isEqualTo(refused);
        assertThat(guest.call("fd_filestat_set_size", file, 0)).isEqualTo(refused);
        assertThat(guest.call("fd_filestat_set_times", file, 0, 0, 0)).isEqualTo(refused);
        assertThat(guest.call("fd_sync", file)).isZero();
        assertThat(guest.call("fd_datasync", file)).isZero();
        assertThat(guest.call("fd_advise", file, 0, 0, 0)).isZero();
        assertThat(directory.resolve("file")).hasContent("0123456789");
    }

    @Test
    void directoriesAreNoFiles() {
        // When, Then
        assertThat(guest.read(DATA, 1)).isEqualTo("errno " + Errno.ISDIR.number());
        assertThat(guest.write(DATA, "x")).isEqualTo(-Errno.NOTCAPABLE.number());
        assertThat(guest.seek(DATA, 0, 0)).isEqualTo(-Errno.ISDIR.number());
    }

    @Test
    void boundsTheNumberOfBuffersAndTheirSum() {
        // Given
        iovec(0, BUFFER, Integer.MAX_VALUE);
        iovec(1, BUFFER, 1);

        // When, Then
        assertThat(guest.call("fd_write", 1, IOVEC, 1025, RESULT)).isEqualTo(Errno.INVAL.number());
        assertThat(guest.call("fd_write", 1, IOVEC, -1, RESULT)).isEqualTo(Errno.INVAL.number());
        assertThat(guest.call("fd_write", 1, IOVEC, 2, RESULT)).isEqualTo(Errno.INVAL.number());
        assertThat(guest.call("fd_write", 1, IOVEC, 0, RESULT)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"fd_write,1", "fd_read,4"})
    void trapsOnPointersOutOfBounds(String function, int descriptor) {
        // Given
        guest.open(DATA, "file", 0, 0);
        iovec(0, 0xfffe, 4);

        // When, Then
        assertThatThrownBy(() -> guest.call(function, descriptor, IOVEC, 1, RESULT))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("out of bounds");
        assertThatThrownBy(() -> guest.call(function, descriptor, 0xfffe, 1, RESULT))
                .isInstanceOf(GuestTrap.class);
        iovec(0, BUFFER, 1);
        assertThatThrownBy(() -> guest.call(function, descriptor, IOVEC, 1, -2))
                .isInstanceOf(GuestTrap.class);
    }

    @Test
    void readsLookAtTheDeadline() throws IOException {
        // Given
        Files.write(directory.resolve("large"), new byte[200_000]);
        int file = guest.open(DATA, "large", 0, 0);
        for (int i = 0; i < 1024; i++) {
            iovec(i, BUFFER + 0x2000, 1);
        }
        guest.call.checksLeft = 100;

        // When, Then
        assertThatThrownBy(() -> guest.call("fd_read", file, IOVEC, 1024, RESULT))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }

    @Test
    void opensAFileAgainThatAnInterruptClosed() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);
        guest.read(file, 2);
        Thread.currentThread().interrupt();

        // When
        String interrupted = guest.read(file, 2);
        boolean stillSet = Thread.interrupted();
        String afterwards = guest.read(file, 2);

        // Then
        assertThat(interrupted).isEqualTo("errno " + Errno.IO.number());
        assertThat(stillSet).isTrue();
        assertThat(afterwards).isEqualTo("23");
    }

    private long inode(int file) {
        guest.call("fd_filestat_get", file, RESULT);
        return memory.readLong(RESULT + 8);
    }

    private void iovec(int index, int address, int length) {
        memory.writeInt(IOVEC + index * 8, address);
        memory.writeInt(IOVEC + index * 8 + 4, length);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        guest.output.flush((stream, text) -> lines.add(stream + " " + text));
        return lines;
    }
}
