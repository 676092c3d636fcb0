package io.github.flinkwasm.replay.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Bars of equal span without a gap between them, made of bins for a chart.
 *
 * @param span how long each is
 * @param bars from the earliest to the latest; empty if there is nothing to show
 * @param outside what lies before the first or after the last bar
 */
record TimeBars(TimeSpan span, List<Bar> bars, List<Bar> outside) {

    /** What a chart 300 pixels wide can still show. */
    static final int MAX_BARS = 120;

    /** Bins outside the shown range hold at most one of this many events, in all. */
    private static final long RARE = 200;

    /** The range is cut only where that makes it this many times shorter. */
    private static final long WORTH_CUTTING = 4;

    /** From {@code start} on, up to but without {@code end}, in seconds since 1970. */
    static final class Bar {
        private final long start;
        private final long end;
        private final long[] values;

        Bar(long start, long end, long[] values) {
            this.start = start;
            this.end = end;
            this.values = values.clone();
        }

        long start() {
            return start;
        }

        long end() {
            return end;
        }

        long value(int index) {
            return values[index];
        }

        long sum() {
            return Arrays.stream(values).sum();
        }
    }

    static TimeBars of(TimeBins bins) {
        NavigableMap<Long, long[]> all = bins.sorted();
        if (all.isEmpty()) {
            return new TimeBars(bins.span(), List.of(), List.of());
        }
        NavigableMap<Long, long[]> shown = usual(all, bins.span());
        List<Bar> outside = new ArrayList<>();
        all.forEach(
                (start, values) -> {
                    if (!shown.containsKey(start)) {
                        outside.add(new Bar(start, bins.span().end(start), values));
                    }
                });
        long first = shown.firstKey();
        long last = shown.lastKey();
        TimeSpan span = bins.span();
        while (count(span, first, last) > MAX_BARS) {
            span = span.longer();
        }
        return new TimeBars(span, filled(shown, span), outside);
    }

    /** The longest run of bins, begin to end, that leaves only rare events out. */
    private static NavigableMap<Long, long[]> usual(NavigableMap<Long, long[]> all, TimeSpan span) {
        List<Long> starts = new ArrayList<>(all.keySet());
        long[] sums = all.values().stream().mapToLong(v -> Arrays.stream(v).sum()).toArray();
        long events = Arrays.stream(sums).sum();
        long spare = events / RARE;
        int bestFrom = 0;
        int bestTo = starts.size() - 1;
        long best = Long.MAX_VALUE;
        long inside = 0;
        int from = 0;
        for (int to = 0; to < sums.length; to++) {
            inside += sums[to];
            while (inside - sums[from] >= events - spare && from < to) {
                inside -= sums[from++];
            }
            long length = span.end(starts.get(to)) - starts.get(from);
            if (inside >= events - spare && length < best) {
                best = length;
                bestFrom = from;
                bestTo = to;
            }
        }
        long whole = span.end(all.lastKey()) - all.firstKey();
        if (whole / WORTH_CUTTING < best) {
            return all;
        }
        // What lies near belongs to it, however little it is.
        long near = best / 2;
        return all.subMap(starts.get(bestFrom) - near, true, starts.get(bestTo) + near, true);
    }

    private static long count(TimeSpan span, long first, long last) {
        long count = 0;
        long end = span.start(last);
        for (long at = span.start(first); at <= end && count <= MAX_BARS; at = span.end(at)) {
            count++;
        }
        return count;
    }

    private static List<Bar> filled(NavigableMap<Long, long[]> bins, TimeSpan span) {
        int width = bins.firstEntry().getValue().length;
        Map<Long, long[]> sums = new TreeMap<>();
        bins.forEach(
                (start, values) -> {
                    long[] sum = sums.computeIfAbsent(span.start(start), added -> new long[width]);
                    for (int i = 0; i < width; i++) {
                        sum[i] += values[i];
                    }
                });
        List<Bar> bars = new ArrayList<>();
        long end = span.start(bins.lastKey());
        for (long at = span.start(bins.firstKey()); at <= end; at = span.end(at)) {
            bars.add(new Bar(at, span.end(at), sums.getOrDefault(at, new long[width])));
        }
        return bars;
    }
}
