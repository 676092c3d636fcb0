package io.github.flinkwasm.replay.job;

/** Where a unit that runs says how far it is. */
interface UnitCounts {

    void add(long moreBytes, long moreEvents, long moreFailed, long moreUnreadable);

    /** A unit is in the journal. */
    void fileDone();
}
