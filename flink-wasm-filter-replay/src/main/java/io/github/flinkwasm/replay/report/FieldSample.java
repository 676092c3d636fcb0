package io.github.flinkwasm.replay.report;

import java.util.Comparator;

/** One value of a field that changed, before and after. */
record FieldSample(String file, long item, String before, String after)
        implements PlacedSample, Comparable<FieldSample> {

    private static final Comparator<FieldSample> ORDER =
            Comparator.comparing(FieldSample::file)
                    .thenComparingLong(FieldSample::item)
                    .thenComparing(FieldSample::before)
                    .thenComparing(FieldSample::after);

    @Override
    public int compareTo(FieldSample other) {
        return ORDER.compare(this, other);
    }
}
