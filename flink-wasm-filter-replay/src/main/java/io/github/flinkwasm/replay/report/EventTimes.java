package io.github.flinkwasm.replay.report;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Outcomes over event time. Events whose time cannot be meant are counted apart, so that they
 * neither make the bins long nor the picture wide.
 */
final class EventTimes {
    static final int EMITTED = 0;
    static final int DROPPED = 1;
    static final int FAILED = 2;
    private static final int OUTCOMES = 3;

    /**
     * Before it, nobody kept logs that are replayed today; a clock that was never set shows 1970.
     */
    static final int FIRST_YEAR = 1990;

    static final int LAST_YEAR = 2099;

    private static final long FIRST = startOf(FIRST_YEAR);
    private static final long END = startOf(LAST_YEAR + 1);

    private final TimeBins bins = new TimeBins(OUTCOMES);

    /** Of events without a time: their second is 0. */
    private final long[] none = new long[OUTCOMES];

    private final long[] early = new long[OUTCOMES];
    private final long[] late = new long[OUTCOMES];

    /** The counts of the outcomes of events of that time, to be added to at once. */
    long[] at(long epochSecond) {
        if (epochSecond >= FIRST && epochSecond < END) {
            return bins.at(epochSecond);
        }
        if (epochSecond == 0) {
            return none;
        }
        return epochSecond < FIRST ? early : late;
    }

    TimeBins bins() {
        return bins;
    }

    long[] none() {
        return none.clone();
    }

    long[] early() {
        return early.clone();
    }

    long[] late() {
        return late.clone();
    }

    void merge(EventTimes other) {
        bins.merge(other.bins);
        add(none, other.none);
        add(early, other.early);
        add(late, other.late);
    }

    private static void add(long[] sum, long[] more) {
        for (int i = 0; i < OUTCOMES; i++) {
            sum[i] += more[i];
        }
    }

    private static long startOf(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }
}
