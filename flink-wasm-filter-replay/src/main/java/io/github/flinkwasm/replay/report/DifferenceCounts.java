package io.github.flinkwasm.replay.report;

/**
 * Events of one {@link io.github.flinkwasm.replay.diff.Difference}: how many, and the first few.
 */
final class DifferenceCounts {
    static final int MAX_SAMPLES = 5;

    private long events;
    private final FirstSamples<DiffSample> samples = new FirstSamples<>(MAX_SAMPLES);

    void countOne() {
        events++;
    }

    long events() {
        return events;
    }

    FirstSamples<DiffSample> samples() {
        return samples;
    }

    void merge(DifferenceCounts other) {
        events += other.events;
        samples.merge(other.samples);
    }
}
