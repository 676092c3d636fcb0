package io.github.flinkwasm.replay.diff;

import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.util.List;
import org.apache.flink.annotation.Experimental;

/**
 * Two outcomes of one event, and what lies between them. Made by {@link OutcomeComparison}.
 *
 * @param difference how the candidate's outcome relates to the baseline's
 * @param baseline the outcome that the candidate is held against
 * @param candidate the outcome under test
 * @param fields what changed in the record, in the order of the records; empty unless {@link
 *     Difference#CHANGED}, and never more than {@link OutcomeComparison#MAX_FIELDS}
 * @param isWrittenDifferently whether the records mean the same but are not the same bytes: another
 *     order of keys, {@code 1.0} for {@code 1}, other escapes or white space
 */
@Experimental
public record OutcomeDiff(
        Difference difference,
        FilterOutcome baseline,
        FilterOutcome candidate,
        List<FieldChange> fields,
        boolean isWrittenDifferently) {}
