package io.github.flinkwasm.e2e;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flink's options for a small cluster that only this machine can reach.
 *
 * @param restAddress where the JobManager will answer
 */
record LoopbackConfiguration(URI restAddress, Map<String, String> options) {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Options with free ports.
     *
     * @param overrides win over what would be set here
     */
    static LoopbackConfiguration of(
            ClusterDirectory directory, int slotsPerTaskManager, Map<String, String> overrides) {
        List<Integer> ports = LoopbackPorts.free(2);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("rest.address", LOOPBACK);
        options.put("rest.bind-address", LOOPBACK);
        options.put("rest.port", String.valueOf(ports.get(0)));
        options.put("jobmanager.rpc.address", LOOPBACK);
        options.put("jobmanager.bind-host", LOOPBACK);
        options.put("jobmanager.rpc.port", String.valueOf(ports.get(1)));
        options.put("jobmanager.memory.process.size", "768m");
        options.put("taskmanager.host", LOOPBACK);
        options.put("taskmanager.bind-host", LOOPBACK);
        options.put("taskmanager.numberOfTaskSlots", String.valueOf(slotsPerTaskManager));
        options.put("taskmanager.memory.task.heap.size", "256m");
        options.put("taskmanager.memory.managed.size", "16m");
        options.put("taskmanager.memory.network.min", "32m");
        options.put("taskmanager.memory.network.max", "32m");
        options.put("io.tmp.dirs", directory.temporaryFiles().toString());
        options.put("execution.checkpointing.dir", directory.checkpoints().toUri().toString());
        options.put(
                "execution.checkpointing.savepoint-dir", directory.savepoints().toUri().toString());
        // A TaskManager that was killed is missed soon; one that is only slow is waited for.
        options.put("heartbeat.interval", "2000");
        options.put("metrics.fetcher.update-interval", "1000");
        // Ten seconds, the default, are too few on a machine that is busy with other things.
        options.put("pekko.startup-timeout", "1 min");
        options.putAll(overrides);
        return new LoopbackConfiguration(
                URI.create("http://%s:%d".formatted(LOOPBACK, ports.get(0))), options);
    }
}
