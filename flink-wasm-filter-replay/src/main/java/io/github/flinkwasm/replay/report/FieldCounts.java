package io.github.flinkwasm.replay.report;

import io.github.flinkwasm.replay.diff.FieldChange;

/** In how many places one field was added, removed and changed. */
final class FieldCounts {
    static final int MAX_SAMPLES = 2;

    private long added;
    private long removed;
    private long changed;
    private final FirstSamples<FieldSample> samples = new FirstSamples<>(MAX_SAMPLES);

    void add(FieldChange change, String file, long item) {
        switch (change.kind()) {
            case ADDED -> added++;
            case REMOVED -> removed++;
            case CHANGED -> changed++;
        }
        if (samples.wants(file, item)) {
            samples.add(
                    new FieldSample(
                            Excerpts.ofText(file, Excerpts.MAX_FILE),
                            item,
                            Excerpts.ofText(change.before(), Excerpts.MAX_VALUE),
                            Excerpts.ofText(change.after(), Excerpts.MAX_VALUE)));
        }
    }

    long added() {
        return added;
    }

    long removed() {
        return removed;
    }

    long changed() {
        return changed;
    }

    long total() {
        return added + removed + changed;
    }

    FirstSamples<FieldSample> samples() {
        return samples;
    }

    FieldCounts merge(FieldCounts other) {
        added += other.added;
        removed += other.removed;
        changed += other.changed;
        samples.merge(other.samples);
        return this;
    }
}
