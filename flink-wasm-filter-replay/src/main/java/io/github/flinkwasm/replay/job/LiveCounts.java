package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.report.ProgressSnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How far the replays of this JVM are. Static, because tasks of an embedded Flink share nothing
 * else with whoever started it; on a cluster nobody has registered, and nothing is counted here.
 * Thread-safe.
 */
final class LiveCounts implements UnitCounts {
    private static final Map<String, LiveCounts> RUNNING = new ConcurrentHashMap<>();

    private final long files;
    private final long bytes;
    private final LongAdder filesDone = new LongAdder();
    private final LongAdder bytesDone = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unreadable = new LongAdder();

    private LiveCounts(long files, long bytes) {
        this.files = files;
        this.bytes = bytes;
    }

    /** Begins to count a replay, until {@link #end}. */
    static LiveCounts begin(String output, long files, long bytes) {
        LiveCounts counts = new LiveCounts(files, bytes);
        RUNNING.put(output, counts);
        return counts;
    }

    static void end(String output) {
        RUNNING.remove(output);
    }

    /** The counts of a replay that runs in this JVM; null if it does not. */
    static @Nullable LiveCounts of(String output) {
        return RUNNING.get(output);
    }

    @Override
    public void add(long moreBytes, long moreEvents, long moreFailed, long moreUnreadable) {
        bytesDone.add(moreBytes);
        events.add(moreEvents);
        failed.add(moreFailed);
        unreadable.add(moreUnreadable);
    }

    @Override
    public void fileDone() {
        filesDone.increment();
    }

    ProgressSnapshot snapshot() {
        return new ProgressSnapshot(
                files,
                filesDone.sum(),
                bytes,
                bytesDone.sum(),
                events.sum(),
                failed.sum(),
                unreadable.sum());
    }
}
