package io.github.flinkwasm.replay.diff;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/** Compares two outcomes of the same event. Reusable and not thread-safe. */
@Experimental
public final class OutcomeComparison {

    /** How many changed fields of one record are told apart; a record that changed more says so. */
    public static final int MAX_FIELDS = 64;

    private final RecordComparison records;

    /**
     * A comparison of records in these formats.
     *
     * @param baseline in which the baseline's records are written
     * @param candidate in which the candidate's records are written
     */
    public OutcomeComparison(EventFormat baseline, EventFormat candidate) {
        this.records =
                new RecordComparison(
                        Objects.requireNonNull(baseline, "baseline"),
                        Objects.requireNonNull(candidate, "candidate"));
    }

    /**
     * What changes for one event when the candidate takes the baseline's place. Records of the same
     * bytes cost no more than to compare these.
     */
    public OutcomeDiff compare(FilterOutcome baseline, FilterOutcome candidate) {
        if (baseline instanceof FilterOutcome.Failed before) {
            if (candidate instanceof FilterOutcome.Failed after) {
                return of(ofFailures(before.failure(), after.failure()), baseline, candidate);
            }
            return of(Difference.NO_LONGER_FAILED, baseline, candidate);
        }
        if (candidate instanceof FilterOutcome.Failed) {
            return of(Difference.NEWLY_FAILED, baseline, candidate);
        }
        if (baseline instanceof FilterOutcome.Emitted before) {
            return candidate instanceof FilterOutcome.Emitted after
                    ? ofRecords(before.event(), after.event(), baseline, candidate)
                    : of(Difference.NEWLY_DROPPED, baseline, candidate);
        }
        return of(
                candidate instanceof FilterOutcome.Emitted
                        ? Difference.NEWLY_KEPT
                        : Difference.UNCHANGED,
                baseline,
                candidate);
    }

    private static Difference ofFailures(FilterFailure before, FilterFailure after) {
        return before.reason() == after.reason()
                ? Difference.UNCHANGED
                : Difference.FAILED_DIFFERENTLY;
    }

    private OutcomeDiff ofRecords(
            LogEvent before, LogEvent after, FilterOutcome baseline, FilterOutcome candidate) {
        if (records.isSameFormat() && Arrays.equals(before.record(), after.record())) {
            return of(Difference.UNCHANGED, baseline, candidate);
        }
        List<FieldChange> fields = records.compare(before.record(), after.record());
        return new OutcomeDiff(
                fields.isEmpty() ? Difference.UNCHANGED : Difference.CHANGED,
                baseline,
                candidate,
                fields,
                fields.isEmpty() && records.isSameFormat());
    }

    private static OutcomeDiff of(
            Difference difference, FilterOutcome baseline, FilterOutcome candidate) {
        return new OutcomeDiff(difference, baseline, candidate, List.of(), false);
    }
}
