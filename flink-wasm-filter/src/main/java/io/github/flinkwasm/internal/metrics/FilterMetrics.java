package io.github.flinkwasm.internal.metrics;

import io.github.flinkwasm.FailureReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what became of the events of one subtask, and shows what its module and instance are
 * doing. Used by the subtask's thread alone. What is counted and shown is listed in {@link
 * FilterMetric}.
 */
public final class FilterMetrics {

    private static final long NOT_SAMPLED = Long.MIN_VALUE;

    private final MetricGroup group;
    private final SampledHistogram callNanos = new SampledHistogram();
    private long calls;

    private final Counter emitted;
    private final Counter dropped;
    private final Counter failed;
    private final Map<FailureReason, Counter> failedByReason;

    private FilterMetrics(MetricGroup group) {
        this.group = group;
        group.histogram(FilterMetric.CALL_NANOS.shortName(), callNanos);
        this.emitted = group.counter(FilterMetric.EVENTS_EMITTED.shortName());
        this.dropped = group.counter(FilterMetric.EVENTS_DROPPED.shortName());
        this.failed = group.counter(FilterMetric.EVENTS_FAILED.shortName());
        // All of them at once: a counter that appears with the first failure cannot be alerted on.
        this.failedByReason = new EnumMap<>(FailureReason.class);
        for (FailureReason reason : FailureReason.values()) {
            MetricGroup reasonGroup = group.addGroup(FilterMetric.REASON, reason.name());
            failedByReason.put(
                    reason, reasonGroup.counter(FilterMetric.EVENTS_FAILED_BY_REASON.shortName()));
        }
    }

    /** Registers the metrics of one subtask; to be called once for each operator group. */
    public static FilterMetrics register(MetricGroup operatorGroup) {
        return new FilterMetrics(operatorGroup.addGroup(FilterMetric.GROUP));
    }

    /** Shows facts about the running module. */
    public void showModule(
            Duration loadTime, Duration compileTime, boolean fromArtifact, int generation) {
        long loadMillis = loadTime.toMillis();
        long compileMillis = compileTime.toMillis();
        showGauge(FilterMetric.MODULE_LOAD_MILLIS, () -> loadMillis);
        showGauge(FilterMetric.MODULE_COMPILE_MILLIS, () -> compileMillis);
        int artifacts = fromArtifact ? 1 : 0;
        showGauge(FilterMetric.MODULE_FROM_ARTIFACT, () -> artifacts);
        showGauge(FilterMetric.MODULE_GENERATION, () -> generation);
    }

    /** Shows numbers of the running instance, which reporters may read at any time. */
    public void showInstance(
            LongSupplier memoryBytes, LongSupplier resets, LongSupplier replacements) {
        showGauge(FilterMetric.GUEST_MEMORY_BYTES, memoryBytes::getAsLong);
        showGauge(FilterMetric.RESETS, resets::getAsLong);
        showGauge(FilterMetric.REPLACEMENTS, replacements::getAsLong);
    }

    private void showGauge(FilterMetric metric, Gauge<? extends Number> gauge) {
        group.gauge(metric.shortName(), gauge);
    }

    /** Starts the time of an event; to be handed to {@link #endCall}. */
    public long startCall() {
        return calls++ % FilterMetric.SAMPLING == 0 ? System.nanoTime() : NOT_SAMPLED;
    }

    /** Ends the time of an event that had an outcome. */
    public void endCall(long started) {
        if (started != NOT_SAMPLED) {
            callNanos.update(System.nanoTime() - started);
        }
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
