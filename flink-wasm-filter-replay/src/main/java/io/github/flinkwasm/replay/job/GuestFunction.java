package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.internal.execution.GuestLog;

/** A filter's guest, kept running from unit to unit. */
final class GuestFunction implements EventFunction {
    private final FilterExecutor executor;

    private GuestFunction(FilterExecutor executor) {
        this.executor = executor;
    }

    static EventFunction start(FilterRoute route) throws InterruptedException {
        return new GuestFunction(FilterExecutor.open(route.filter(), new GuestLog(route.name())));
    }

    @Override
    public FilterOutcome apply(LogEvent event) throws InterruptedException {
        return executor.execute(event);
    }

    @Override
    public void close() {
        executor.close();
    }
}
