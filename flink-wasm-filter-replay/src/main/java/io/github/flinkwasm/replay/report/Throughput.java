package io.github.flinkwasm.replay.report;

/** Events and bytes over the time of the run. */
final class Throughput {
    static final int EVENTS = 0;
    static final int BYTES = 1;

    private final TimeBins bins = new TimeBins(2);

    void add(long epochSecond, long events, long bytes) {
        long[] counts = bins.at(epochSecond);
        counts[EVENTS] += events;
        counts[BYTES] += bytes;
    }

    TimeBins bins() {
        return bins;
    }

    void merge(Throughput other) {
        bins.merge(other.bins);
    }
}
