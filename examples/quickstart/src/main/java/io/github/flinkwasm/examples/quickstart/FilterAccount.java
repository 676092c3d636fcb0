package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.LogEvent;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one filter did. Written by all of its subtasks. */
final class FilterAccount {

    private final FilterStep step;
    private final LongAdder read = new LongAdder();
    private final LongAdder emitted = new LongAdder();
    private final LongAdder changed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<@Nullable Change> sample = new AtomicReference<>();

    FilterAccount(FilterStep step) {
        this.step = step;
    }

    FilterStep step() {
        return step;
    }

    void countRead() {
        read.increment();
    }

    void countEmitted(LogEvent before, LogEvent after) {
        emitted.increment();
        if (Arrays.equals(before.record(), after.record())) {
            return;
        }
        changed.increment();
        Change best = sample.get();
        if (best == null || !best.tellsMuch()) {
            Change change = Change.of(before, after);
            sample.accumulateAndGet(
                    change,
                    (old, candidate) ->
                            old != null && old.worth() >= change.worth() ? old : candidate);
        }
    }

    void countDropped() {
        dropped.increment();
    }

    void countFailed() {
        failed.increment();
    }

    Outcomes outcomes() {
        return new Outcomes(read.sum(), emitted.sum(), dropped.sum(), failed.sum());
    }

    /** How many records the filter emitted otherwise than they came. */
    long changed() {
        return changed.sum();
    }

    /** A record that the filter changed; empty if it changed none. */
    Optional<Change> sample() {
        return Optional.ofNullable(sample.get());
    }
}
