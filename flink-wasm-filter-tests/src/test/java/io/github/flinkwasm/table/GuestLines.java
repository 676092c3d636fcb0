package io.github.flinkwasm.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What guests have printed since this was made. Their logger writes into a file of its own, as the
 * tests' {@code log4j2-test.properties} says.
 */
final class GuestLines {
    private static final Path FILE = Path.of("target", "guest-lines.log");

    private final int before;

    GuestLines() throws IOException {
        this.before = all().size();
    }

    List<String> containing(String text) throws IOException {
        List<String> all = all();
        return all.subList(before, all.size()).stream()
                .filter(line -> line.contains(text))
                .toList();
    }

    private static List<String> all() throws IOException {
        return Files.exists(FILE) ? Files.readAllLines(FILE) : List.of();
    }
}
