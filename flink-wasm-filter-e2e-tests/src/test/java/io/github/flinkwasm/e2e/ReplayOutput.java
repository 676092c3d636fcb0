package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a replay has written into its output directory so far. */
record ReplayOutput(Path directory) {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Set<String> ABOUT_TIME = Set.of("report.html", "_statistics.json");

    /** The SHA-256 of every file but those that say when it was and how long it took. */
    Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                if (!ABOUT_TIME.contains(name)) {
                    digests.put(name, sha256(Files.readAllBytes(file)));
                }
            }
            return digests;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + directory, e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean isFinished() {
        return Files.exists(directory.resolve("_SUCCESS"));
    }

    /** Waits until so many units are in the journal, while something runs that adds to it. */
    void awaitUnits(int units, JavaProcess client) {
        Await.until(
                units + " units in the journal of " + directory,
                TIMEOUT,
                () -> {
                    if (!client.isAlive()) {
                        throw new AssertionError("The client ended: " + client.output());
                    }
                    return units();
                },
                done -> done >= units);
    }

    private long units() {
        try (Stream<Path> entries = Files.list(directory.resolve("_journal"))) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("unit-"))
                    .count();
        } catch (NoSuchFileException notYet) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the journal of " + directory, e);
        }
    }
}
