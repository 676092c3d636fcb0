package io.github.flinkwasm.examples.quickstart;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Accounts for every line of one run, and keeps samples for the summary. Thread-safe.
 *
 * <p>The operators of the job hold it as a field: serialized with the job it is only a number, and
 * read back it is this very object again, as long as the run lasts. That works because Flink is
 * embedded, and shows the counts as they are at this moment. A job on a cluster has no common
 * memory; it would use metrics, or accumulators, which are right at the end but seconds late on the
 * way.
 */
final class Ledger implements Serializable, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private static final ConcurrentMap<UUID, Ledger> OPEN = new ConcurrentHashMap<>();

    private final UUID id = UUID.randomUUID();
    private final transient List<FileAccount> files;
    private final transient List<FilterAccount> filters;
    private final transient Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
    private final transient Samples droppedSamples = new Samples();
    private final transient Samples failedSamples = new Samples();

    private Ledger(List<ArchiveFile> archive, List<FilterStep> steps) {
        this.files = archive.stream().map(FileAccount::new).toList();
        this.filters = steps.stream().map(FilterAccount::new).toList();
    }

    /** A ledger for one run, to be closed when the run is over. */
    static Ledger open(List<ArchiveFile> archive, List<FilterStep> steps) {
        Ledger ledger = new Ledger(archive, steps);
        OPEN.put(ledger.id, ledger);
        return ledger;
    }

    List<ArchiveFile> archive() {
        return files.stream().map(FileAccount::file).toList();
    }

    List<FileAccount> files() {
        return files;
    }

    FileAccount file(int index) {
        return files.get(index);
    }

    List<FilterAccount> filters() {
        return filters;
    }

    FilterAccount filter(int index) {
        return filters.get(index);
    }

    /** An event came out of the last filter and was written. */
    void emitted(Origin origin) {
        file(origin.file()).countEmitted();
    }

    /** An event was dropped and written. */
    void dropped(SetAside event) {
        file(event.file()).countDropped();
        filter(event.filter()).countDropped();
        droppedSamples.offer(filter(event.filter()).step().name(), event);
    }

    /** An event, or a line that is none, failed and was written. */
    void failed(SetAside event) {
        file(event.file()).countFailed();
        if (event.filter() != SetAside.BEFORE_ANY_FILTER) {
            filter(event.filter()).countFailed();
        }
        failures.computeIfAbsent(event.reason(), any -> new LongAdder()).increment();
        failedSamples.offer(event.reason(), event);
    }

    Outcomes total() {
        return files.stream().map(FileAccount::outcomes).reduce(Outcomes.NONE, Outcomes::plus);
    }

    /** How many failed, by reason. */
    Map<String, Long> failures() {
        return failures.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    /** When the first line of all was read; empty before that. */
    Optional<Instant> firstLineRead() {
        return files.stream()
                .flatMap(file -> file.firstLineRead().stream())
                .min(Instant::compareTo);
    }

    Samples droppedSamples() {
        return droppedSamples;
    }

    Samples failedSamples() {
        return failedSamples;
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    private Object writeReplace() {
        return new Reference(id);
    }

    /** What stands for the ledger in a serialized job. */
    private record Reference(UUID id) implements Serializable {

        private Object readResolve() {
            Ledger ledger = OPEN.get(id);
            if (ledger == null) {
                throw new IllegalStateException(
                        "The quickstart's ledger "
                                + id
                                + " is not in this JVM, or its run is over. This job is made for an"
                                + " embedded Flink; examples/datastream-job is one for a cluster.");
            }
            return ledger;
        }
    }
}
