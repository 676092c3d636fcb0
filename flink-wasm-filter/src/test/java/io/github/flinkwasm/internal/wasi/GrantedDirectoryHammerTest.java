package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody swaps files and directories for links between the guest's check and its use. */
class GrantedDirectoryHammerTest {
    private static final long DURATION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** On a busy machine it takes longer until both sides have had their turns. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int MIN_SWAPS = 50;

    @TempDir private Path base;
    private Path granted;
    private Path outside;
    private GrantedDirectory grant;

    @BeforeEach
    void makeFiles() throws IOException {
        granted = Files.createDirectories(base.resolve("granted"));
        outside = Files.createDirectories(base.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        Files.createDirectory(granted.resolve("directory"));
        Files.writeString(granted.resolve("directory/file"), "inside");
        Files.writeString(granted.resolve("file"), "inside");
        grant = GrantedDirectory.of("/data", granted);
    }

    @Test
    void aFileSwappedForALinkNeverLeadsOut() throws Exception {
        // When
        Set<String> results =
                hammer(
                        this::swapFile,
                        () -> GrantedDirectoryAdversarialTest.read(grant, List.of(), "file"));

        // Then
        assertThat(results).contains("inside").doesNotContain("secret");
    }

    @Test
    void aDirectorySwappedForALinkNeverLeadsOut() throws Exception {
        // When
        Set<String> results =
                hammer(
                        this::swapDirectory,
                        () ->
                                GrantedDirectoryAdversarialTest.read(
                                        grant, List.of(), "directory/file"));

        // Then
        assertThat(results).contains("inside").doesNotContain("secret");
    }

    @Test
    void aDirectoryBehindADescriptorSwappedForALinkNeverLeadsOut() throws Exception {
        // When
        Set<String> results =
                hammer(
                        this::swapDirectory,
                        () ->
                                GrantedDirectoryAdversarialTest.read(
                                        grant, List.of("directory"), "file"));

        // Then
        assertThat(results).contains("inside").doesNotContain("secret");
    }

    @Test
    void aFileSwappedForALinkIsNeverWrittenOutside() throws Exception {
        // Given
        WasiGuest guest = writer();

        // When
        Set<String> results = hammer(this::swapFile, () -> write(guest, "file"));

        // Then
        assertThat(results).contains("inside");
        assertThat(outside.resolve("file")).hasContent("secret");
    }

    @Test
    void aDirectorySwappedForALinkIsNeverWrittenThrough() throws Exception {
        // Given
        WasiGuest guest = writer();

        // When
        Set<String> results =
                hammer(
                        this::swapDirectory,
                        () -> {
                            makeAndRemove(guest);
                            return write(guest, "directory/file");
                        });

        // Then
        assertThat(results).contains("inside");
        assertThat(outside.resolve("file")).hasContent("secret");
        try (var entries = Files.list(outside)) {
            assertThat(entries).containsExactly(outside.resolve("file"));
        }
    }

    private WasiGuest writer() {
        return new WasiGuest(WasiOptions.NONE.withWritableDirectory("/data", granted));
    }

    /** Overwrites, truncates and closes a file; "inside" if it could. */
    private static String write(WasiGuest guest, String path) {
        guest.wasi.beginCall();
        int file =
                guest.open(
                        3,
                        path,
                        WasiGuest.FOLLOW,
                        WasiGuest.CREATE | WasiGuest.TRUNCATE,
                        Rights.FD_WRITE);
        if (file < 0) {
            return "errno " + -file;
        }
        int written = guest.write(file, "inside");
        guest.call("fd_close", file);
        return written == 6 ? "inside" : "errno " + -written;
    }

    /** All else that changes a directory; what comes of it is looked at on the other side. */
    private static void makeAndRemove(WasiGuest guest) {
        int directory =
                guest.open(
                        3,
                        "directory",
                        WasiGuest.FOLLOW,
                        WasiGuest.DIRECTORY,
                        Rights.WRITABLE_DIRECTORY);
        guest.onPath("path_create_directory", 1, "directory/made", 3, 0, 0);
        byte[] moved = "directory/moved".getBytes(StandardCharsets.UTF_8);
        guest.call.write(0x2800, moved);
        guest.onPath("path_rename", 1, "directory/made", 3, 0, 0, 3, 0x2800, moved.length);
        guest.onPath("path_remove_directory", 1, "directory/moved", 3, 0, 0);
        guest.onPath("path_remove_directory", 1, "directory/made", 3, 0, 0);
        if (directory >= 0) {
            guest.onPath("path_create_directory", 1, "again", directory, 0, 0);
            guest.onPath("path_remove_directory", 1, "again", directory, 0, 0);
            guest.call("fd_close", directory);
        }
    }

    /** Swaps. */
    private interface Swap {
        void run() throws IOException;
    }

    private void swapFile() throws IOException {
        Path spare = granted.resolve("spare");
        Files.createSymbolicLink(spare, Path.of("../outside/file"));
        Files.move(spare, granted.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(spare, "inside");
        Files.move(spare, granted.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void swapDirectory() throws IOException {
        Path directory = granted.resolve("directory");
        Path spare = granted.resolve("spare");
        Files.move(directory, spare);
        Files.createSymbolicLink(directory, outside);
        Files.delete(directory);
        Files.move(spare, directory);
    }

    /** Reads again and again while another thread swaps. Returns all that was read. */
    private static Set<String> hammer(Swap swap, Supplier<String> read) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger swaps = new AtomicInteger();
        Thread swapper =
                new Thread(
                        () -> {
                            try {
                                while (!stop.get()) {
                                    swap.run();
                                    swaps.incrementAndGet();
                                }
                            } catch (IOException e) {
                                throw new AssertionError("nobody else changes the directory", e);
                            }
                        },
                        "swapper");
        Set<String> results = new TreeSet<>();
        swapper.start();
        long start = System.nanoTime();
        long elapsed = 0;
        boolean proved = false;
        while (elapsed < DURATION_NANOS || (!proved && elapsed < PATIENCE_NANOS)) {
            results.add(read.get());
            proved = swaps.get() >= MIN_SWAPS && results.contains("inside");
            elapsed = System.nanoTime() - start;
        }
        stop.set(true);
        swapper.join();
        assertThat(swaps.get()).isGreaterThanOrEqualTo(MIN_SWAPS);
        return results;
    }
}
