package io.github.flinkwasm.internal.runtime;

import java.util.List;

/**
 * A set of host functions together with the state behind them. Every instance has its own; it is
 * used only by the thread that runs the instance, and its state belongs to the instance's snapshot.
 */
public interface HostEnvironment extends AutoCloseable {

    /** The functions on offer: the same list whenever it is asked for. */
    List<HostFunction> functions();

    /**
     * A copy of all state that a guest can observe or change, to be handed to {@link #restoreState}
     * any number of times. Called between calls, never during one.
     */
    Object captureState();

    /**
     * Puts the state back to what it was at {@link #captureState}. Must succeed whatever a guest,
     * or an abnormal end in the middle of a host function, left behind.
     */
    void restoreState(Object state);

    /**
     * The next call filters the event with this number: the random numbers it draws derive from it
     * and, if there is one, from the seed. Called between calls, and not before every one.
     */
    default void beginEvent(long number) {}

    /** A call begins; what is bounded for each call is counted anew. */
    default void beginCall() {}

    /** Frees what the guest left open. Called once, when the instance is closed. */
    @Override
    default void close() {}
}
