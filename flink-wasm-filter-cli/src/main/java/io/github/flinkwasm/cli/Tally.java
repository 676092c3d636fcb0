package io.github.flinkwasm.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Counts the outcomes of a run. Written by the thread that runs events, read by that thread or,
 * after Ctrl-C, by another.
 */
final class Tally {
    private long emitted;
    private long dropped;
    private long failed;

    /** Failures by reason. */
    private final Map<String, Long> reasons = new TreeMap<>();

    private boolean reported;

    synchronized void countEmitted() {
        emitted++;
    }

    synchronized void countDropped() {
        dropped++;
    }

    synchronized void countFailed(String reason) {
        failed++;
        reasons.merge(reason, 1L, Long::sum);
    }

    synchronized boolean hasFailures() {
        return failed > 0;
    }

    /**
     * Has the counts printed, the first time only. Whoever comes later waits until they are: after
     * Ctrl-C the process may end right then.
     */
    synchronized void reportOnce(Consumer<String> printer) {
        if (!reported) {
            reported = true;
            printer.accept(toString());
        }
    }

    /** As in {@code 7 events: 4 emitted, 1 dropped, 2 failed (TIMEOUT 1, TRAP 1)}. */
    @Override
    public synchronized String toString() {
        long events = emitted + dropped + failed;
        String byReason =
                reasons.entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
        return "%d event%s: %d emitted, %d dropped, %d failed%s"
                .formatted(
                        events,
                        events == 1 ? "" : "s",
                        emitted,
                        dropped,
                        failed,
                        failed == 0 ? "" : byReason);
    }
}
