package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.replay.job.FilterRoute;
import java.util.ArrayList;
import java.util.List;

/**
 * One instance of every filter of a replay, open as long as this is. Starting them tells of a
 * module that cannot run before an output directory is taken and a Flink is started, and costs no
 * second compilation: tasks of the same process share the code.
 */
final class StartedFilters implements AutoCloseable {
    private final List<FilterExecutor> executors = new ArrayList<>();

    private StartedFilters() {}

    /**
     * Starts them.
     *
     * @throws io.github.flinkwasm.WasmFilterException if one cannot be started
     * @throws InterruptedException if this thread was interrupted
     */
    static StartedFilters of(List<FilterRoute> routes) throws InterruptedException {
        StartedFilters started = new StartedFilters();
        boolean complete = false;
        try {
            for (FilterRoute route : routes) {
                // What start code prints, it prints in every task, where it is logged.
                started.executors.add(FilterExecutor.open(route.filter(), (stream, text) -> {}));
            }
            complete = true;
            return started;
        } finally {
            if (!complete) {
                started.close();
            }
        }
    }

    @Override
    public void close() {
        executors.forEach(FilterExecutor::close);
        executors.clear();
    }
}
