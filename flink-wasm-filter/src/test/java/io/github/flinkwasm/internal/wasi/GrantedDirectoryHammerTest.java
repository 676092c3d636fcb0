package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody swaps files and directories for links between the guest's check and its use. */
class GrantedDirectoryHammerTest {
    private static final long DURATION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void aSwappedLinkNeverLeadsOut(@TempDir Path base) throws Exception {
        // Given
        Path granted = Files.createDirectories(base.resolve("granted"));
        Path outside = Files.createDirectories(base.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        Path inside = Files.createDirectories(granted.resolve("inside"));
        Files.writeString(inside.resolve("file"), "inside");
        Files.createDirectory(granted.resolve("directory"));
        Files.writeString(granted.resolve("directory/file"), "inside");
        Files.writeString(granted.resolve("name"), "inside");
        GrantedDirectory grant = GrantedDirectory.of("/data", granted);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger swaps = new AtomicInteger();
        Thread swapper = new Thread(() -> swap(granted, outside, stop, swaps), "swapper");
        Set<String> results = new TreeSet<>();
        int reads = 0;

        // When
        swapper.start();
        long end = System.nanoTime() + DURATION_NANOS;
        while (System.nanoTime() < end || (swaps.get() < 50 && swapper.isAlive())) {
            results.add(GrantedDirectoryAdversarialTest.read(grant, List.of(), "directory/file"));
            results.add(GrantedDirectoryAdversarialTest.read(grant, List.of(), "name"));
            results.add(GrantedDirectoryAdversarialTest.read(grant, List.of("directory"), "file"));
            reads++;
        }
        stop.set(true);
        swapper.join();

        // Then
        assertThat(results).contains("inside").doesNotContain("secret");
        assertThat(reads).isPositive();
        assertThat(swaps.get()).isGreaterThanOrEqualTo(50);
    }

    /**
     * Puts a link that leads out in the place of a directory and of a file, and takes it away
     * again.
     */
    private static void swap(Path granted, Path outside, AtomicBoolean stop, AtomicInteger swaps) {
        Path directory = granted.resolve("directory");
        Path file = granted.resolve("name");
        Path spareDirectory = granted.resolve("spare-directory");
        Path spareFile = granted.resolve("spare-file");
        Path spareLink = granted.resolve("spare-link");
        try {
            while (!stop.get()) {
                Files.move(directory, spareDirectory);
                Files.createSymbolicLink(directory, outside);
                Files.copy(file, spareFile);
                Files.createSymbolicLink(spareLink, outside.resolve("file"));
                Files.move(spareLink, file, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(directory);
                Files.move(spareDirectory, directory);
                Files.move(spareFile, file, StandardCopyOption.ATOMIC_MOVE);
                swaps.incrementAndGet();
            }
        } catch (IOException e) {
            throw new AssertionError("the swapper has the directory for itself", e);
        }
    }
}
