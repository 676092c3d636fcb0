package io.github.flinkwasm.replay.diff;

import io.github.flinkwasm.EventFormat;
import java.util.List;

/** Finds the fields in which two records differ. Reusable and not thread-safe. */
final class RecordComparison {

    private final EventFormat baseline;
    private final EventFormat candidate;
    private final JsonValues values = new JsonValues();

    RecordComparison(EventFormat baseline, EventFormat candidate) {
        this.baseline = baseline;
        this.candidate = candidate;
    }

    boolean isSameFormat() {
        return baseline == candidate;
    }

    /** What changed, in the order of the records; nothing if they mean the same. */
    List<FieldChange> compare(byte[] before, byte[] after) {
        return new FieldChanges().between(values.of(before, baseline), values.of(after, candidate));
    }
}
