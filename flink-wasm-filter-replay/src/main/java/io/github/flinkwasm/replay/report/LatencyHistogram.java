package io.github.flinkwasm.replay.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long calls took: sixteen buckets for each doubling, so that a percentile is at most 6 % more
 * than what was measured. The mean and the maximum are exact.
 */
final class LatencyHistogram {
    private static final int BITS = 4;
    private static final int PER_DOUBLING = 1 << BITS;

    /** For showing, four buckets are made one where there are few, all of a doubling else. */
    private static final int FINE = 2;

    private static final int MAX_FINE = 320;

    private long count;
    private long sum;
    private long max;

    /** Only what is not zero is written. */
    private final TreeMap<Integer, Long> buckets = new TreeMap<>();

    /** Counts that are not in {@link #buckets} yet. */
    private transient long[] fresh = new long[0];

    void add(long nanos) {
        long value = Math.max(0, nanos);
        count++;
        sum += value;
        max = Math.max(max, value);
        int bucket = bucket(value);
        if (bucket >= fresh.length) {
            fresh = Arrays.copyOf(fresh, bucket + PER_DOUBLING);
        }
        fresh[bucket]++;
    }

    LatencyHistogram merge(LatencyHistogram other) {
        settle();
        other.settle();
        count += other.count;
        sum += other.sum;
        max = Math.max(max, other.max);
        other.buckets.forEach((bucket, calls) -> buckets.merge(bucket, calls, Long::sum));
        return this;
    }

    /** To be called before this is written as JSON. */
    void settle() {
        for (int i = 0; i < fresh.length; i++) {
            if (fresh[i] > 0) {
                buckets.merge(i, fresh[i], Long::sum);
            }
        }
        fresh = new long[0];
    }

    long count() {
        return count;
    }

    long max() {
        return max;
    }

    double mean() {
        return count == 0 ? 0 : (double) sum / count;
    }

    /** The duration in nanoseconds that this part of the calls, from 0 to 1, did not exceed. */
    long percentile(double part) {
        settle();
        long wanted = (long) Math.ceil(part * count);
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            if (seen >= wanted) {
                return Math.min(max, last(bucket.getKey()));
            }
        }
        return max;
    }

    /** How many calls took at least {@code from} and less than {@code to} nanoseconds. */
    record Range(long from, long to, long calls) {}

    /** From the shortest to the longest call, without a gap; empty if nothing was measured. */
    List<Range> ranges() {
        settle();
        if (buckets.isEmpty()) {
            return List.of();
        }
        int shift = buckets.lastKey() - buckets.firstKey() <= MAX_FINE ? FINE : BITS;
        NavigableMap<Integer, Long> calls = new TreeMap<>();
        buckets.forEach((bucket, count) -> calls.merge(bucket >> shift, count, Long::sum));
        List<Range> ranges = new ArrayList<>();
        for (int i = calls.firstKey(); i <= calls.lastKey(); i++) {
            int first = i << shift;
            ranges.add(
                    new Range(
                            first == 0 ? 0 : last(first - 1) + 1,
                            last(first + (1 << shift) - 1) + 1,
                            calls.getOrDefault(i, 0L)));
        }
        return ranges;
    }

    private static int bucket(long value) {
        if (value < PER_DOUBLING) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(value);
        return (shift << BITS) + (int) (value >>> shift);
    }

    /** The longest duration of a bucket. */
    private static long last(int bucket) {
        if (bucket < PER_DOUBLING) {
            return bucket;
        }
        int shift = (bucket >> BITS) - 1;
        long next = bucket - (shift << BITS) + 1L;
        return (next << shift) - 1;
    }
}
