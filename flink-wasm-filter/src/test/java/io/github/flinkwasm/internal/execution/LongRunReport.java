package io.github.flinkwasm.internal.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what a long run measured to {@code target/reports}, with the machine it ran on. */
final class LongRunReport {
    private static final Path DIRECTORY = Path.of("target/reports");

    private LongRunReport() {}

    static void write(String name, List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.add("");
        all.add(machine());
        Path file = DIRECTORY.resolve(name + ".md");
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(file, all);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private static String machine() {
        return "%s %s, %d processors, %s %s, heap of at most %,d MiB"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        Runtime.getRuntime().maxMemory() >> 20);
    }
}
