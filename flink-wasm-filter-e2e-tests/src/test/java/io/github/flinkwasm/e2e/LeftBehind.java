package io.github.flinkwasm.e2e;

import java.time.Duration;

/** Waits until a process holds nothing of the jobs that have ended. */
final class LeftBehind {
    // The thread that watches deadlines ends some seconds after the last instance.
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private LeftBehind() {}

    /**
     * Collects garbage until no class loader of a job or module and no thread of the library is
     * left.
     *
     * @throws AssertionError after a minute; the process's heap is in the cluster's directory then,
     *     to find out who holds what
     */
    static JvmFootprint awaitNothing(FlinkCluster cluster, FlinkProcess process) {
        try {
            return Await.until(
                    process.name() + " to hold no class loader and no thread of an ended job",
                    TIMEOUT,
                    () -> cluster.whileHealthy(process.probe().footprintAfterCollection()),
                    footprint ->
                            footprint.jobClassLoaders() == 0
                                    && footprint.moduleClassLoaders() == 0
                                    && footprint.threadsOfTheLibrary().isEmpty());
        } catch (AssertionError left) {
            process.probe().dumpHeap(cluster.directory().root().resolve(process.name() + ".hprof"));
            throw left;
        }
    }
}
