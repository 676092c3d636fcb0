package io.github.flinkwasm.replay.report;

import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.replay.diff.Difference;
import io.github.flinkwasm.replay.diff.OutcomeDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.annotation.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a replay or in a part of it, in bounded memory whatever the events are. Parts
 * are made one by {@link #merge}, in any order and grouping with the same result, and stored by
 * {@link #toJson}. Not thread-safe.
 *
 * <p>Totals are exact. So is what is counted for a tag, a kind of failure or a field, as long as it
 * is kept; of more than fit, the rest is one number.
 */
@Experimental
public final class ReplayStatistics {

    private long files;
    private long archiveBytes;
    private long recordBytesRead;
    private long recordBytesWritten;
    private long read;
    private long unreadable;
    private final OutcomeCounts totals = new OutcomeCounts();
    private final EventTimes times = new EventTimes();
    private final TagCounts tags = new TagCounts();
    private final List<FilterStatistics> filters = new ArrayList<>();
    private final SampledGroups failures = new SampledGroups();
    private final SampledGroups unreadableLines = new SampledGroups();
    private final SampledGroups damages = new SampledGroups();
    private final Throughput throughput = new Throughput();
    private @Nullable DiffCounts differences;

    /** Counts nothing yet. */
    public ReplayStatistics() {}

    /**
     * Counts a file whose end, or whose damage, was reached.
     *
     * @param archiveBytes its length as it is stored
     * @param items how many lines or values its reader found, counted by the reader: what {@link
     *     #isEveryLineAccountedFor} holds the outcomes against
     */
    public void fileRead(long archiveBytes, long items) {
        files++;
        this.archiveBytes += archiveBytes;
        read += items;
    }

    /** Counts the bytes of records that went in and that came out. */
    public void recordBytes(long in, long out) {
        recordBytesRead += in;
        recordBytesWritten += out;
    }

    /** Counts an event that every filter let through. */
    public void emitted(String tag, long epochSecond) {
        totals.emitted++;
        times.at(epochSecond)[EventTimes.EMITTED]++;
        tags.of(tag).emitted++;
    }

    /** Counts an event that a filter dropped. */
    public void dropped(String tag, long epochSecond) {
        totals.dropped++;
        times.at(epochSecond)[EventTimes.DROPPED]++;
        tags.of(tag).dropped++;
    }

    /**
     * Counts an event that a filter could not finish, and keeps it as a sample if it is one of the
     * first of its kind.
     *
     * @param filter which one, as in {@link #filter}
     * @param file in which file the event stands
     * @param item which of the file's lines or values it is, from 1
     */
    public void failed(int filter, FilterFailure failure, String file, long item) {
        LogEvent event = failure.event();
        totals.failed++;
        times.at(event.epochSecond())[EventTimes.FAILED]++;
        tags.of(event.tag()).failed++;
        failures.add(
                FailureKind.of(filter, failure), file, item, () -> sample(failure, file, item));
    }

    /**
     * Counts a line that is no event.
     *
     * @param reason why it is none; numbers in it do not make it another reason
     * @param line what stands there
     */
    public void unreadable(String reason, byte[] line, String file, long item) {
        unreadable++;
        String detail = Excerpts.ofText(reason, Excerpts.MAX_DETAIL);
        unreadableLines.add(
                FailureKind.shape(detail),
                file,
                item,
                () -> new EventSample(place(file), item, "", Excerpts.ofLine(line), detail));
    }

    /**
     * Counts a file of which something could not be read.
     *
     * @param position the byte of the stored file at which that was noticed
     */
    public void damaged(String reason, String file, long position) {
        String detail = Excerpts.ofText(reason, Excerpts.MAX_DETAIL);
        damages.add(
                FailureKind.shape(detail),
                file,
                position,
                () -> new EventSample(place(file), position, "", "", detail));
    }

    /** Counts what changes for one event. */
    public void compared(OutcomeDiff diff, LogEvent event, String file, long item) {
        differences().add(diff, event, file, item);
    }

    /**
     * Counts events that got their outcome about then, for the throughput over the run. To be
     * called every second or so, with what was done since.
     */
    public void progressed(long epochMilli, long events, long archiveBytes) {
        throughput.add(Math.floorDiv(epochMilli, 1_000), events, archiveBytes);
    }

    /**
     * What one filter did.
     *
     * @param index which one: its place in {@link ReplaySummary#filters}
     */
    public FilterStatistics filter(int index) {
        while (filters.size() <= Objects.checkIndex(index, MAX_FILTERS)) {
            filters.add(new FilterStatistics());
        }
        return filters.get(index);
    }

    private static final int MAX_FILTERS = 1_000;

    /**
     * Adds what the first filters of another replay did, and nothing else of it.
     *
     * @param index the place of the first of them, as in {@link #filter}
     * @param count how many
     */
    public void addFilters(int index, ReplayStatistics other, int count) {
        for (int i = 0; i < Math.min(count, other.filters.size()); i++) {
            filter(index + i).merge(other.filters.get(i));
        }
    }

    /** Adds what another part counted, which stays as it is. */
    public void merge(ReplayStatistics other) {
        files += other.files;
        archiveBytes += other.archiveBytes;
        recordBytesRead += other.recordBytesRead;
        recordBytesWritten += other.recordBytesWritten;
        read += other.read;
        unreadable += other.unreadable;
        totals.merge(other.totals);
        times.merge(other.times);
        tags.merge(other.tags);
        for (int i = 0; i < other.filters.size(); i++) {
            filter(i).merge(other.filters.get(i));
        }
        failures.merge(other.failures);
        unreadableLines.merge(other.unreadableLines);
        damages.merge(other.damages);
        throughput.merge(other.throughput);
        if (other.differences != null) {
            differences().merge(other.differences);
        }
    }

    /** All of it on one line, for {@link #fromJson}. */
    public String toJson() {
        filters.forEach(filter -> filter.latencies().settle());
        return StatisticsJson.write(this);
    }

    /**
     * What {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ReplayStatistics fromJson(String json) {
        return StatisticsJson.read(json);
    }

    /** How many lines or values the readers found. */
    public long read() {
        return read;
    }

    public long emitted() {
        return totals.emitted;
    }

    public long dropped() {
        return totals.dropped;
    }

    public long failed() {
        return totals.failed;
    }

    public long unreadable() {
        return unreadable;
    }

    /** Whether as many lines were read as have an outcome. */
    public boolean isEveryLineAccountedFor() {
        return read == totals.events() + unreadable;
    }

    long files() {
        return files;
    }

    long archiveBytes() {
        return archiveBytes;
    }

    long recordBytesRead() {
        return recordBytesRead;
    }

    long recordBytesWritten() {
        return recordBytesWritten;
    }

    OutcomeCounts totals() {
        return totals;
    }

    EventTimes times() {
        return times;
    }

    TagCounts tags() {
        return tags;
    }

    int filters() {
        return filters.size();
    }

    SampledGroups failures() {
        return failures;
    }

    SampledGroups unreadableLines() {
        return unreadableLines;
    }

    SampledGroups damages() {
        return damages;
    }

    Throughput throughput() {
        return throughput;
    }

    /** How many events have each difference from the baseline; empty if nothing was compared. */
    public SortedMap<Difference, Long> eventsByDifference() {
        SortedMap<Difference, Long> events = new TreeMap<>();
        DiffCounts counts = differences;
        if (counts != null) {
            for (Difference difference : Difference.values()) {
                events.put(difference, counts.of(difference).events());
            }
        }
        return events;
    }

    @Nullable DiffCounts diff() {
        return differences;
    }

    private DiffCounts differences() {
        DiffCounts counts = differences;
        if (counts == null) {
            counts = new DiffCounts();
            differences = counts;
        }
        return counts;
    }

    private static EventSample sample(FilterFailure failure, String file, long item) {
        return new EventSample(
                place(file),
                item,
                Excerpts.ofText(failure.event().tag(), Excerpts.MAX_TAG),
                Excerpts.ofRecord(failure.event().record()),
                Excerpts.ofText(failure.detail(), Excerpts.MAX_DETAIL));
    }

    private static String place(String file) {
        return Excerpts.ofText(file, Excerpts.MAX_FILE);
    }
}
