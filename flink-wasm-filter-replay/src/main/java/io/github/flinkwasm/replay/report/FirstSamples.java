package io.github.flinkwasm.replay.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The first few of many, by where they stand in the archive and not by when they came: merging is
 * associative and commutative.
 */
final class FirstSamples<T extends PlacedSample & Comparable<T>> {
    private int max;
    private final List<T> samples = new ArrayList<>();

    /** For JSON. */
    private FirstSamples() {
        this(0);
    }

    FirstSamples(int max) {
        this.max = max;
    }

    List<T> samples() {
        return Collections.unmodifiableList(samples);
    }

    /** Whether a sample from there may find a place; to be asked before one is made. */
    boolean wants(String file, long item) {
        if (samples.size() < max) {
            return true;
        }
        if (max == 0) {
            return false;
        }
        T last = samples.get(max - 1);
        int byFile = file.compareTo(last.file());
        return byFile < 0 || (byFile == 0 && item <= last.item());
    }

    void add(T sample) {
        int found = Collections.binarySearch(samples, sample);
        int at = -found - 1;
        if (found < 0 && at < max) {
            samples.add(at, sample);
            if (samples.size() > max) {
                samples.remove(max);
            }
        }
    }

    FirstSamples<T> merge(FirstSamples<T> other) {
        other.samples.forEach(this::add);
        return this;
    }
}
