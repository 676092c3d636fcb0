package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.internal.text.ShownText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of one configuration: reads each of them once, on any Flink file system, and finds what
 * an include names. Bounded in the number of files, in their size, and in what a pattern may list.
 */
final class ConfigurationFiles {

    static final int MAX_FILES = 1000;
    static final int MAX_BYTES = 8 * 1024 * 1024;
    private static final int MAX_LISTED = 100_000;
    private static final int MAX_NAME = 4096;

    private final Set<String> read = new HashSet<>();
    private final @Nullable String baseDirectory;
    private long bytesLeft = MAX_BYTES;
    private int listed;

    /**
     * @param baseDirectory where a relative include may start, besides the directory of the file
     *     that has it; null for the working directory
     */
    ConfigurationFiles(@Nullable String baseDirectory) {
        this.baseDirectory = baseDirectory;
    }

    /**
     * A file that was read.
     *
     * @param path where it is
     * @param name what messages call it
     * @param text all of it; where it is no UTF-8 there is U+FFFD
     */
    record SourceFile(Path path, String name, String text) {

        SourcePosition line(int line) {
            return new SourcePosition(name, line);
        }
    }

    /** Reads the file that somebody asked for. */
    SourceFile readMain(String uri) {
        if (uri.isBlank() || uri.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidConfigurationException(
                    ("The configuration's file is %s, but it must be a plain path or a URI of a"
                         + " Flink file system, such as /etc/fluent-bit/fluent-bit.conf.")
                            .formatted(Excerpts.quoted(uri)));
        }
        String name = displayed(uri);
        Path path = path(uri);
        try {
            return readNew(path, name, null);
        } catch (IOException failed) {
            throw new InvalidConfigurationException(
                    "The configuration %s cannot be read: %s. Check the path%s"
                            .formatted(
                                    name,
                                    reason(failed),
                                    isRemote(uri)
                                            ? ", that the file system's plugin is there, and its"
                                                    + " settings in Flink's configuration."
                                            : "; a relative one is resolved against the working"
                                                    + " directory of the process."),
                    failed);
        }
    }

    /**
     * The files that an include names: one, or with a {@code *} all that match, sorted by their
     * path.
     *
     * @param directory where a relative include starts
     * @param position where the include is
     */
    List<Path> find(String include, Path directory, SourcePosition position) {
        if (include.length() > MAX_NAME || include.chars().anyMatch(Character::isISOControl)) {
            throw Problems.at(
                    position,
                    "the file to include is %s, but a path has at most %,d characters and no"
                            + " control character.",
                    Excerpts.quoted(include),
                    MAX_NAME);
        }
        try {
            List<Path> starts = new ArrayList<>();
            starts.add(resolve(directory, include));
            if (!isAbsolute(include)) {
                starts.add(resolve(path(baseDirectory == null ? "." : baseDirectory), include));
            }
            for (Path start : starts) {
                List<Path> found =
                        include.indexOf('*') >= 0 ? glob(start) : existing(start).stream().toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
            throw Problems.at(
                    position,
                    "no file %s %s. Looked for %s%s",
                    include.indexOf('*') >= 0 ? "matches the include" : "is there for the include",
                    Excerpts.quoted(include),
                    String.join(
                            " and ",
                            starts.stream().map(path -> displayed(path.toString())).toList()),
                    include.contains("${")
                            ? "; variables are not replaced in includes, neither here nor in Fluent"
                                    + " Bit."
                            : ". Correct the path, or give the directory that it starts at as base"
                                    + " directory.");
        } catch (IOException | IllegalArgumentException failed) {
            throw Problems.because(
                    failed,
                    position,
                    "the include %s cannot be looked up: %s. Check the path and the file system.",
                    Excerpts.quoted(include),
                    reason(failed));
        }
    }

    /** Reads an included file; refused when it was read before. */
    SourceFile readIncluded(Path path, SourcePosition position) {
        String name = displayed(path.toString());
        try {
            return readNew(path, name, position);
        } catch (IOException failed) {
            throw Problems.because(
                    failed,
                    position,
                    "the included file %s cannot be read: %s. Check its permissions.",
                    name,
                    reason(failed));
        }
    }

    private SourceFile readNew(Path path, String name, @Nullable SourcePosition included)
            throws IOException {
        SourcePosition position = included == null ? new SourcePosition(name, 1) : included;
        if (!read.add(identity(path))) {
            throw Problems.at(
                    position,
                    "the file %s is included a second time, or includes itself. A configuration"
                            + " reads each file once; remove one of the includes.",
                    name);
        }
        if (read.size() > MAX_FILES) {
            throw Problems.at(
                    position,
                    "the configuration has more than %,d files, which is the most that is read.",
                    MAX_FILES);
        }
        FileSystem fileSystem = path.getFileSystem();
        FileStatus status = fileSystem.getFileStatus(path);
        if (status.isDir()) {
            throw Problems.at(position, "%s is a directory. Name a file, or files with a *.", name);
        }
        byte[] content;
        try (InputStream in = fileSystem.open(path)) {
            content = in.readNBytes((int) bytesLeft + 1);
        }
        bytesLeft -= content.length;
        if (bytesLeft < 0) {
            throw Problems.at(
                    position,
                    "with %s the configuration has more than %,d bytes, which is the most that is"
                            + " read. Is it a configuration?",
                    name,
                    MAX_BYTES);
        }
        return new SourceFile(path, name, new String(content, StandardCharsets.UTF_8));
    }

    private Optional<Path> existing(Path path) throws IOException {
        try {
            return path.getFileSystem().exists(path) ? Optional.of(path) : Optional.empty();
        } catch (FileNotFoundException | NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    /** All files whose path matches, one directory after the other, sorted. */
    private List<Path> glob(Path pattern) throws IOException {
        String whole = pattern.getPath();
        List<Path> found = List.of(new Path(pattern.toUri().resolve("/")));
        List<String> names =
                Arrays.stream(whole.split("/", -1)).filter(name -> !name.isEmpty()).toList();
        for (String name : names) {
            NamePattern wanted = new NamePattern(name);
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (wanted.isWild()) {
                    next.addAll(matching(directory, wanted));
                } else {
                    next.add(new Path(directory, name));
                }
            }
            found = next;
        }
        List<Path> files = new ArrayList<>();
        for (Path path : found) {
            existing(path).ifPresent(files::add);
        }
        return files;
    }

    private List<Path> matching(Path directory, NamePattern wanted) throws IOException {
        FileStatus[] entries;
        try {
            FileSystem fileSystem = directory.getFileSystem();
            if (!fileSystem.exists(directory) || !fileSystem.getFileStatus(directory).isDir()) {
                return List.of();
            }
            entries = fileSystem.listStatus(directory);
        } catch (FileNotFoundException | NoSuchFileException gone) {
            return List.of();
        }
        if (entries == null) {
            return List.of();
        }
        listed += entries.length;
        if (listed > MAX_LISTED) {
            throw new IOException(
                    "its pattern makes the reader list more than %,d files".formatted(MAX_LISTED));
        }
        return Arrays.stream(entries)
                .map(FileStatus::getPath)
                .filter(path -> wanted.matches(path.getName()))
                .sorted(Comparator.comparing(Path::getName))
                .toList();
    }

    /** The same for every way to write one file's name. */
    private static String identity(Path path) throws IOException {
        if (path.toUri().getScheme() == null || "file".equals(path.toUri().getScheme())) {
            return java.nio.file.Path.of(path.getPath()).toRealPath().toString();
        }
        return path.toUri().normalize().toString();
    }

    /** A plain path becomes an absolute one, so that its directory has a name. */
    static Path path(String uri) {
        if (hasScheme(uri)) {
            return new Path(uri);
        }
        return Path.fromLocalFile(java.nio.file.Path.of(uri).toAbsolutePath().normalize().toFile());
    }

    /** A path that a configuration names: an absolute one stays on the directory's file system. */
    static Path resolve(Path directory, String name) {
        if (hasScheme(name)) {
            return new Path(name);
        }
        // Path takes an absolute child for one that starts at the directory.
        URI start = directory.toUri();
        return name.startsWith("/")
                ? new Path(start.getScheme(), start.getAuthority(), name)
                : new Path(directory, name);
    }

    static boolean isAbsolute(String name) {
        return name.startsWith("/") || hasScheme(name);
    }

    private static boolean hasScheme(String uri) {
        return uri.contains("://") || uri.startsWith("file:");
    }

    private static boolean isRemote(String uri) {
        return hasScheme(uri) && !uri.startsWith("file:");
    }

    private static String displayed(String uri) {
        String shown = ShownText.withoutCredentials(uri, "");
        // A local file is called as a shell would, however Flink writes it.
        return shown.startsWith("file:/")
                ? "/" + shown.substring("file:".length()).replaceFirst("^/+", "")
                : shown;
    }

    private static String reason(Exception failed) {
        if (failed instanceof NoSuchFileException || failed instanceof FileNotFoundException) {
            return "there is no such file";
        }
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : displayed(message);
    }
}
