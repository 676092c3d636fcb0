package io.github.flinkwasm.datastream;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says of lines of a control stream that they are left out, of each why; of no more than a few in
 * an interval, so that whoever writes to it cannot fill the log. Used by one subtask's thread
 * alone.
 */
final class LeftOutLines {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final int MOST = 10;

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private long start;
    private int said;
    private long unsaid;

    LeftOutLines(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    void add(String reason) {
        long now = nanoTime.getAsLong();
        if (now - start >= INTERVAL.toNanos()) {
            start = now;
            said = 0;
        }
        if (said == MOST) {
            unsaid++;
            return;
        }
        said++;
        log.accept(
                "A line of the control stream is left out: "
                        + reason
                        + (unsaid == 0 ? "" : " (%,d before it, unsaid)".formatted(unsaid))
                        + (said < MOST ? "" : " Of more of them nothing is said for a while."));
        unsaid = 0;
    }
}
