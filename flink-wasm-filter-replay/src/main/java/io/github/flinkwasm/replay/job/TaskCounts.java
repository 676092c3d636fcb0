package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.output.UnitResult;
import io.github.flinkwasm.replay.report.ProgressSnapshot;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * What a task has done, unit by unit, as accumulators: how whoever submitted the job to a cluster
 * sees how far it is.
 */
final class TaskCounts {
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

    void add(UnitResult result) {
        files.add(1L);
        bytes.add(result.length());
        events.add(result.emitted() + result.dropped() + result.failed());
        failed.add(result.failed());
        unreadable.add(result.unreadable());
    }

    /** How far a job is by its accumulators. */
    static ProgressSnapshot snapshot(Map<String, Object> accumulators, long files, long bytes) {
        return new ProgressSnapshot(
                files,
                value(accumulators, FILES),
                bytes,
                value(accumulators, BYTES),
                value(accumulators, EVENTS),
                value(accumulators, FAILED),
                value(accumulators, UNREADABLE));
    }

    private static long value(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
