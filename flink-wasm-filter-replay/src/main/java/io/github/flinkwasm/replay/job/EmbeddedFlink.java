package io.github.flinkwasm.replay.job;

import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * Runs a job on a Flink inside this JVM. When this is over, so is that Flink: left to itself it
 * would still be ending while the JVM does.
 */
final class EmbeddedFlink {
    /** Only numbers of units go over the network; the rest is Flink's own need. */
    private static final String NETWORK_MEMORY = "64m";

    private EmbeddedFlink() {}

    /**
     * @param scratch an existing directory for what Flink itself writes
     * @throws Exception as Flink has it: of any type, with what a task threw among its causes
     */
    static void run(JobGraph job, int slots, Path scratch) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("rest.address", "localhost");
        configuration.setString("rest.bind-address", "localhost");
        configuration.setString("rest.bind-port", "0");
        configuration.setString("io.tmp.dirs", scratch.toString());
        configuration.setString("web.tmpdir", scratch.toString());
        configuration.setString("taskmanager.memory.network.min", NETWORK_MEMORY);
        configuration.setString("taskmanager.memory.network.max", NETWORK_MEMORY);
        MiniClusterConfiguration cluster =
                new MiniClusterConfiguration.Builder()
                        .setConfiguration(configuration)
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(slots)
                        .withRandomPorts()
                        .build();
        MiniCluster flink = new MiniCluster(cluster);
        try {
            flink.start();
            flink.executeJobBlocking(job);
        } finally {
            // Waits until all of it has ended.
            flink.close();
        }
    }
}
