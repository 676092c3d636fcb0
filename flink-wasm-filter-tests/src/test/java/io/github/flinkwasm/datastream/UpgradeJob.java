package io.github.flinkwasm.datastream;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleCommandTypeInformation;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job on a MiniCluster whose filter can be upgraded: numbers without end become records, go
 * through the filter, and end, slowly, as lines {@code <subtask> <what the filter emitted>} that
 * are exactly-once by construction. All attempts and all restores of the job share one object.
 */
final class UpgradeJob {

    private static final Map<String, UpgradeJob> BY_ID = new ConcurrentHashMap<>();

    private static final long NANOS_PER_LINE = 50_000;

    /** Makes records so large that few of them fill all buffers, and a barrier is through soon. */
    private static final String PADDING = ",\"p\":\"" + "x".repeat(1_000) + "\"";

    private final String id = UUID.randomUUID().toString();
    private final MiniCluster cluster;
    private final WasmFilter filter;
    private final Duration activationTimeout;
    private final JobControl control = JobControl.create();
    private final OpenEndedSequence.End numbers = OpenEndedSequence.End.at(Long.MAX_VALUE);
    private final OpenEndedSequence.End commandsEnd = OpenEndedSequence.End.at(0);
    private final List<ModuleCommand> commands = new ArrayList<>();
    private final List<UpgradeReport> reports = new ArrayList<>();

    /** By subtask and version: the barriers between which the version was seen. */
    private final Map<String, Between> seen = new TreeMap<>();

    private JobClient client;

    /** The last barrier before the first and before the last element of a version. */
    record Between(long first, long last) {}

    private UpgradeJob(MiniCluster cluster, WasmFilter filter, Duration activationTimeout) {
        this.cluster = cluster;
        this.filter = filter;
        this.activationTimeout = activationTimeout;
    }

    static UpgradeJob start(MiniCluster cluster, WasmFilter filter, FilterJob.Setting setting)
            throws Exception {
        return start(cluster, filter, setting, Duration.ofMinutes(1));
    }

    static UpgradeJob start(
            MiniCluster cluster,
            WasmFilter filter,
            FilterJob.Setting setting,
            Duration activationTimeout)
            throws Exception {
        UpgradeJob job = new UpgradeJob(cluster, filter, activationTimeout);
        BY_ID.put(job.id, job);
        job.run(setting);
        return job;
    }

    static FilterJob.Setting setting(Path checkpoints, boolean unaligned) {
        return FilterJob.Setting.in(checkpoints)
                .withParallelism(4)
                .with("execution.checkpointing.interval", "60 ms")
                .with("execution.checkpointing.unaligned.enabled", unaligned);
    }

    void run(FilterJob.Setting setting) throws Exception {
        String jobId = id;
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        Configuration.fromMap(setting.configuration()));
        DataStream<String> records =
                environment
                        .fromSource(
                                new OpenEndedSequence(numbers),
                                WatermarkStrategy.noWatermarks(),
                                "numbers")
                        .uid("numbers")
                        .map(number -> "{\"n\":" + number + PADDING + "}")
                        .returns(Types.STRING)
                        .uid("records")
                        .map(new FailingOnRequest(control))
                        .uid("failing");
        DataStream<ModuleCommand> commandStream =
                environment
                        .fromSource(
                                new OpenEndedSequence(commandsEnd),
                                WatermarkStrategy.noWatermarks(),
                                "commands")
                        .setParallelism(1)
                        .uid("commands")
                        .map(number -> BY_ID.get(jobId).command(number))
                        .returns(ModuleCommandTypeInformation.INSTANCE)
                        .setParallelism(1)
                        .uid("command");
        UpgradableStream<String, String> filtered =
                WasmFilters.apply(records.rebalance(), filter)
                        .withControlStream(commandStream)
                        .withActivationTimeout(activationTimeout)
                        .uid("filter");
        filtered.reports()
                .map(report -> BY_ID.get(jobId).add(report))
                .returns(Types.STRING)
                .setParallelism(1)
                .uid("reports");
        filtered.emitted()
                .map(new Witness(jobId))
                .uid("witness")
                .rebalance()
                .map(
                        line -> {
                            LockSupport.parkNanos(NANOS_PER_LINE);
                            return line.replace(PADDING, "");
                        })
                .setParallelism(1)
                .uid("slow")
                .process(new CollectedLines(control))
                .uid("lines")
                .setParallelism(1);
        client = environment.executeAsync("upgrades");
        await(() -> client.getJobStatus().get() == JobStatus.RUNNING);
    }

    /** Sees what the filter emits before anything else does, and the barriers between. */
    private static final class Witness extends RichMapFunction<String, String>
            implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private final String jobId;
        private transient UpgradeJob job;
        private transient long lastBarrier;

        private Witness(String jobId) {
            this.jobId = jobId;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            job = BY_ID.get(jobId);
            lastBarrier = context.getRestoredCheckpointId().orElse(0);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            lastBarrier = context.getCheckpointId();
        }

        @Override
        public String map(String emitted) {
            int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            job.see(subtask + " " + versionOf(emitted), lastBarrier);
            return subtask + " " + emitted;
        }
    }

    /** The two digits in what a {@link VersionedModule} emits. */
    static String versionOf(String emitted) {
        int start = emitted.indexOf("{\"v\":\"") + 6;
        return emitted.substring(start, start + 2);
    }

    private synchronized void see(String who, long lastBarrier) {
        Between before = seen.get(who);
        if (before == null) {
            seen.put(who, new Between(lastBarrier, lastBarrier));
        } else if (before.last() != lastBarrier) {
            seen.put(who, new Between(Math.min(before.first(), lastBarrier), lastBarrier));
        }
    }

    synchronized Map<String, Between> seen() {
        return Map.copyOf(seen);
    }

    private synchronized ModuleCommand command(long number) {
        return commands.get((int) number);
    }

    private synchronized String add(UpgradeReport report) {
        reports.add(report);
        return report.upgradeId();
    }

    synchronized List<UpgradeReport> reports(State state, String upgradeId) {
        return reports.stream()
                .filter(report -> report.state() == state && report.upgradeId().equals(upgradeId))
                .toList();
    }

    synchronized void send(ModuleCommand... sent) {
        commands.addAll(List.of(sent));
        commandsEnd.moveTo(commands.size());
    }

    void endCommands() {
        commandsEnd.close();
    }

    void failOnce() {
        control.failOnce();
    }

    /** Waits for so many reports, and gives all there are by then. */
    List<UpgradeReport> awaitReports(State state, String upgradeId, int count) throws Exception {
        await(() -> reports(state, upgradeId).size() >= count);
        return reports(state, upgradeId);
    }

    /** Waits until some lines more have come out. */
    void awaitMoreLines(int count) throws Exception {
        int before = control.lines().size();
        // After a failure there may be fewer than before.
        await(() -> control.lines().size() >= before + count);
    }

    JobID jobId() {
        return client.getJobID();
    }

    /** Waits until the job has failed with a message that contains this. */
    void awaitFailure(String says) throws Exception {
        await(
                () -> {
                    ErrorInfo failure =
                            cluster.getExecutionGraph(client.getJobID()).get().getFailureInfo();
                    return failure != null && failure.getExceptionAsString().contains(says);
                });
    }

    /** Takes a savepoint; the job goes on. */
    void savepoint(Path directory) throws Exception {
        untilNotDeclined(
                () ->
                        client.triggerSavepoint(
                                directory.toUri().toString(), SavepointFormatType.CANONICAL));
    }

    String stopWithSavepoint(Path directory) throws Exception {
        return untilNotDeclined(
                () ->
                        client.stopWithSavepoint(
                                false,
                                directory.toUri().toString(),
                                SavepointFormatType.CANONICAL));
    }

    /** A savepoint is declined while a task is still being started. */
    private static String untilNotDeclined(Supplier<CompletableFuture<String>> savepoint)
            throws Exception {
        while (true) {
            try {
                return savepoint.get().get();
            } catch (ExecutionException declined) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Ends the numbers, and gives all lines. */
    List<String> finish() throws Exception {
        numbers.close();
        commandsEnd.close();
        client.getJobExecutionResult().get();
        return control.lines();
    }

    void awaitCheckpoints(int count) throws Exception {
        long before = completedCheckpoints();
        await(() -> completedCheckpoints() >= before + count);
    }

    private long completedCheckpoints() throws Exception {
        return cluster.getExecutionGraph(client.getJobID())
                .get()
                .getCheckpointStatsSnapshot()
                .getCounts()
                .getNumberOfCompletedCheckpoints();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            if (client.getJobStatus().get() == JobStatus.FAILED) {
                client.getJobExecutionResult().get();
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
