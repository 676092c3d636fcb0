package io.github.flinkwasm.replay.report;

import org.apache.flink.annotation.Experimental;

/** What one filter of a replay did. Not thread-safe. */
@Experimental
public final class FilterStatistics {
    private final OutcomeCounts outcomes = new OutcomeCounts();
    private final LatencyHistogram latencies = new LatencyHistogram();

    FilterStatistics() {}

    public void emitted() {
        outcomes.emitted++;
    }

    public void dropped() {
        outcomes.dropped++;
    }

    public void failed() {
        outcomes.failed++;
    }

    /** How long one call took. Not every call has to be measured; a chosen few tell as much. */
    public void latency(long nanos) {
        latencies.add(nanos);
    }

    OutcomeCounts outcomes() {
        return outcomes;
    }

    LatencyHistogram latencies() {
        return latencies;
    }

    void merge(FilterStatistics other) {
        outcomes.merge(other.outcomes);
        latencies.merge(other.latencies);
    }
}
