package io.github.flinkwasm.internal.pool;

import io.github.flinkwasm.internal.abi.FilterInstance;
import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestInstance.Snapshot;
import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;

/**
 * An instance that can always be brought back to what it was right after its start-up: by restoring
 * its snapshot in place or, where that is impossible, by a new instance. Not thread-safe: one
 * thread holds it.
 */
public final class ResettableInstance implements AutoCloseable {

    /** An instance together with where its output collects. */
    public record Started(FilterInstance filter, GuestOutput output) {}

    /** Makes and starts instances. */
    @FunctionalInterface
    public interface Starter {

        /**
         * Makes and starts an instance.
         *
         * @throws InterruptedException if this thread was interrupted while start code ran; the
         *     interrupt flag is set
         */
        Started start() throws InterruptedException;
    }

    private final Starter starter;
    private final GuestOutputSink sink;
    private Started started;
    private Snapshot snapshot;
    private long resets;
    private long replacements;

    /** Whether a reset failed halfway, so that the guest may be in any state. */
    private boolean undefined;

    /**
     * @param starter makes and starts an instance; called once now and again for every replacement
     * @param sink takes the lines that the guest writes
     * @throws InterruptedException as the starter does
     */
    public ResettableInstance(Starter starter, GuestOutputSink sink) throws InterruptedException {
        this.starter = starter;
        this.sink = sink;
        this.started = starter.start();
        this.snapshot = started.filter().guest().snapshot();
    }

    public FilterInstance filter() {
        return started.filter();
    }

    /** Hands the lines that the guest has written to the sink. Only between calls. */
    public void flushOutput() {
        started.output().flush(sink);
    }

    /** Brings the guest back to its state after start-up if the last {@link #reset} failed. */
    public void ensureDefined() throws InterruptedException {
        if (undefined) {
            reset();
        }
    }

    /**
     * Brings the guest back to its state after start-up.
     *
     * @throws InterruptedException if a new instance was needed and this thread was interrupted
     *     while it started; the interrupt flag is set
     */
    public void reset() throws InterruptedException {
        undefined = true;
        resets++;
        if (!started.filter().guest().restore(snapshot)) {
            // The new one first: if it cannot be had, the old one is still closed once, and its
            // calls are timed.
            Started replacement = starter.start();
            replacements++;
            started.filter().close();
            started = replacement;
            snapshot = started.filter().guest().snapshot();
        }
        undefined = false;
    }

    /** Bytes of guest memory beyond what the guest had after start-up. */
    public long grownBytes() {
        return started.filter().guest().memoryBytes() - snapshot.memoryBytes();
    }

    /** Bytes of guest memory after start-up. */
    public long startBytes() {
        return snapshot.memoryBytes();
    }

    /** Bytes of guest memory now. */
    public long memoryBytes() {
        GuestInstance guest = started.filter().guest();
        return guest.memoryBytes();
    }

    /** How often {@link #reset} was called. */
    public long resets() {
        return resets;
    }

    /** How many of the resets needed a new instance. */
    public long replacements() {
        return replacements;
    }

    /** Closes the instance; half a line that the guest had printed is handed on as it is. */
    @Override
    public void close() {
        started.output().finishLines();
        flushOutput();
        started.filter().close();
    }
}
