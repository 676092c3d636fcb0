package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.abi.CallOutcome;
import io.github.flinkwasm.internal.pool.ResettableInstance;
import org.jspecify.annotations.Nullable;

/**
 * A second instance of a filter that is always fresh, started when it is first asked. What it
 * prints is discarded: the event's own instance has printed it.
 */
final class Witness implements AutoCloseable {
    private final FilterStarter starter;
    private @Nullable ResettableInstance instance;

    Witness(FilterStarter starter) {
        this.starter = starter;
    }

    /**
     * Whether a fresh instance drops the event too.
     *
     * @return false also if there is no memory for a second instance: then nobody has confirmed it
     * @throws InterruptedException if this thread was interrupted meanwhile; its flag is set
     */
    boolean drops(LogEvent event, byte[] tag, byte[] record, long eventNumber)
            throws InterruptedException {
        ResettableInstance fresh = instance;
        if (fresh == null) {
            try {
                fresh = new ResettableInstance(starter::start, (stream, text) -> {});
            } catch (ModuleRejectedException noRoom) {
                return false;
            }
            instance = fresh;
        }
        fresh.ensureDefined();
        fresh.filter().guest().beginEvent(eventNumber);
        CallOutcome outcome = fresh.filter().call(tag, event.epochSecond(), event.nano(), record);
        fresh.reset();
        if (outcome == CallOutcome.CANCELLED) {
            throw new InterruptedException("The thread was interrupted while the filter ran");
        }
        return outcome == CallOutcome.DROPPED;
    }

    @Override
    public void close() {
        if (instance != null) {
            instance.close();
            instance = null;
        }
    }
}
