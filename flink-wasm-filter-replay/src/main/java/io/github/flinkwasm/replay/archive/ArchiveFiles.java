package io.github.flinkwasm.replay.archive;

import io.github.flinkwasm.replay.archive.Listing.Child;
import io.github.flinkwasm.replay.archive.Listing.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

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
 * manifest.json} and {@code report.html} are left out too: its events are all that is read. A
 * symbolic link stands for what it leads to, except back to a directory that it is in.
 */
@Experimental
public final class ArchiveFiles {
    /** What a replay writes beside its events under names that everybody may see. */
    private static final Set<String> ABOUT_REPLAY = Set.of("manifest.json", "report.html");

    /** What Flink would take for a scheme in a name such as {@code app-11:47.log} is none. */
    private static final Pattern SCHEME_OR_NONE =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/|[^:]*(?:/|$)");

    private ArchiveFiles() {}

    /**
     * Every file that the patterns name, once, ordered by URI.
     *
     * @throws FileNotFoundException if a pattern names no file, or something among them that is no
     *     file, such as a pipe, or may not be read
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
        Search search = new Search(Listing.on(fileSystem(pattern, path)), files);
        Entry entry = search.listing.at(path);
        if (entry == null) {
            Glob glob = glob(pattern);
            Entry root = glob.size() == 0 ? null : search.listing.at(path(glob.root()));
            if (root != null && root.isDirectory()) {
                search.addMatches(root, "", glob, 0);
            }
        } else if (entry.isDirectory()) {
            search.addTree(entry, "");
        } else {
            files.add(entry.file(entry.name()));
        }
        return files;
    }

    /** One walk through a file system. */
    private static final class Search {
        private final Listing listing;
        private final List<ArchiveFile> files;

        /** What the directories that the walk is in really are: a link back to one is not taken. */
        private final Set<String> inside = new HashSet<>();

        Search(Listing listing, List<ArchiveFile> files) {
            this.listing = listing;
            this.files = files;
        }

        private boolean enter(Entry directory) {
            String real = directory.realPath();
            return real == null || inside.add(real);
        }

        private void leave(Entry directory) {
            String real = directory.realPath();
            if (real != null) {
                inside.remove(real);
            }
        }

        void addMatches(Entry directory, String prefix, Glob glob, int part) throws IOException {
            boolean last = part == glob.size() - 1;
            boolean anyDepth = glob.isAnyDepth(part);
            if (anyDepth && last) {
                addTree(directory, prefix);
                return;
            }
            if (anyDepth) {
                addMatches(directory, prefix, glob, part + 1);
            }
            if (!enter(directory)) {
                return;
            }
            for (Child child : listing.children(directory.path())) {
                if (anyDepth ? Glob.isHidden(child.name()) : !glob.matches(part, child.name())) {
                    continue;
                }
                String name = prefix + child.name();
                if (anyDepth) {
                    if (child.isDirectory()) {
                        addMatches(child.entry(), name + '/', glob, part);
                    }
                } else if (last) {
                    add(child.entry(), name);
                } else if (child.isDirectory()) {
                    addMatches(child.entry(), name + '/', glob, part + 1);
                }
            }
            leave(directory);
        }

        void addTree(Entry directory, String prefix) throws IOException {
            if (!enter(directory)) {
                return;
            }
            List<Child> children = listing.children(directory.path());
            boolean replayed = children.stream().anyMatch(ArchiveFiles::isMarkOfReplay);
            for (Child child : children) {
                if (!Glob.isHidden(child.name())
                        && !(replayed && ABOUT_REPLAY.contains(child.name()))) {
                    add(child.entry(), prefix + child.name());
                }
            }
            leave(directory);
        }

        private void add(Entry entry, String name) throws IOException {
            if (entry.isDirectory()) {
                addTree(entry, name + '/');
            } else {
                files.add(entry.file(name));
            }
        }
    }

    /** The plan goes when the replay is finished, and then the other comes. */
    private static boolean isMarkOfReplay(Child child) {
        return child.name().equals("_plan.json") || child.name().equals("_SUCCESS");
    }

    private static FileSystem fileSystem(String pattern, Path path) throws IOException {
        try {
            return path.getFileSystem();
        } catch (UnsupportedFileSystemSchemeException e) {
            throw noPath(pattern, e);
        }
    }

    private static Glob glob(String pattern) throws FileNotFoundException {
        try {
            return Glob.of(pattern);
        } catch (IllegalArgumentException e) {
            throw noPath(pattern, e);
        }
    }

    private static Path path(String text) throws FileNotFoundException {
        try {
            return new Path(SCHEME_OR_NONE.matcher(text).lookingAt() ? text : "./" + text);
        } catch (IllegalArgumentException e) {
            throw noPath(text, e);
        }
    }

    private static FileNotFoundException noPath(String text, Exception why) {
        FileNotFoundException problem =
                new FileNotFoundException(
                        "\"%s\" names no files: %s".formatted(text, why.getMessage()));
        problem.initCause(why);
        return problem;
    }
}
