package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.output.UnitResult;
import io.github.flinkwasm.replay.report.ProgressSnapshot;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * What a task has done, as accumulators: how whoever submitted the job to a cluster sees how far it
 * is. Flink forgets those of an attempt that failed; what of it is in the journal counts again when
 * the next one comes by.
 */
final class TaskCounts implements UnitCounts {
    private static final String FILES = "replay-files";
    private static final String BYTES = "replay-bytes";
    private static final String EVENTS = "replay-events";
    private static final String FAILED = "replay-failed";
    private static final String UNREADABLE = "replay-unreadable";

    private final LongCounter files = new LongCounter();
    private final LongCounter bytes = new LongCounter();
    private final LongCounter events = new LongCounter();
    private final LongCounter failed = new LongCounter();
    private final LongCounter unreadable = new LongCounter();

    private TaskCounts() {}

    static TaskCounts register(RuntimeContext context) {
        TaskCounts counts = new TaskCounts();
        context.addAccumulator(FILES, counts.files);
        context.addAccumulator(BYTES, counts.bytes);
        context.addAccumulator(EVENTS, counts.events);
        context.addAccumulator(FAILED, counts.failed);
        context.addAccumulator(UNREADABLE, counts.unreadable);
        return counts;
    }

    @Override
    public void add(long moreBytes, long moreEvents, long moreFailed, long moreUnreadable) {
        bytes.add(moreBytes);
        events.add(moreEvents);
        failed.add(moreFailed);
        unreadable.add(moreUnreadable);
    }

    @Override
    public void fileDone() {
        files.add(1L);
    }

    /** A unit that an earlier attempt has finished. */
    void addFinished(UnitResult result) {
        add(
                result.length(),
                result.emitted() + result.dropped() + result.failed(),
                result.failed(),
                result.unreadable());
        fileDone();
    }

    /**
     * How far a job is by its accumulators.
     *
     * @param before how far the replay was when the job began
     */
    static ProgressSnapshot snapshot(Map<String, Object> accumulators, ProgressSnapshot before) {
        return new ProgressSnapshot(
                before.files(),
                before.filesDone() + value(accumulators, FILES),
                before.bytes(),
                before.bytesDone() + value(accumulators, BYTES),
                before.events() + value(accumulators, EVENTS),
                before.failed() + value(accumulators, FAILED),
                before.unreadable() + value(accumulators, UNREADABLE));
    }

    private static long value(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
