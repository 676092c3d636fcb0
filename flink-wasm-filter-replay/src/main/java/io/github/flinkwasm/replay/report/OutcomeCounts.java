package io.github.flinkwasm.replay.report;

/** How many events were emitted, dropped and failed. */
final class OutcomeCounts {
    long emitted;
    long dropped;
    long failed;

    long events() {
        return emitted + dropped + failed;
    }

    OutcomeCounts merge(OutcomeCounts other) {
        emitted += other.emitted;
        dropped += other.dropped;
        failed += other.failed;
        return this;
    }

    void subtract(OutcomeCounts part) {
        emitted -= part.emitted;
        dropped -= part.dropped;
        failed -= part.failed;
    }
}
