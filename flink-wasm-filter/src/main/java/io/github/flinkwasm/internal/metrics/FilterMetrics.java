package io.github.flinkwasm.internal.metrics;

import io.github.flinkwasm.FailureReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
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
 *   <tr><td>{@code wasm.callNanos}</td><td>histogram of the time of one event through the filter, in
 *       nanoseconds, of every 64th event</td></tr>
 *   <tr><td>{@code wasm.guestMemoryBytes}</td><td>gauge: memory of the guest now</td></tr>
 *   <tr><td>{@code wasm.resets}</td><td>gauge: how often the guest was put back to its start</td></tr>
 *   <tr><td>{@code wasm.replacements}</td><td>gauge: how many of these needed a new instance</td></tr>
 *   <tr><td>{@code wasm.moduleLoadMillis}</td><td>gauge: time to read and verify the module</td></tr>
 *   <tr><td>{@code wasm.moduleCompileMillis}</td><td>gauge: time to compile the module</td></tr>
 *   <tr><td>{@code wasm.moduleGeneration}</td><td>gauge: 1 for the first module of the job, one more with
 *       every change</td></tr>
 * </table>
 */
public final class FilterMetrics {

    private static final String GROUP = "wasm";
    private static final String REASON = "reason";
    private static final String EMITTED = "eventsEmitted";
    private static final String DROPPED = "eventsDropped";
    private static final String FAILED = "eventsFailed";

    private static final int SAMPLING = 64;
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
        group.histogram("callNanos", callNanos);
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

    /** Shows facts about the running module. */
    public void showModule(Duration loadTime, Duration compileTime, int generation) {
        long loadMillis = loadTime.toMillis();
        long compileMillis = compileTime.toMillis();
        group.gauge("moduleLoadMillis", () -> loadMillis);
        group.gauge("moduleCompileMillis", () -> compileMillis);
        group.gauge("moduleGeneration", () -> generation);
    }

    /** Shows numbers of the running instance, which reporters may read at any time. */
    public void showInstance(
            LongSupplier memoryBytes, LongSupplier resets, LongSupplier replacements) {
        group.gauge("guestMemoryBytes", memoryBytes::getAsLong);
        group.gauge("resets", resets::getAsLong);
        group.gauge("replacements", replacements::getAsLong);
    }

    /** Starts the time of an event; to be handed to {@link #endCall}. */
    public long startCall() {
        return calls++ % SAMPLING == 0 ? System.nanoTime() : NOT_SAMPLED;
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
