package io.github.flinkwasm.replay.report;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.replay.diff.Difference;
import io.github.flinkwasm.replay.diff.FieldChange;
import io.github.flinkwasm.replay.diff.OutcomeDiff;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What changes when the candidate takes the baseline's place, over many events. */
final class DiffCounts {
    static final int MAX_PATHS = 400;

    private static final int MAX_CHANGES_SHOWN = 8;

    private static final int OUTCOMES = 3;

    /** For each outcome of the baseline, how many events have each outcome of the candidate. */
    private final long[][] outcomes = new long[OUTCOMES][OUTCOMES];

    private final Map<Difference, DifferenceCounts> differences = new EnumMap<>(Difference.class);
    private long writtenDifferently;
    private long fieldChanges;
    private final BoundedMap<FieldCounts> fields = new BoundedMap<>(MAX_PATHS);

    DiffCounts() {
        for (Difference difference : Difference.values()) {
            differences.put(difference, new DifferenceCounts());
        }
    }

    void add(OutcomeDiff diff, LogEvent event, String file, long item) {
        outcomes[index(diff.baseline())][index(diff.candidate())]++;
        DifferenceCounts counts = of(diff.difference());
        counts.countOne();
        if (diff.isWrittenDifferently()) {
            writtenDifferently++;
        }
        if (diff.difference() == Difference.UNCHANGED) {
            return;
        }
        for (FieldChange change : diff.fields()) {
            fieldChanges++;
            FieldCounts field = fields.getOrMake(change.path(), FieldCounts::new);
            if (field != null) {
                field.add(change, file, item);
            }
        }
        if (counts.samples().wants(file, item)) {
            counts.samples().add(sample(diff, event, file, item));
        }
    }

    DifferenceCounts of(Difference difference) {
        return Objects.requireNonNull(differences.get(difference), "difference");
    }

    /** How many events the baseline gave the one outcome and the candidate the other. */
    long count(int baseline, int candidate) {
        return outcomes[baseline][candidate];
    }

    long events() {
        return differences.values().stream().mapToLong(DifferenceCounts::events).sum();
    }

    /** Unchanged events whose records are other bytes of the same meaning. */
    long writtenDifferently() {
        return writtenDifferently;
    }

    /** Changes of fields, also of those that are not kept. */
    long fieldChanges() {
        return fieldChanges;
    }

    Map<String, FieldCounts> fields() {
        return fields.entries();
    }

    void merge(DiffCounts other) {
        for (int i = 0; i < OUTCOMES; i++) {
            for (int j = 0; j < OUTCOMES; j++) {
                outcomes[i][j] += other.outcomes[i][j];
            }
        }
        other.differences.forEach((difference, counts) -> of(difference).merge(counts));
        writtenDifferently += other.writtenDifferently;
        fieldChanges += other.fieldChanges;
        fields.merge(other.fields, FieldCounts::new, FieldCounts::merge);
    }

    private static int index(FilterOutcome outcome) {
        if (outcome instanceof FilterOutcome.Emitted) {
            return EventTimes.EMITTED;
        }
        return outcome instanceof FilterOutcome.Dropped ? EventTimes.DROPPED : EventTimes.FAILED;
    }

    private static DiffSample sample(OutcomeDiff diff, LogEvent event, String file, long item) {
        return new DiffSample(
                Excerpts.ofText(file, Excerpts.MAX_FILE),
                item,
                Excerpts.ofText(event.tag(), Excerpts.MAX_TAG),
                text(diff.baseline()),
                text(diff.candidate()),
                diff.fields().stream().limit(MAX_CHANGES_SHOWN).map(DiffCounts::text).toList());
    }

    /** The record or the failure; nothing if the event was dropped. */
    private static String text(FilterOutcome outcome) {
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            return Excerpts.ofRecord(emitted.event().record());
        }
        if (outcome instanceof FilterOutcome.Failed failed) {
            return Excerpts.ofText(
                    failed.failure().reason() + ": " + failed.failure().detail(),
                    Excerpts.MAX_DETAIL);
        }
        return "";
    }

    private static String text(FieldChange change) {
        return Excerpts.ofText(
                change.path() + ": " + change.before() + " → " + change.after(),
                Excerpts.MAX_DETAIL);
    }
}
