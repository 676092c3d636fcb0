package io.github.flinkwasm.internal.metrics;

import io.github.flinkwasm.FailureReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

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

    private volatile @Nullable RunningModule running;

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

    /**
     * Registers the metrics of one SQL function: in a group of their own, since an operator may run
     * several functions.
     */
    public static FilterMetrics register(MetricGroup operatorGroup, String function) {
        return new FilterMetrics(
                operatorGroup
                        .addGroup(FilterMetric.GROUP)
                        .addGroup(FilterMetric.FUNCTION, function));
    }

    /**
     * Facts about a running module, and numbers of its instance, which reporters may read at any
     * time.
     *
     * @param generation 1 for the first module of the job, one more with every change
     */
    public record RunningModule(
            Duration loadTime,
            Duration compileTime,
            boolean fromArtifact,
            int generation,
            LongSupplier memoryBytes,
            LongSupplier resets,
            LongSupplier replacements) {}

    /** Shows what runs now, in the place of what was shown before. */
    public void show(RunningModule module) {
        boolean first = running == null;
        running = module;
        if (first) {
            showGauge(FilterMetric.MODULE_LOAD_MILLIS, m -> m.loadTime().toMillis());
            showGauge(FilterMetric.MODULE_COMPILE_MILLIS, m -> m.compileTime().toMillis());
            showGauge(FilterMetric.MODULE_FROM_ARTIFACT, m -> m.fromArtifact() ? 1 : 0);
            showGauge(FilterMetric.MODULE_GENERATION, RunningModule::generation);
            showGauge(FilterMetric.GUEST_MEMORY_BYTES, m -> m.memoryBytes().getAsLong());
            showGauge(FilterMetric.RESETS, m -> m.resets().getAsLong());
            showGauge(FilterMetric.REPLACEMENTS, m -> m.replacements().getAsLong());
        }
    }

    /** Where an operator can be given another module while it runs, the metrics of that. */
    public UpgradeMetrics showUpgrades() {
        return new UpgradeMetrics(group);
    }

    private void showGauge(FilterMetric metric, Function<RunningModule, Number> value) {
        Gauge<Number> gauge = () -> value.apply(Objects.requireNonNull(running));
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
