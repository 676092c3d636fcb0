package io.github.flinkwasm.internal.metrics;

import io.github.flinkwasm.FailureReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what became of the events of one subtask. Used by the subtask's thread alone.
 *
 * <table>
 *   <caption>Metrics under the operator's group</caption>
 *   <tr><th>Name</th><th>Counts</th></tr>
 *   <tr><td>{@code wasm.eventsEmitted}</td><td>events for which the guest returned a record</td></tr>
 *   <tr><td>{@code wasm.eventsDropped}</td><td>events that the guest asked to drop</td></tr>
 *   <tr><td>{@code wasm.eventsFailed}</td><td>events that failed, whatever was done with them
 *       then</td></tr>
 *   <tr><td>{@code wasm.reason.<REASON>.eventsFailed}</td><td>those of one {@link FailureReason};
 *       reporters with labels see a label {@code reason}</td></tr>
 * </table>
 */
public final class FilterMetrics {

    private static final String GROUP = "wasm";
    private static final String REASON = "reason";
    private static final String EMITTED = "eventsEmitted";
    private static final String DROPPED = "eventsDropped";
    private static final String FAILED = "eventsFailed";

    private final Counter emitted;
    private final Counter dropped;
    private final Counter failed;
    private final Map<FailureReason, Counter> failedByReason;

    private FilterMetrics(MetricGroup group) {
        this.emitted = group.counter(EMITTED);
        this.dropped = group.counter(DROPPED);
        this.failed = group.counter(FAILED);
        // All of them at once: a counter that appears with the first failure cannot be alerted on.
        this.failedByReason = new EnumMap<>(FailureReason.class);
        for (FailureReason reason : FailureReason.values()) {
            failedByReason.put(reason, group.addGroup(REASON, reason.name()).counter(FAILED));
        }
    }

    /** Registers the metrics of one subtask; to be called once for each operator group. */
    public static FilterMetrics register(MetricGroup operatorGroup) {
        return new FilterMetrics(operatorGroup.addGroup(GROUP));
    }

    public void countEmitted() {
        emitted.inc();
    }

    public void countDropped() {
        dropped.inc();
    }

    public void countFailed(FailureReason reason) {
        failed.inc();
        failedByReason.get(reason).inc();
    }
}
