package io.github.flinkwasm.examples.quickstart;

/** How many events there were, and how they ended. */
record Outcomes(long read, long emitted, long dropped, long failed) {

    static final Outcomes NONE = new Outcomes(0, 0, 0, 0);

    Outcomes plus(Outcomes other) {
        return new Outcomes(
                read + other.read,
                emitted + other.emitted,
                dropped + other.dropped,
                failed + other.failed);
    }

    /** Whether every event that was read ended in one way, and in one way only. */
    boolean balance() {
        return read == ended();
    }

    /** How many events ended, in whatever way. */
    long ended() {
        return emitted + dropped + failed;
    }
}
