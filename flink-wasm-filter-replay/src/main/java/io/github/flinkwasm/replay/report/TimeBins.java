package io.github.flinkwasm.replay.report;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts over time, in bins of one length that grows as soon as more than {@link #MAX_BINS} of them
 * are not empty. The length depends only on which seconds were counted, not on their order, so
 * merging is associative and commutative. A few stray seconds cost a few bins and leave the length
 * as it is.
 */
final class TimeBins {

    static final int MAX_BINS = 1_000;

    /** How many numbers each bin has. */
    private int width;

    private TimeSpan span = TimeSpan.SECOND;

    private Map<Long, long[]> bins = new HashMap<>();

    private transient long lastStart;
    private transient long lastEnd;
    private transient long @Nullable [] last;

    /** For JSON. */
    private TimeBins() {
        this(0);
    }

    TimeBins(int width) {
        this.width = width;
    }

    TimeSpan span() {
        return span;
    }

    /** The bins that are not empty, by their first second. */
    NavigableMap<Long, long[]> sorted() {
        return new TreeMap<>(bins);
    }

    /**
     * The numbers of the bin in which a second lies, to be added to at once.
     *
     * @param epochSecond from year 1 to year 9999
     */
    long[] at(long epochSecond) {
        long[] found = last;
        if (found != null && epochSecond >= lastStart && epochSecond < lastEnd) {
            return found;
        }
        long start = span.start(epochSecond);
        found = bins.get(start);
        if (found == null) {
            found = new long[width];
            bins.put(start, found);
            if (bins.size() > MAX_BINS) {
                coarsen();
                return at(epochSecond);
            }
        }
        lastStart = start;
        lastEnd = span.end(start);
        last = found;
        return found;
    }

    void merge(TimeBins other) {
        while (span.compareTo(other.span) < 0) {
            coarsenOnce();
        }
        other.bins.forEach(
                (start, counts) -> {
                    long[] mine = at(start);
                    for (int i = 0; i < width; i++) {
                        mine[i] += counts[i];
                    }
                });
    }

    private void coarsen() {
        while (bins.size() > MAX_BINS) {
            coarsenOnce();
        }
    }

    private void coarsenOnce() {
        span = span.next();
        Map<Long, long[]> coarse = new HashMap<>();
        bins.forEach(
                (start, counts) -> {
                    long[] sum = coarse.computeIfAbsent(span.start(start), key -> new long[width]);
                    for (int i = 0; i < width; i++) {
                        sum[i] += counts[i];
                    }
                });
        bins = coarse;
        last = null;
    }
}
