package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one replay.
 *
 * <table>
 *   <caption>What is in it</caption>
 *   <tr><td>{@code [tag=…/][day=…/]part-*}</td><td>emitted events</td></tr>
 *   <tr><td>{@code _failed/}, {@code _unreadable/}, {@code _dropped/}</td><td>the others</td></tr>
 *   <tr><td>{@code _outcomes/}</td><td>which item of which input has which outcome, for a later
 *       replay that is compared with this one; see {@code OutcomesFile}</td></tr>
 *   <tr><td>{@code _plan.json}, {@code _journal/}</td><td>what is to be done and what is, until all
 *       is</td></tr>
 *   <tr><td>{@code _modules/}</td><td>copies of modules for the tasks of a cluster, until all is
 *       done</td></tr>
 *   <tr><td>{@code manifest.json}, {@code report.html}</td><td>what was done</td></tr>
 *   <tr><td>{@code _statistics.json}</td><td>the numbers behind the report, among them what each
 *       filter's calls took</td></tr>
 *   <tr><td>{@code _SUCCESS}</td><td>empty; written last</td></tr>
 * </table>
 */
@Experimental
public final class OutputDirectory {
    static final String SUCCESS = "_SUCCESS";

    /** What {@code ReplayStatistics.toJson} says of the whole replay. */
    public static final String STATISTICS = "_statistics.json";

    private static final String PLAN = "_plan.json";
    private static final String MODULES = "_modules";
    private static final int CHANGED_FILES_NAMED = 5;

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
                            + PendingFile.IN_PROGRESS_PATTERN);

    private final Path directory;

    public OutputDirectory(String uri) {
        try {
            this.directory = new Path(uri);
        } catch (IllegalArgumentException e) {
            throw new OutputRefusedException(
                    "Output \"%s\" is no path of a file system: %s".formatted(uri, e.getMessage()));
        }
    }

    /**
     * Whether a replay was finished here.
     *
     * @throws IOException if the directory cannot be looked at
     */
    public boolean isFinished() throws IOException {
        return exists(SUCCESS);
    }

    /**
     * Takes an unused directory.
     *
     * @return by what {@link RunClaim} knows this run
     * @throws OutputRefusedException if it is used
     */
    public String begin(ReplayPlan plan) throws IOException {
        requireUnused();
        FileSystem fileSystem = directory.getFileSystem();
        fileSystem.mkdirs(directory);
        OutputFiles.write(child(PLAN), JsonLines.write(plan));
        return RunClaim.take(directory.toString());
    }

    /**
     * Checks that nothing is in the directory, or that there is none.
     *
     * @throws OutputRefusedException if there is something
     */
    public void requireUnused() throws IOException {
        if (isFinished()) {
            throw new OutputRefusedException(
                    "Output %s holds a finished replay. Name another directory, or remove this one."
                            .formatted(directory));
        }
        if (exists(PLAN)) {
            throw new OutputRefusedException(
                    "Output %s holds a replay that did not finish. Go on with it by --resume, name another directory, or remove this one."
                            .formatted(directory));
        }
        FileStatus status = status(directory);
        if (status != null && !status.isDir()) {
            throw new OutputRefusedException(
                    "Output %s is a file. Name a directory that is empty or not there."
                            .formatted(directory));
        }
        FileStatus @Nullable [] children =
                status == null ? null : directory.getFileSystem().listStatus(directory);
        if (children != null && children.length > 0) {
            throw new OutputRefusedException(
                    "Output %s is not empty: it has %s. Name a directory that is empty or not there."
                            .formatted(directory, children[0].getPath().getName()));
        }
    }

    /**
     * The inputs of the replay that did not finish here.
     *
     * @throws OutputRefusedException if there is none
     */
    public List<ArchiveFile> inputsToResume() throws IOException {
        return plan().inputs();
    }

    /**
     * Goes on with a replay: checks that it is the same one and that its inputs are as they were,
     * takes the directory, and removes what unfinished units left behind.
     *
     * @param now what is to be done now
     * @throws OutputRefusedException if something differs; the message says what
     */
    public Resumed resume(ReplayPlan now) throws IOException {
        ReplayPlan then = plan();
        List<String> differences = then.differencesTo(now);
        if (!differences.isEmpty()) {
            throw new OutputRefusedException(
                    "The replay in %s cannot be resumed: %s. Use the same options and modules, or begin anew in another directory."
                            .formatted(directory, String.join("; ", differences)));
        }
        requireUnchanged(then.inputs());
        // Before the journal is read: whoever adds to it later would have files that are removed.
        String run = RunClaim.take(directory.toString());
        Journal journal = new Journal(directory.toString());
        BitSet finished = journal.finished();
        Set<String> kept = new HashSet<>();
        for (int unit = finished.nextSetBit(0); unit >= 0; unit = finished.nextSetBit(unit + 1)) {
            journal.get(unit).files().forEach(file -> kept.add(file.path()));
        }
        removeLeftovers(directory, "", kept, (file, length) -> {});
        return new Resumed(run, finished);
    }

    /**
     * A replay that goes on.
     *
     * @param run by what {@link RunClaim} knows this run
     * @param finished the numbers of the units that are finished
     */
    @Experimental
    public record Resumed(String run, BitSet finished) {}

    /**
     * Removes what attempts that were given up left behind, and checks that the files of all others
     * are there whole.
     *
     * @param written the length of each file that the journal names, by its path below this
     *     directory
     * @throws IOException if a file is missing or has another length
     */
    public void keepOnly(Map<String, Long> written) throws IOException {
        // Listed, a thousand files take one request; asked for one by one, a thousand.
        Map<String, Long> notSeen = new HashMap<>(written);
        removeLeftovers(directory, "", written.keySet(), notSeen::remove);
        for (Map.Entry<String, Long> file : notSeen.entrySet()) {
            FileStatus status = status(child(file.getKey()));
            if (status == null || status.getLen() != file.getValue()) {
                throw new IOException(
                        "file %s, written with %,d bytes, %s: something else has written to %s. Remove %s there and go on with --resume, which then replays all inputs again"
                                .formatted(
                                        child(file.getKey()),
                                        file.getValue(),
                                        status == null
                                                ? "is gone"
                                                : "now has %,d".formatted(status.getLen()),
                                        directory,
                                        Journal.NAME));
            }
        }
    }

    private ReplayPlan plan() throws IOException {
        try {
            return JsonLines.read(OutputFiles.read(child(PLAN)), ReplayPlan.class);
        } catch (FileNotFoundException e) {
            throw new OutputRefusedException(
                    "Output %s holds no replay that could be resumed: there is no %s in it. Leave --resume out to begin one."
                            .formatted(directory, PLAN));
        }
    }

    private void requireUnchanged(List<ArchiveFile> inputs) throws IOException {
        List<String> changed = new ArrayList<>();
        for (ArchiveFile input : inputs) {
            FileStatus status = status(new Path(input.uri()));
            if (status == null) {
                changed.add(input.uri() + " is gone");
            } else if (status.getLen() != input.length()) {
                changed.add(
                        "%s has %,d bytes, but had %,d"
                                .formatted(input.uri(), status.getLen(), input.length()));
            } else if (status.getModificationTime() != input.modified()) {
                changed.add(input.uri() + " was written to");
            }
        }
        if (!changed.isEmpty()) {
            int more = changed.size() - CHANGED_FILES_NAMED;
            throw new OutputRefusedException(
                    "The replay in %s cannot be resumed, because inputs have changed since: %s%s. Put them back as they were, or begin anew in another directory."
                            .formatted(
                                    directory,
                                    String.join(
                                            "; ",
                                            changed.subList(
                                                    0,
                                                    Math.min(changed.size(), CHANGED_FILES_NAMED))),
                                    more > 0 ? "; and " + more + " more" : ""));
        }
    }

    /**
     * Removes part files that no journal entry names, and directories that are empty then.
     *
     * @param seen is told of every file that stays, and its length
     */
    private static boolean removeLeftovers(
            Path parent, String prefix, Set<String> kept, BiConsumer<String, Long> seen)
            throws IOException {
        FileSystem fileSystem = parent.getFileSystem();
        FileStatus @Nullable [] children = fileSystem.listStatus(parent);
        boolean isEmpty = true;
        for (FileStatus child : children == null ? new FileStatus[0] : children) {
            Path path = child.getPath();
            String name = path.getName();
            if (child.isDir()) {
                if (removeLeftovers(path, prefix + name + "/", kept, seen)) {
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

    /** Writes a file of the directory whole. */
    public void write(String name, byte[] content) throws IOException {
        OutputFiles.write(child(name), content);
    }

    /** Says that all is done, and removes what was only needed until then. */
    public void finish() throws IOException {
        OutputFiles.write(child(SUCCESS), new byte[0]);
        new Journal(directory.toString()).delete();
        FileSystem fileSystem = directory.getFileSystem();
        if (exists(MODULES)) {
            fileSystem.delete(child(MODULES), true);
        }
        fileSystem.delete(child(PLAN), false);
    }

    /** The directory of failed events of a finished replay. */
    public static String failedEventsOf(String output) {
        return new Path(output, UnitOutput.FAILED).toString();
    }

    /** Where modules are that tasks could not read from where they are; removed at the end. */
    public String modules() {
        return child(MODULES).toString();
    }

    private boolean exists(String name) throws IOException {
        return status(child(name)) != null;
    }

    private static @Nullable FileStatus status(Path path) throws IOException {
        try {
            return path.getFileSystem().getFileStatus(path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private Path child(String name) {
        return new Path(directory, name);
    }
}
