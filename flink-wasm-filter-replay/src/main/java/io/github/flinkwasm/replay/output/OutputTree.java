package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** All files below the directory of a replay. */
final class OutputTree {
    private static final String PART =
            "part-\\d{6,9}(-\\d{4,9}\\.(ndjson|msgpack)(\\.gz|\\.zst)?|\\.outcomes\\.gz)";

    /**
     * What a replay may have written, finished or not; anything else is somebody else's. Its other
     * files count only while they are in progress: whoever wrote them then is gone.
     */
    private static final Pattern LEFTOVER =
            Pattern.compile(
                    PART
                            + "|\\.("
                            + PART
                            + "|_plan\\.json|_statistics\\.json|_SUCCESS|manifest\\.json|report\\.html)"
                            + RenamedFile.IN_PROGRESS_PATTERN);

    private final Path root;

    OutputTree(Path root) {
        this.root = root;
    }

    /** The length of each file, in bytes, by its path below the directory. */
    Map<String, Long> lengths() throws IOException {
        Map<String, Long> lengths = new HashMap<>();
        list(root, "", lengths);
        return lengths;
    }

    private static void list(Path parent, String prefix, Map<String, Long> lengths)
            throws IOException {
        for (FileStatus child : children(parent)) {
            String name = prefix + child.getPath().getName();
            if (child.isDir()) {
                list(child.getPath(), name + "/", lengths);
            } else {
                lengths.put(name, child.getLen());
            }
        }
    }

    private static FileStatus[] children(Path parent) throws IOException {
        FileStatus @Nullable [] children = parent.getFileSystem().listStatus(parent);
        return children == null ? new FileStatus[0] : children;
    }

    /**
     * Removes part files that are not kept, files in progress, and directories that are empty then.
     *
     * @param kept paths below the directory
     * @param seen is told of every file that stays, and its length
     */
    void removeAllBut(Set<String> kept, BiConsumer<String, Long> seen) throws IOException {
        removeAllBut(kept, seen, root, "");
    }

    /** Whether nothing is left in the directory. */
    private static boolean removeAllBut(
            Set<String> kept, BiConsumer<String, Long> seen, Path parent, String prefix)
            throws IOException {
        FileSystem fileSystem = parent.getFileSystem();
        boolean isEmpty = true;
        for (FileStatus child : children(parent)) {
            Path path = child.getPath();
            String name = path.getName();
            if (child.isDir()) {
                if (removeAllBut(kept, seen, path, prefix + name + "/")) {
                    fileSystem.delete(path, false);
                } else {
                    isEmpty = false;
                }
            } else if (LEFTOVER.matcher(name).matches() && !kept.contains(prefix + name)) {
                fileSystem.delete(path, false);
            } else {
                seen.accept(prefix + name, child.getLen());
                isEmpty = false;
            }
        }
        return isEmpty;
    }
}
