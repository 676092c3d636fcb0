package io.github.flinkwasm.replay.report;

/** Things of one kind: how many there are, and the first few. */
final class SampledGroup {
    static final int MAX_SAMPLES = 3;

    private long count;
    private final FirstSamples<EventSample> samples = new FirstSamples<>(MAX_SAMPLES);

    void countOne() {
        count++;
    }

    long count() {
        return count;
    }

    FirstSamples<EventSample> samples() {
        return samples;
    }

    SampledGroup merge(SampledGroup other) {
        count += other.count;
        samples.merge(other.samples);
        return this;
    }
}
