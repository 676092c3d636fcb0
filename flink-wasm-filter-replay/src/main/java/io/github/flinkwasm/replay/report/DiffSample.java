package io.github.flinkwasm.replay.report;

import java.util.Comparator;
import java.util.List;

/**
 * One event whose outcome changed, shown with both outcomes.
 *
 * @param before the baseline's record, or what else became of the event
 * @param after the same of the candidate
 * @param changes what changed in the record, one text for each field
 */
record DiffSample(
        String file, long item, String tag, String before, String after, List<String> changes)
        implements PlacedSample, Comparable<DiffSample> {

    private static final Comparator<DiffSample> ORDER =
            Comparator.comparing(DiffSample::file)
                    .thenComparingLong(DiffSample::item)
                    .thenComparing(DiffSample::before)
                    .thenComparing(DiffSample::after)
                    .thenComparing(DiffSample::tag);

    @Override
    public int compareTo(DiffSample other) {
        return ORDER.compare(this, other);
    }
}
