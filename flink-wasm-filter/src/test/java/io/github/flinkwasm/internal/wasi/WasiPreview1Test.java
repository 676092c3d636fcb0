package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.runtime.HostFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WasiPreview1Test {
    /** Every function of preview 1: name and parameters, the result is an i32 but for proc_exit. */
    private static final String[] PREVIEW_1 = {
        "args_get ii",
        "args_sizes_get ii",
        "clock_res_get ii",
        "clock_time_get iIi",
        "environ_get ii",
        "environ_sizes_get ii",
        "fd_advise iIIi",
        "fd_allocate iII",
        "fd_close i",
        "fd_datasync i",
        "fd_fdstat_get ii",
        "fd_fdstat_set_flags ii",
        "fd_fdstat_set_rights iII",
        "fd_filestat_get ii",
        "fd_filestat_set_size iI",
        "fd_filestat_set_times iIIi",
        "fd_pread iiiIi",
        "fd_prestat_dir_name iii",
        "fd_prestat_get ii",
        "fd_pwrite iiiIi",
        "fd_read iiii",
        "fd_readdir iiiIi",
        "fd_renumber ii",
        "fd_seek iIii",
        "fd_sync i",
        "fd_tell ii",
        "fd_write iiii",
        "path_create_directory iii",
        "path_filestat_get iiiii",
        "path_filestat_set_times iiiiIIi",
        "path_link iiiiiii",
        "path_open iiiiiIIii",
        "path_readlink iiiiii",
        "path_remove_directory iii",
        "path_rename iiiiii",
        "path_symlink iiiii",
        "path_unlink_file iii",
        "poll_oneoff iiii",
        "proc_exit i",
        "proc_raise i",
        "random_get ii",
        "sched_yield ",
        "sock_accept iii",
        "sock_recv iiiiii",
        "sock_send iiiii",
        "sock_shutdown ii"
    };

    @Test
    void offersAllOfPreview1UnderBothNames() {
        // Given
        List<String> expected = new ArrayList<>();
        for (String module : new String[] {"wasi_snapshot_preview1", "wasi_unstable"}) {
            for (String function : PREVIEW_1) {
                String name = function.substring(0, function.indexOf(' '));
                String params = function.substring(function.indexOf(' ') + 1);
                String result = name.equals("proc_exit") ? ":" : ":i";
                expected.add(
                        module + " " + name + " " + HostFunctionTable.signature(params + result));
            }
        }

        // When
        List<HostFunction> offered =
                new WasiPreview1(WasiOptions.NONE, new GuestOutput()).functions();

        // Then
        assertThat(offered)
                .extracting(f -> f.module() + " " + f.name() + " " + f.signature())
                .containsAll(expected)
                .doesNotHaveDuplicates();
        assertThat(offered).noneMatch(HostFunction::leaf);
    }

    @Test
    void restoresClosedAndRenumberedDescriptors() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);
        Object state = guest.wasi.captureState();
        guest.call("fd_close", 0);
        guest.call("fd_renumber", 2, 1);

        // When
        guest.wasi.restoreState(state);

        // Then
        guest.write(1, "out\n");
        guest.write(2, "err\n");
        assertThat(lines(guest)).containsExactly("STDOUT out", "STDERR err");
        assertThat(guest.read(0, 10)).isEmpty();
    }

    @Test
    void restoresTheHalfWrittenLine() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);
        guest.write(1, "first, ");
        Object state = guest.wasi.captureState();
        guest.write(1, "then\n");

        // When
        guest.wasi.restoreState(state);
        guest.write(1, "again\n");

        // Then
        assertThat(lines(guest)).containsExactly("STDOUT first, then", "STDOUT first, again");
    }

    @Test
    void restoresThePositionOfOpenFiles(@TempDir Path directory) throws Exception {
        // Given
        Files.writeString(directory.resolve("file"), "0123456789");
        WasiGuest guest = guestOf(directory);
        int file = guest.open(3, "file", 0, 0);
        guest.read(file, 4);
        Object state = guest.wasi.captureState();
        guest.read(file, 4);

        // When
        guest.wasi.restoreState(state);

        // Then
        assertThat(guest.read(file, 2)).isEqualTo("45");
    }

    @Test
    void readsTheSameFileAfterTheGuestClosedItAndItWasReplaced(@TempDir Path directory)
            throws Exception {
        // Given
        Files.writeString(directory.resolve("file"), "original");
        WasiGuest guest = guestOf(directory);
        int file = guest.open(3, "file", 0, 0);
        Object state = guest.wasi.captureState();
        guest.call("fd_close", file);
        Files.delete(directory.resolve("file"));
        Files.writeString(directory.resolve("file"), "replaced");

        // When
        guest.wasi.restoreState(state);

        // Then
        assertThat(guest.read(file, 8)).isEqualTo("original");
    }

    @Test
    void closesWhatWasOpenedSinceTheSnapshot(@TempDir Path directory) throws Exception {
        // Given
        Files.writeString(directory.resolve("file"), "text");
        WasiGuest guest = guestOf(directory);
        Object state = guest.wasi.captureState();
        int opened = guest.open(3, "file", 0, 0);
        OpenFile file = ((Descriptor.RegularFile) descriptor(guest, opened).target()).file();

        // When
        guest.wasi.restoreState(state);

        // Then
        assertThat(guest.read(opened, 4)).isEqualTo("errno " + Errno.BADF.number());
        assertThat(file.isOpen()).isFalse();
        assertThat(guest.open(3, "file", 0, 0)).isEqualTo(opened);
    }

    @Test
    void restoresTheSameStateAnyNumberOfTimes(@TempDir Path directory) throws Exception {
        // Given
        Files.writeString(directory.resolve("file"), "0123456789");
        WasiGuest guest = guestOf(directory);
        int file = guest.open(3, "file", 0, 0);
        Object state = guest.wasi.captureState();

        // When, Then
        for (int i = 0; i < 3; i++) {
            assertThat(guest.read(file, 3)).isEqualTo("012");
            guest.call("fd_fdstat_set_rights", file, 0, 0);
            guest.call("fd_renumber", file, 0);
            guest.wasi.restoreState(state);
        }
    }

    @Test
    void closeClosesAlsoTheFilesOfSnapshots(@TempDir Path directory) throws Exception {
        // Given
        Files.writeString(directory.resolve("file"), "text");
        WasiGuest guest = guestOf(directory);
        int kept = guest.open(3, "file", 0, 0);
        OpenFile file = ((Descriptor.RegularFile) descriptor(guest, kept).target()).file();
        guest.wasi.captureState();
        guest.call("fd_close", kept);
        boolean openForTheSnapshot = file.isOpen();

        // When
        guest.wasi.close();

        // Then
        assertThat(openForTheSnapshot).isTrue();
        assertThat(file.isOpen()).isFalse();
    }

    private static Descriptor descriptor(WasiGuest guest, int number) throws ErrnoException {
        return guest.wasi.descriptors().get(number);
    }

    private static WasiGuest guestOf(Path directory) {
        return new WasiGuest(WasiOptions.NONE.withDirectory("/data", directory));
    }

    private static List<String> lines(WasiGuest guest) {
        List<String> lines = new ArrayList<>();
        guest.output.flush((stream, text) -> lines.add(stream + " " + text));
        return lines;
    }
}
