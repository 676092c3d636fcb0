package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
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
 *   <tr><td>{@code _SUCCESS}</td><td>a word; written last</td></tr>
 * </table>
 */
@Experimental
public final class OutputDirectory {
    static final String SUCCESS = "_SUCCESS";

    /** What {@code ReplayStatistics.toJson} says of the whole replay. */
    public static final String STATISTICS = "_statistics.json";

    /** Flink's native S3 file system takes an object without content for a missing one. */
    private static final byte[] SUCCESS_CONTENT = {'f', 'i', 'n', 'i', 's', 'h', 'e', 'd', '\n'};

    private static final String PLAN = "_plan.json";
    private static final String MODULES = "_modules";
    private static final int CHANGED_FILES_NAMED = 5;

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
        // Before the journal is read: what another run adds to it later does not count.
        String run = RunClaim.take(directory.toString());
        requireUnfinished();
        SortedMap<Integer, String> finished = new TreeMap<>();
        Set<String> kept = new HashSet<>();
        findFinished(finished, kept);
        // A run that did not see the directory taken has finished by now, or sees it before it
        // does. Once it has finished, its journal is gone, and nothing above can be trusted.
        requireUnfinished();
        new OutputTree(directory).removeAllBut(kept, (file, length) -> {});
        return new Resumed(run, Collections.unmodifiableSortedMap(finished));
    }

    /**
     * Checks that the replay is not finished. If it is, what was only needed until then is removed.
     *
     * @throws OutputRefusedException if it is
     */
    public void requireUnfinished() throws IOException {
        if (isFinished()) {
            tidyUp();
            throw new OutputRefusedException(
                    "The replay in %s is finished: there is nothing to resume."
                            .formatted(directory));
        }
    }

    /**
     * Finds the units that need not be done again: those of which one run says that they are
     * finished, and whose files are all there. Whatever else is in the journal goes.
     */
    private void findFinished(SortedMap<Integer, String> finished, Set<String> kept)
            throws IOException {
        Journal journal = new Journal(directory.toString());
        Map<String, Long> lengths = new OutputTree(directory).lengths();
        for (Map.Entry<Integer, List<String>> entry : journal.entries().entrySet()) {
            int unit = entry.getKey();
            List<String> runs = entry.getValue();
            List<OutputFile> files = journal.get(unit, runs.get(0)).files();
            if (runs.size() == 1
                    && files.stream()
                            .allMatch(
                                    file ->
                                            file.bytes()
                                                    == lengths.getOrDefault(file.path(), -1L))) {
                finished.put(unit, runs.get(0));
                files.forEach(file -> kept.add(file.path()));
            } else {
                for (String run : runs) {
                    journal.remove(unit, run);
                }
            }
        }
    }

    /**
     * A replay that goes on.
     *
     * @param run by what {@link RunClaim} knows this run
     * @param finished by the number of each unit that is finished, the run that has finished it
     */
    @Experimental
    public record Resumed(String run, SortedMap<Integer, String> finished) {}

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
        new OutputTree(directory).removeAllBut(written.keySet(), notSeen::remove);
        for (Map.Entry<String, Long> file : notSeen.entrySet()) {
            FileStatus status = status(child(file.getKey()));
            if (status == null || status.getLen() != file.getValue()) {
                throw new IOException(
                        "file %s, written with %,d bytes, %s: something else has written to %s. Go on with --resume, which replays such inputs again"
                                .formatted(
                                        child(file.getKey()),
                                        file.getValue(),
                                        status == null
                                                ? "is gone"
                                                : "now has %,d".formatted(status.getLen()),
                                        directory));
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
            FileStatus status = status(input);
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

    private static @Nullable FileStatus status(ArchiveFile input) throws IOException {
        Path path = new Path(input.uri());
        FileStatus status = status(path);
        Path parent = path.getParent();
        if (status != null || input.length() > 0 || parent == null) {
            return status;
        }
        // Flink's native S3 file system lists an object without content, but does not find it.
        FileStatus @Nullable [] siblings = path.getFileSystem().listStatus(parent);
        return Stream.of(siblings == null ? new FileStatus[0] : siblings)
                .filter(sibling -> sibling.getPath().getName().equals(path.getName()))
                .findFirst()
                .orElse(null);
    }

    /** Writes a file of the directory whole. */
    public void write(String name, byte[] content) throws IOException {
        OutputFiles.write(child(name), content);
    }

    /** Says that all is done, and removes what was only needed until then. */
    public void finish() throws IOException {
        OutputFiles.write(child(SUCCESS), SUCCESS_CONTENT);
        tidyUp();
    }

    /** Removes from the directory of a finished replay what was only needed until then. */
    private void tidyUp() throws IOException {
        new Journal(directory.toString()).delete();
        FileSystem fileSystem = directory.getFileSystem();
        if (exists(MODULES)) {
            fileSystem.delete(child(MODULES), true);
        }
        if (exists(PLAN)) {
            fileSystem.delete(child(PLAN), false);
        }
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
