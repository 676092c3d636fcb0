package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of the quickstart, as from the command line, and what it left behind.
 *
 * @param output the directory that it was told to write to
 */
record Run(int exitStatus, String out, String err, Path output) {

    static final Path REPOSITORY = Path.of(System.getProperty("repository"));

    static final Path GUESTS = REPOSITORY.resolve("flink-wasm-filter/src/test/guests");

    static final int COLUMNS = 100;

    static Run of(Path output, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", output.toString(), "--parallelism", "2"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        COLUMNS);
        int exitStatus = new Quickstart(REPOSITORY, terminal).run(all);
        return new Run(exitStatus, out.toString(UTF_8), err.toString(UTF_8), output);
    }

    /** All lines of all files in {@code emitted}, {@code dropped} or {@code failed}. */
    List<String> lines(String part) {
        try (Stream<Path> files = Files.list(output.resolve(part))) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file, UTF_8));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was said about problems, without the progress. */
    List<String> complaints() {
        return err.lines().filter(line -> line.startsWith("quickstart: ")).toList();
    }
}
