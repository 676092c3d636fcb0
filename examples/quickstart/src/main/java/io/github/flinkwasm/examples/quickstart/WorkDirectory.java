package io.github.flinkwasm.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the embedded Flink keeps its own files while it runs. It unpacks tens of megabytes, and
 * leaves them behind where the JVM ends before it has shut down.
 */
final class WorkDirectory {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path path;

    /**
     * @param path not there yet
     */
    WorkDirectory(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    void create() throws IOException {
        Files.createDirectory(path);
    }

    /** Removes the directory once Flink has left it, or after a while all the same. */
    void removeWhenFree() {
        Instant end = Instant.now().plus(PATIENCE);
        try {
            while (!remove() && Instant.now().isBefore(end)) {
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes the directory, unless somebody is still busy in it; says whether it is gone. */
    boolean remove() {
        if (!Files.exists(path)) {
            return true;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            // Flink made or removed a file in the same moment.
            return false;
        }
    }
}
