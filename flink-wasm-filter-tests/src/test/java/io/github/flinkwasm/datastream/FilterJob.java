package io.github.flinkwasm.datastream;

import io.github.flinkwasm.WasmFilter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsHistory;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One run of a job on a MiniCluster: numbers become records, go through a filter, and end as lines
 * in the {@link JobControl}. It restarts as often as it fails.
 */
final class FilterJob {

    private static final int SNAPSHOT_ATTEMPTS = 5;

    private final MiniCluster cluster;
    private final JobClient client;
    private final JobControl control;

    private FilterJob(MiniCluster cluster, JobClient client, JobControl control) {
        this.cluster = cluster;
        this.client = client;
        this.control = control;
    }

    /** What to run. */
    record Definition(
            FilterForm form,
            WasmFilter filter,
            MapFunction<Long, String> record,
            long count,
            boolean chained) {

        Definition(
                FilterForm form, WasmFilter filter, MapFunction<Long, String> record, long count) {
            this(form, filter, record, count, false);
        }

        /** The same, with the filter in the subtasks of the source. */
        Definition chainedToTheSource() {
            return new Definition(form, filter, record, count, true);
        }
    }

    /** Where and how to run it; values derive with {@code with}. */
    record Setting(Map<String, String> configuration) {

        /** Two subtasks, nothing restored. */
        static Setting in(Path directory) {
            Map<String, String> configuration = new HashMap<>();
            configuration.put("pipeline.generic-types", "false");
            configuration.put("pipeline.auto-generate-uids", "false");
            configuration.put("parallelism.default", "2");
            configuration.put("restart-strategy.type", "fixed-delay");
            configuration.put("restart-strategy.fixed-delay.attempts", "1000");
            configuration.put("restart-strategy.fixed-delay.delay", "20 ms");
            // A task whose input has ended waits for one more checkpoint before it ends.
            configuration.put("execution.checkpointing.interval", "100 ms");
            configuration.put("execution.checkpointing.tolerable-failed-checkpoints", "1000");
            configuration.put("execution.checkpointing.dir", directory.toUri().toString());
            return new Setting(configuration);
        }

        Setting with(String key, Object value) {
            Map<String, String> configuration = new HashMap<>(configuration());
            configuration.put(key, String.valueOf(value));
            return new Setting(configuration);
        }

        Setting withParallelism(int parallelism) {
            return with("parallelism.default", parallelism);
        }

        Setting restoredFrom(String snapshot) {
            return with("execution.state-recovery.path", snapshot);
        }
    }

    static FilterJob start(
            MiniCluster cluster, JobControl control, Definition definition, Setting setting)
            throws Exception {
        control.startOver(List.of());
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        Configuration.fromMap(setting.configuration()));
        DataStream<String> records =
                environment
                        .fromSource(
                                new GatedSequence(0, definition.count() - 1, control),
                                WatermarkStrategy.noWatermarks(),
                                "numbers")
                        .uid("numbers")
                        .map(definition.record())
                        .returns(Types.STRING)
                        .uid("records")
                        .map(new FailingOnRequest(control))
                        .uid("failing");
        // Redistributed on both sides of the filter at every parallelism: a forward connection
        // could not be restored as another one with what was on its way.
        definition
                .form()
                .apply(definition.chained() ? records : records.rebalance(), definition.filter())
                .rebalance()
                .process(new CollectedLines(control))
                .uid("lines")
                .setParallelism(1);
        FilterJob job = new FilterJob(cluster, environment.executeAsync("filter"), control);
        // Until then the JobManager knows no execution graph.
        job.await(() -> job.client.getJobStatus().get() != JobStatus.INITIALIZING);
        return job;
    }

    /** Ends what a failed test may have left, so that the next one has all slots. */
    static void cancelAll(MiniCluster cluster) throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get();
                cluster.requestJobResult(job.getJobId()).get();
            }
        }
    }

    JobID id() {
        return client.getJobID();
    }

    /** Waits until at least so many lines came out. */
    void awaitLines(int count) throws Exception {
        await(() -> control.lines().size() >= count);
    }

    /** Waits until the job was started so often. */
    void awaitAttempts(int count) throws Exception {
        await(() -> attempts() >= count);
    }

    /** Waits until so many subtasks have nothing left to do. */
    void awaitFinishedSubtasks(int count) throws Exception {
        await(
                () ->
                        subtasksThat(
                                        subtask ->
                                                subtask.getExecutionState()
                                                        == ExecutionState.FINISHED)
                                == count);
    }

    /** How often the job was started, restarts included; 1 if it never failed. */
    int attempts() throws Exception {
        return StreamSupport.stream(graph().getAllExecutionVertices().spliterator(), false)
                        .mapToInt(
                                subtask -> subtask.getCurrentExecutionAttempt().getAttemptNumber())
                        .max()
                        .orElse(-1)
                + 1;
    }

    /** Takes a checkpoint now, besides those that Flink takes all the time. */
    void checkpoint() throws Exception {
        trigger(() -> cluster.triggerCheckpoint(id()));
    }

    /** The last checkpoint; also of a job that has ended. */
    CompletedCheckpointStats lastCheckpoint() throws Exception {
        return Objects.requireNonNull(history().getLatestCompletedCheckpoint(), "no checkpoint");
    }

    /** The last savepoint; also of a job that has ended. */
    CompletedCheckpointStats lastSavepoint() throws Exception {
        return Objects.requireNonNull(history().getLatestSavepoint(), "no savepoint");
    }

    private CheckpointStatsHistory history() throws Exception {
        return graph().getCheckpointStatsSnapshot().getHistory();
    }

    /** Of the last checkpoints, the one that holds most of what was on its way in the job. */
    CompletedCheckpointStats checkpointWithMostInFlight() throws Exception {
        return history().getCheckpoints().stream()
                .filter(CompletedCheckpointStats.class::isInstance)
                .map(CompletedCheckpointStats.class::cast)
                .max(Comparator.comparing(CompletedCheckpointStats::getPersistedData))
                .orElseThrow();
    }

    String stopWithSavepoint(SavepointFormatType format, Path directory) throws Exception {
        String target = directory.toUri().toString();
        return trigger(() -> client.stopWithSavepoint(false, target, format));
    }

    /** A task that is about to end declines; when it has ended, Flink goes on without it. */
    private String trigger(Supplier<CompletableFuture<String>> snapshot) throws Exception {
        for (int attempt = 1; ; attempt++) {
            await(() -> subtasksThat(subtask -> !isRunningOrFinished(subtask)) == 0);
            try {
                return snapshot.get().get();
            } catch (ExecutionException declined) {
                if (attempt == SNAPSHOT_ATTEMPTS) {
                    throw declined;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static boolean isRunningOrFinished(AccessExecutionVertex subtask) {
        return subtask.getExecutionState() == ExecutionState.RUNNING
                || subtask.getExecutionState() == ExecutionState.FINISHED;
    }

    void cancel() throws Exception {
        client.cancel().get();
        await(() -> client.getJobStatus().get() == JobStatus.CANCELED);
    }

    /** Waits for the end of the input, and gives all lines that came out. */
    List<String> finish() throws Exception {
        client.getJobExecutionResult().get();
        return control.lines();
    }

    /** Waits for the end of a job that cannot succeed. */
    Throwable awaitFailure() throws Exception {
        try {
            client.getJobExecutionResult().get();
        } catch (ExecutionException failed) {
            return failed;
        }
        throw new AssertionError("The job succeeded.");
    }

    private long subtasksThat(Predicate<AccessExecutionVertex> condition) throws Exception {
        return StreamSupport.stream(graph().getAllExecutionVertices().spliterator(), false)
                .filter(condition)
                .count();
    }

    private AccessExecutionGraph graph() throws Exception {
        return cluster.getExecutionGraph(id()).get();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            if (client.getJobStatus().get() == JobStatus.FAILED) {
                throw new AssertionError("The job failed.", awaitFailure());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
