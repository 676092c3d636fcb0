package io.github.flinkwasm.e2e;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives clusters to tests, ends them, and shows their logs when the test fails.
 *
 * <pre>{@code
 * @RegisterExtension final FlinkClusters clusters = new FlinkClusters();
 * }</pre>
 */
public final class FlinkClusters implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(FlinkClusters.class);

    private final List<FlinkCluster> used = new ArrayList<>();
    private final List<FlinkCluster> own = new ArrayList<>();
    private ExtensionContext context;

    @Override
    public void beforeEach(ExtensionContext test) {
        context = test;
        used.clear();
        own.clear();
    }

    /**
     * Two TaskManagers with two slots each, and jobs that are restarted when they fail; started for
     * the first test that asks and ended with the test run. Leave it as you found it: no job
     * running, and two TaskManagers.
     */
    FlinkCluster shared() {
        return sharedAs("shared");
    }

    /**
     * Such a cluster for SQL. Flink's planner and runtime keep the class loaders of ended queries
     * for minutes, in caches of generated code, which would hide what this library leaves behind.
     */
    FlinkCluster sharedForSql() {
        return sharedAs("shared for SQL");
    }

    private FlinkCluster sharedAs(String name) {
        FlinkCluster cluster =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                name,
                                ignored -> restartingJobs().setTaskManagers(2).start(),
                                FlinkCluster.class);
        used.add(cluster);
        return cluster;
    }

    /** With as many attempts as a busy machine needs to start a TaskManager. */
    private static FlinkCluster.Builder restartingJobs() {
        return FlinkCluster.builder()
                .setConfiguration("restart-strategy.type", "fixed-delay")
                .setConfiguration("restart-strategy.fixed-delay.attempts", "60")
                .setConfiguration("restart-strategy.fixed-delay.delay", "1 s");
    }

    /** A cluster of its own, which ends with the test. */
    public FlinkCluster start(FlinkCluster.Builder builder) {
        FlinkCluster cluster = builder.start();
        own.add(cluster);
        used.add(cluster);
        return cluster;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            used.forEach(cluster -> System.err.println(cluster.logTails()));
        }
        own.forEach(FlinkCluster::close);
    }
}
