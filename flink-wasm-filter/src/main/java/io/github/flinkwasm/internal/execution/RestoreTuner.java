package io.github.flinkwasm.internal.execution;

import java.util.Arrays;

/**
 * Finds by measuring after how many events an instance is best put back. A guest that collects
 * garbage is often faster when it is put back before it has to collect; for others every reset is
 * lost time. Some intervals are tried in turn, the median of their times decides, and the choice is
 * looked at again now and then.
 */
final class RestoreTuner {
    /** The last one is "no reset of mine". */
    static final int[] INTERVALS = {2, 8, 32, 128, Integer.MAX_VALUE};

    /**
     * How many events each interval runs in each round. Fewer where there are many resets: those of
     * a large guest take longer than its events, and a few hundred tell enough.
     */
    static final int[] WINDOWS = {256, 256, 1024, 1024, 1024};

    static final int ROUNDS = 3;

    /**
     * How many events the first choice holds. Not many: it was made while the JVM had yet to
     * compile the guest. Each later one holds twice as long.
     */
    static final int HOLDS_FIRST = 256 << 10;

    /** How many events a choice holds at most. */
    static final int HOLDS = 4 << 20;

    /** A shorter interval has to be better by this factor: a choice should not hang on noise. */
    private static final double CLEARLY = 0.93;

    private static final int NONE = INTERVALS.length - 1;

    private final double[][] costs = new double[INTERVALS.length][ROUNDS];
    private int choice = NONE;
    private boolean measuring = true;
    private int holds = HOLDS_FIRST;
    private int round;
    private int candidate;
    private int events;
    private long nanos;
    private long bytes;

    /** Whether {@link #ran} wants to know how long an event took, its reset included. */
    boolean isMeasuring() {
        return measuring;
    }

    /** After how many events to reset, at the moment. */
    int interval() {
        return INTERVALS[measuring ? candidate : choice];
    }

    /**
     * An event is done.
     *
     * @param eventNanos how long it took; looked at only while {@link #isMeasuring}
     * @param eventBytes its size: events may become larger from one window to the next
     */
    void ran(long eventNanos, long eventBytes) {
        events++;
        if (measuring) {
            nanos += eventNanos;
            bytes += eventBytes;
            if (events == WINDOWS[candidate]) {
                costs[candidate][round] = (double) nanos / bytes;
                nextWindow();
            }
        } else if (events == holds) {
            measuring = true;
            events = 0;
            holds = Math.min(2 * holds, HOLDS);
        }
    }

    private void nextWindow() {
        events = 0;
        nanos = 0;
        bytes = 0;
        if (++candidate == INTERVALS.length) {
            candidate = 0;
            if (++round == ROUNDS) {
                round = 0;
                measuring = false;
                choose();
            }
        }
    }

    private void choose() {
        int best = NONE;
        double bestCost = median(costs[NONE]) * CLEARLY;
        for (int i = 0; i < NONE; i++) {
            double cost = median(costs[i]);
            if (cost < bestCost) {
                best = i;
                bestCost = cost;
            }
        }
        choice = best;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
