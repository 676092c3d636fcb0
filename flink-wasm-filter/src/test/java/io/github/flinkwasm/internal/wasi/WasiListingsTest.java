package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.WasiGuest.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WasiListingsTest {
    private static final int DATA = 3;
    private static final int BUFFER = 0x4000;

    @TempDir private Path directory;
    private WasiGuest guest;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectory(directory.resolve("directory"));
        Files.writeString(directory.resolve("file"), "");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        Files.writeString(directory.resolve("grün"), "");
        guest = new WasiGuest(WasiOptions.NONE.withDirectory("/data", directory));
    }

    @ParameterizedTest
    @ValueSource(ints = {4_096, 100, 60, 40})
    void listsEveryEntryOnceWhateverTheBuffer(int size) {
        // When
        List<String> entries = list(size);

        // Then
        assertThat(entries)
                .containsExactly("3 .", "3 ..", "3 directory", "4 file", "4 grün", "7 link");
    }

    @Test
    void cutsTheLastEntryWhereTheBufferEnds() {
        // When
        guest.call("fd_readdir", DATA, BUFFER, 40, 0L, RESULT);

        // Then
        assertThat(guest.call.memory().readInt(RESULT)).isEqualTo(40);
        assertThat(guest.call.memory().readInt(BUFFER + 16)).isEqualTo(1);
        assertThat(guest.call.memory().readByte(BUFFER + 24)).isEqualTo((byte) '.');
        assertThat(guest.call.memory().readLong(BUFFER + 25)).isEqualTo(2);
    }

    @Test
    void goesOnWithTheSameListingThoughEntriesComeAndGo() throws IOException {
        // Given
        guest.call("fd_readdir", DATA, BUFFER, 24 + 1, 0L, RESULT);
        Files.delete(directory.resolve("directory"));
        Files.writeString(directory.resolve("aaa"), "");

        // When
        guest.call("fd_readdir", DATA, BUFFER, 4_096, 2L, RESULT);

        // Then
        assertThat(guest.call.memory().readInt(RESULT))
                .isEqualTo(4 * 24 + "directory".length() + 4 + 5 + 4);
        assertThat(guest.call.memory().readByte(BUFFER + 20)).isZero();
    }

    @Test
    void beginsAnewAtCookie0() throws IOException {
        // Given
        list(4_096);
        Files.delete(directory.resolve("link"));

        // When, Then
        assertThat(list(4_096)).hasSize(5).doesNotContain("7 link");
    }

    @Test
    void hasNothingBeyondTheEnd() {
        // When
        int errno = guest.call("fd_readdir", DATA, BUFFER, 4_096, 1_000L, RESULT);
        int far = guest.call("fd_readdir", DATA, BUFFER, 4_096, Long.MAX_VALUE, RESULT);

        // Then
        assertThat(errno).isZero();
        assertThat(far).isZero();
        assertThat(guest.call.memory().readInt(RESULT)).isZero();
        assertThat(guest.call("fd_readdir", DATA, BUFFER, 4_096, -1L, RESULT))
                .isEqualTo(Errno.INVAL.number());
    }

    @Test
    void filesAndStreamsHaveNoEntries() {
        // Given
        int file = guest.open(DATA, "file", 0, 0);

        // When, Then
        assertThat(guest.call("fd_readdir", file, BUFFER, 100, 0L, RESULT))
                .isEqualTo(Errno.NOTDIR.number());
        assertThat(guest.call("fd_readdir", 1, BUFFER, 100, 0L, RESULT))
                .isEqualTo(Errno.NOTDIR.number());
    }

    @Test
    void trapsOnABufferOutOfBounds() {
        // When, Then
        assertThatThrownBy(() -> guest.call("fd_readdir", DATA, 0xfff0, 17, 0L, RESULT))
                .isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.call("fd_readdir", DATA, BUFFER, -1, 0L, RESULT))
                .isInstanceOf(GuestTrap.class);
    }

    @Test
    void looksAtTheDeadline() {
        // Given
        guest.call.checksLeft = 3;

        // When, Then
        assertThatThrownBy(() -> guest.call("fd_readdir", DATA, BUFFER, 4_096, 0L, RESULT))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }

    /** Reads the whole directory as a C library does: entries that were cut are asked for again. */
    private List<String> list(int size) {
        List<String> entries = new ArrayList<>();
        long cookie = 0;
        int used;
        do {
            int errno = guest.call("fd_readdir", DATA, BUFFER, size, cookie, RESULT);
            assertThat(errno).isZero();
            used = guest.call.memory().readInt(RESULT);
            for (int at = 0; at + 24 <= used; ) {
                int length = guest.call.memory().readInt(BUFFER + at + 16);
                if (at + 24 + length > used) {
                    break;
                }
                cookie = guest.call.memory().readLong(BUFFER + at);
                byte[] name = guest.call.bytes(BUFFER + at + 24, length);
                int type = guest.call.memory().readByte(BUFFER + at + 20);
                entries.add(type + " " + new String(name, StandardCharsets.UTF_8));
                at += 24 + length;
            }
        } while (used == size);
        return entries;
    }
}
