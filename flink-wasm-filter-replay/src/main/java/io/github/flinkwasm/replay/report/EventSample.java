package io.github.flinkwasm.replay.report;

import java.util.Comparator;

/**
 * One event or line that is shown as an example of many. All texts are bounded and printable.
 *
 * @param file in which file of the archive it stands
 * @param item which of the file's lines or values it is, from 1
 * @param tag its tag; empty for a line that is no event
 * @param record its beginning
 * @param detail what happened to it
 */
record EventSample(String file, long item, String tag, String record, String detail)
        implements PlacedSample, Comparable<EventSample> {

    private static final Comparator<EventSample> ORDER =
            Comparator.comparing(EventSample::file)
                    .thenComparingLong(EventSample::item)
                    .thenComparing(EventSample::detail)
                    .thenComparing(EventSample::record)
                    .thenComparing(EventSample::tag);

    @Override
    public int compareTo(EventSample other) {
        return ORDER.compare(this, other);
    }
}
