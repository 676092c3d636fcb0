package io.github.flinkwasm.replay.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of an archive on any Flink file system.
 *
 * <p>A pattern is a file, a directory, which stands for every file in its tree, or a glob: {@code
 * *}, {@code ?}, {@code [a-c]} and {@code {a,b}} within one part of a path, and {@code **} as a
 * part of its own for any number of directories. A directory that a glob matches stands for its
 * tree too. What exists under exactly the name of the pattern is taken, whichever characters it
 * has.
 *
 * <p>Names that begin with {@code .} or {@code _} are left out unless the pattern spells that
 * character: they are what Hadoop, Spark and Flink write beside data ({@code _SUCCESS}, {@code
 * _failed}, {@code .part-0.inprogress}). In the output of an earlier replay its {@code
 * manifest.json} and {@code report.html} are left out too: its events are all that is read.
 */
@Experimental
public final class ArchiveFiles {
    /** What a replay writes beside its events under names that everybody may see. */
    private static final Set<String> ABOUT_REPLAY = Set.of("manifest.json", "report.html");

    private ArchiveFiles() {}

    /**
     * Every file that the patterns name, once, ordered by URI.
     *
     * @throws FileNotFoundException if a pattern names no file
     * @throws IOException if a file system cannot be listed
     */
    public static List<ArchiveFile> find(List<String> patterns) throws IOException {
        Map<String, ArchiveFile> found = new TreeMap<>();
        for (String pattern : patterns) {
            List<ArchiveFile> files = find(pattern);
            if (files.isEmpty()) {
                throw new FileNotFoundException(
                        ("No file to read at %s. A pattern is a file, a directory, or a glob with *"
                                        + " ? [ ] { } and **; names that begin with . or _ are left"
                                        + " out unless the pattern spells them.")
                                .formatted(pattern));
            }
            files.forEach(file -> found.putIfAbsent(file.uri(), file));
        }
        return List.copyOf(found.values());
    }

    private static List<ArchiveFile> find(String pattern) throws IOException {
        List<ArchiveFile> files = new ArrayList<>();
        Path path = path(pattern);
        FileSystem fileSystem = path.getFileSystem();
        FileStatus status = status(fileSystem, path);
        if (status == null) {
            Glob glob = Glob.of(pattern);
            if (glob.size() > 0) {
                Path root = path(glob.root());
                if (status(fileSystem, root) != null) {
                    addMatches(fileSystem, root, "", glob, 0, files);
                }
            }
        } else if (status.isDir()) {
            addTree(fileSystem, status.getPath(), "", files);
        } else {
            files.add(file(status, status.getPath().getName()));
        }
        return files;
    }

    private static void addMatches(
            FileSystem fileSystem,
            Path directory,
            String prefix,
            Glob glob,
            int part,
            List<ArchiveFile> files)
            throws IOException {
        boolean last = part == glob.size() - 1;
        boolean anyDepth = glob.isAnyDepth(part);
        if (anyDepth && last) {
            addTree(fileSystem, directory, prefix, files);
            return;
        }
        if (anyDepth) {
            addMatches(fileSystem, directory, prefix, glob, part + 1, files);
        }
        for (FileStatus child : children(fileSystem, directory)) {
            Path path = child.getPath();
            String name = prefix + path.getName();
            if (anyDepth) {
                if (child.isDir() && !isHidden(path)) {
                    addMatches(fileSystem, path, name + '/', glob, part, files);
                }
            } else if (glob.matches(part, path.getName())) {
                if (child.isDir() && last) {
                    addTree(fileSystem, path, name + '/', files);
                } else if (child.isDir()) {
                    addMatches(fileSystem, path, name + '/', glob, part + 1, files);
                } else if (last) {
                    files.add(file(child, name));
                }
            }
        }
    }

    private static void addTree(
            FileSystem fileSystem, Path directory, String prefix, List<ArchiveFile> files)
            throws IOException {
        List<FileStatus> children = children(fileSystem, directory);
        boolean replayed = children.stream().anyMatch(ArchiveFiles::isMarkOfReplay);
        for (FileStatus child : children) {
            Path path = child.getPath();
            if (isHidden(path) || (replayed && ABOUT_REPLAY.contains(path.getName()))) {
                continue;
            }
            String name = prefix + path.getName();
            if (child.isDir()) {
                addTree(fileSystem, path, name + '/', files);
            } else {
                files.add(file(child, name));
            }
        }
    }

    /** The children in the order of their names, whatever order the file system has. */
    private static List<FileStatus> children(FileSystem fileSystem, Path directory)
            throws IOException {
        // A local directory that cannot be read, or has just gone, lists as null.
        FileStatus @Nullable [] listed = fileSystem.listStatus(directory);
        if (listed == null) {
            throw new IOException(
                    "The directory %s cannot be listed. Check that it may be read."
                            .formatted(directory));
        }
        List<FileStatus> children = new ArrayList<>(Arrays.asList(listed));
        children.sort(Comparator.comparing(child -> child.getPath().getName()));
        return children;
    }

    /** The plan goes when the replay is finished, and then the other comes. */
    private static boolean isMarkOfReplay(FileStatus status) {
        String name = status.getPath().getName();
        return name.equals("_plan.json") || name.equals("_SUCCESS");
    }

    private static boolean isHidden(Path path) {
        return Glob.isHidden(path.getName());
    }

    private static ArchiveFile file(FileStatus status, String name) {
        return new ArchiveFile(
                status.getPath().toString(), name, status.getLen(), status.getModificationTime());
    }

    private static @Nullable FileStatus status(FileSystem fileSystem, Path path)
            throws IOException {
        try {
            return fileSystem.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private static Path path(String text) throws FileNotFoundException {
        try {
            return new Path(text);
        } catch (IllegalArgumentException e) {
            FileNotFoundException problem =
                    new FileNotFoundException(
                            "\"%s\" is no path of a file system: %s"
                                    .formatted(text, e.getMessage()));
            problem.initCause(e);
            throw problem;
        }
    }
}
