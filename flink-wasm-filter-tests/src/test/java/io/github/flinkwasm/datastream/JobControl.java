package io.github.flinkwasm.datastream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * What a test and its job have in common, in one JVM: the test says which numbers may go in, when
 * to fail and how fast to go, and sees what came out.
 *
 * <p>All runs of a job share one control, so that the numbers go on after a restore. The functions
 * of the job carry only its id.
 */
final class JobControl {

    private static final Map<String, JobControl> BY_ID = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    private LongPredicate open = number -> false;
    private CompletableFuture<Void> opened = new CompletableFuture<>();
    private boolean failureRequested;
    private boolean slow;
    private List<String> lines = new ArrayList<>();

    private JobControl() {}

    static JobControl create() {
        JobControl control = new JobControl();
        BY_ID.put(control.id, control);
        return control;
    }

    static JobControl byId(String id) {
        JobControl control = BY_ID.get(id);
        if (control == null) {
            throw new IllegalStateException("No test of this JVM has the control " + id);
        }
        return control;
    }

    String id() {
        return id;
    }

    /** Lets these numbers go in from now on, as soon as it is their turn, and no others. */
    synchronized void letPass(LongPredicate numbers) {
        open = numbers;
        CompletableFuture<Void> waiting = opened;
        opened = new CompletableFuture<>();
        waiting.complete(null);
    }

    synchronized boolean lets(long number) {
        return open.test(number);
    }

    /** Done when the number may go in, or when it is worth asking again. */
    synchronized CompletableFuture<Void> untilItMayLet(long number) {
        return open.test(number) ? CompletableFuture.completedFuture(null) : opened;
    }

    /** Makes the next element that goes in fail the job, once. */
    synchronized void failOnce() {
        failureRequested = true;
    }

    synchronized boolean takeFailure() {
        boolean fail = failureRequested;
        failureRequested = false;
        return fail;
    }

    /** Whether what comes out is taken so slowly that it piles up inside the job. */
    synchronized void setSlow(boolean slow) {
        this.slow = slow;
    }

    synchronized boolean isSlow() {
        return slow;
    }

    /** What came out since the beginning of the job, as the running attempt knows it. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Forgets what earlier attempts have taken and their last checkpoint does not know. */
    synchronized void startOver(Iterable<String> restored) {
        lines = new ArrayList<>();
        restored.forEach(lines::add);
    }

    synchronized void add(String line) {
        lines.add(line);
    }
}
