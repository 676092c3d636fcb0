package io.github.flinkwasm.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files of an archive and looks into each, before a job is started for them. */
final class ArchiveFiles {

    /**
     * In a directory: names such as shop.ndjson.gz, access.log, access.log.2.gz, a.log-20261122.
     */
    private static final Pattern LOG_NAME =
            Pattern.compile(".*\\.(ndjson|jsonl|json|log)([.-][0-9][0-9.-]*)?(\\.gz|\\.gzip)?");

    private static final String LOG_NAMES = "*.ndjson, *.jsonl, *.json and *.log, also with .gz";

    private ArchiveFiles() {}

    /**
     * The files of an archive, in the order in which they are named, those of a directory by name.
     *
     * @param places directories, of which the logs directly in them are taken, and files, which are
     *     taken whatever their name; none may be missing, unreadable, or something else than text
     *     or gzip
     */
    static List<ArchiveFile> find(List<Path> places) throws QuickstartException {
        Set<Path> paths = new LinkedHashSet<>();
        for (Path place : places) {
            Path absolute = place.toAbsolutePath().normalize();
            if (!Files.exists(absolute)) {
                throw QuickstartException.wrongInput(
                        ("The archive \"%s\" does not exist. Give --archive a directory of logs, or"
                                        + " files.")
                                .formatted(place));
            }
            if (Files.isDirectory(absolute)) {
                paths.addAll(logsIn(absolute));
            } else {
                paths.add(absolute);
            }
        }
        Map<String, Integer> sameName = new HashMap<>();
        paths.forEach(path -> sameName.merge(fileName(path), 1, Integer::sum));
        List<ArchiveFile> files = new ArrayList<>();
        for (Path path : paths) {
            boolean unique = sameName.getOrDefault(fileName(path), 0) == 1;
            String name = unique ? fileName(path) : path.toString();
            files.add(new ArchiveFile(path, name, ArchiveFile.tagOf(fileName(path)), check(path)));
        }
        return files;
    }

    private static List<Path> logsIn(Path directory) throws QuickstartException {
        List<Path> all;
        try (Stream<Path> entries = Files.list(directory)) {
            all = entries.filter(entry -> !Files.isDirectory(entry)).sorted().toList();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
        List<Path> logs = all.stream().filter(ArchiveFiles::hasLogName).toList();
        if (logs.isEmpty()) {
            throw QuickstartException.wrongInput(
                    ("The archive directory \"%s\" holds %,d files, but no log: there, only %s are"
                                    + " taken. Name the files themselves to take others.")
                            .formatted(directory, all.size(), LOG_NAMES));
        }
        return logs;
    }

    private static boolean hasLogName(Path path) {
        return LOG_NAME.matcher(fileName(path).toLowerCase(Locale.ROOT)).matches();
    }

    /** Looks at the beginning of a file; returns its size. */
    private static long check(Path path) throws QuickstartException {
        if (!Files.isRegularFile(path)) {
            throw QuickstartException.wrongInput(
                    ("\"%s\" is not a file with contents of its own (a pipe or a device?). Copy"
                                    + " what it gives into a file, and name that.")
                            .formatted(path));
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(FileKind.TELLING_BYTES);
            FileKind kind = FileKind.of(start);
            if (kind.isReadable()) {
                return Files.size(path);
            }
            throw QuickstartException.wrongInput(
                    kind.isOtherCompression()
                            ? ("\"%s\" is compressed with %s, but only gzip and plain text are"
                                            + " read. Decompress it first.")
                                    .formatted(path, kind)
                            : ("\"%s\" is neither gzip nor text, as its first bytes show."
                                            + " Give files with one JSON object a line.")
                                    .formatted(path));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static QuickstartException unreadable(Path path, IOException problem) {
        return QuickstartException.wrongInput(
                "\"%s\" cannot be read: %s. Check its permissions."
                        .formatted(path, Failures.inWords(problem)),
                problem);
    }

    private static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
