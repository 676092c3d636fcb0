package io.github.flinkwasm.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run writes: {@code emitted/}, {@code dropped/}, {@code failed/} and a summary. */
final class OutputDirectory {

    private final Path directory;
    private final boolean wasThere;

    private OutputDirectory(Path directory, boolean wasThere) {
        this.directory = directory;
        this.wasThere = wasThere;
    }

    /** Makes the directory and those in it; what is there already must be an empty directory. */
    static OutputDirectory prepare(Path directory) throws QuickstartException {
        boolean wasThere = Files.exists(directory);
        try {
            if (wasThere && !Files.isDirectory(directory)) {
                throw QuickstartException.wrongInput(
                        "The output \"%s\" is a file. Name a directory that is empty or not there."
                                .formatted(directory));
            }
            if (wasThere && !isEmpty(directory)) {
                throw QuickstartException.wrongInput(
                        ("The output directory \"%s\" is not empty, and nothing in it is to be"
                                        + " overwritten. Empty it, or name another one.")
                                .formatted(directory));
            }
            OutputDirectory output =
                    new OutputDirectory(directory.toAbsolutePath().normalize(), wasThere);
            for (Path part : output.parts()) {
                Files.createDirectories(part);
            }
            return output;
        } catch (IOException e) {
            throw QuickstartException.wrongInput(
                    ("The output directory \"%s\" cannot be used: %s. Name another one with"
                                    + " --output.")
                            .formatted(directory, Failures.inWords(e)),
                    e);
        }
    }

    Path emitted() {
        return directory.resolve("emitted");
    }

    Path dropped() {
        return directory.resolve("dropped");
    }

    Path failed() {
        return directory.resolve("failed");
    }

    Path path() {
        return directory;
    }

    /** Where Flink may keep its own files during the run; not there yet. */
    WorkDirectory work() {
        return new WorkDirectory(directory.resolve(".flink"));
    }

    /** How many lines there are in the files of one of the directories. */
    static long countLines(Path part) throws IOException {
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : files.filter(path -> !isHidden(path)).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                        for (int i = 0; i < count; i++) {
                            lines += buffer[i] == '\n' ? 1 : 0;
                        }
                    }
                }
            }
        }
        return lines;
    }

    void writeSummary(String summary) throws IOException {
        Files.writeString(directory.resolve("summary.txt"), summary);
    }

    /** Keeps all that is known of a failure; empty if not even that can be written. */
    Optional<Path> writeFailure(Throwable failure) {
        Path file = directory.resolve("failure.txt");
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        try {
            return Optional.of(Files.writeString(file, text.toString()));
        } catch (IOException e) {
            // The failure itself is reported, and may well have the same cause: a full disk.
            return Optional.empty();
        }
    }

    /** Leaves everything as it was before {@link #prepare}: the run never began. */
    void remove() throws IOException {
        for (Path part : parts()) {
            removeTree(part);
        }
        if (!wasThere && isEmpty(directory)) {
            Files.delete(directory);
        }
    }

    private List<Path> parts() {
        return List.of(emitted(), dropped(), failed());
    }

    /** What Flink has not finished has a name that starts with a dot. */
    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void removeTree(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
