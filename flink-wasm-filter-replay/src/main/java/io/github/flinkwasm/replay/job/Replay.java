package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.internal.artifact.ArtifactPinning;
import io.github.flinkwasm.internal.module.ModulePinning;
import io.github.flinkwasm.replay.archive.ArchiveFile;
import io.github.flinkwasm.replay.archive.ArchiveFiles;
import io.github.flinkwasm.replay.output.OutputDirectory;
import io.github.flinkwasm.replay.output.OutputRefusedException;
import io.github.flinkwasm.replay.output.RecordedOutput;
import io.github.flinkwasm.replay.output.RecordedUnits;
import io.github.flinkwasm.replay.output.ReplayPlan;
import io.github.flinkwasm.replay.report.ProgressSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of an archive through filters. The unit of work is an input file: one task reads
 * it, filters it and writes what comes out, and the journal of the output directory then says so. A
 * replay that was interrupted, however that happened, goes on where it was.
 *
 * <pre>{@code
 * try (Replay replay = Replay.begin(settings)) {
 *     ReplayResult result = replay.run();
 * }
 * }</pre>
 */
@Experimental
public final class Replay implements AutoCloseable {
    private final ReplaySettings settings;
    private final OutputDirectory output;
    private final ReplayPlan plan;
    private final @Nullable RecordedOutput recorded;
    private final SortedMap<Integer, String> finished;
    private final JobDefinition job;
    private final Instant started;
    private final LiveCounts live;
    private final @Nullable ReplayCluster cluster;
    private final int parallelism;
    private volatile @Nullable ProgressSnapshot progressOnCluster;

    private Replay(
            ReplaySettings settings,
            OutputDirectory output,
            ReplayPlan plan,
            @Nullable RecordedOutput recorded,
            SortedMap<Integer, String> finished,
            JobDefinition job,
            @Nullable ReplayCluster cluster,
            Instant started) {
        this.settings = settings;
        this.output = output;
        this.plan = plan;
        this.recorded = recorded;
        this.finished = finished;
        this.job = job;
        this.started = started;
        this.cluster = cluster;
        this.parallelism = parallelism(settings.parallelism(), cluster);
        long bytes = plan.inputs().stream().mapToLong(ArchiveFile::length).sum();
        this.live = LiveCounts.begin(settings.output(), plan.inputs().size(), bytes);
        finished.keySet()
                .forEach(
                        unit -> {
                            live.add(plan.inputs().get(unit).length(), 0, 0, 0);
                            live.fileDone();
                        });
    }

    private static int parallelism(@Nullable Integer asked, @Nullable ReplayCluster cluster) {
        if (asked != null) {
            return asked;
        }
        return cluster == null ? Runtime.getRuntime().availableProcessors() : cluster.parallelism();
    }

    /**
     * Whether replays run on a cluster: whether this program was started for one, as {@code flink
     * run} does. Otherwise they run in this JVM.
     */
    public static boolean runsOnCluster() {
        return ReplayCluster.current().isPresent();
    }

    /**
     * Finds the files, pins the modules, and takes the output directory.
     *
     * @throws OutputRefusedException if the directory cannot be used, or the recorded output cannot
     *     be compared with
     * @throws io.github.flinkwasm.WasmFilterException if a module cannot be read
     * @throws IOException if files cannot be listed, or the directory cannot be written
     */
    public static Replay begin(ReplaySettings settings) throws IOException {
        return begin(settings, GuestFunction::start);
    }

    static Replay begin(ReplaySettings asked, EventFunction.Starter starter) throws IOException {
        Instant started = Instant.now();
        OutputDirectory output = new OutputDirectory(asked.output());
        if (!asked.resume()) {
            output.requireUnused();
        }
        ReplaySettings settings =
                asked.withFilters(pinned(asked.filters()), pinned(asked.baseline()));
        if (settings.resume()) {
            output.requireUnfinished();
        }
        List<ArchiveFile> inputs = settings.resume() ? output.inputsToResume() : inputs(settings);
        @Nullable ReplayCluster cluster = ReplayCluster.current().orElse(null);
        RecordedOutput recorded = recorded(settings, inputs);
        ReplayPlan plan = new ReplayPlan(Planning.settingsOf(settings, recorded), inputs);
        SortedMap<Integer, String> finished;
        String run;
        if (settings.resume()) {
            OutputDirectory.Resumed resumed = output.resume(plan);
            finished = resumed.finished();
            run = resumed.run();
        } else {
            finished = new TreeMap<>();
            run = output.begin(plan);
        }
        JobDefinition job =
                new JobDefinition(
                        cluster == null
                                ? settings.output()
                                : LocalFiles.absolute(settings.output()),
                        run,
                        settings.outputOptions(),
                        settings.archive()
                                .setRecordFormat(Planning.recordFormatOf(settings))
                                .build(),
                        settings.retriedOutput() != null,
                        forTasks(settings.filters(), output, cluster),
                        forTasks(settings.baseline(), output, cluster),
                        recorded == null ? null : forTasks(recorded, cluster),
                        starter);
        return new Replay(settings, output, plan, recorded, finished, job, cluster, started);
    }

    private static List<FilterRoute> forTasks(
            List<FilterRoute> routes, OutputDirectory output, @Nullable ReplayCluster cluster) {
        return cluster == null
                ? routes
                : ShippedModules.ship(routes, LocalFiles.absolute(output.modules()));
    }

    private static RecordedUnits forTasks(
            RecordedOutput recorded, @Nullable ReplayCluster cluster) {
        return cluster == null
                ? recorded.units()
                : recorded.units().at(LocalFiles.absolute(recorded.directory()));
    }

    private static @Nullable RecordedOutput recorded(
            ReplaySettings settings, List<ArchiveFile> inputs) {
        String directory = settings.baselineOutput();
        if (directory == null) {
            return null;
        }
        try {
            return RecordedOutput.read(directory, inputs, Planning.settingsOf(settings, null));
        } catch (IOException | IllegalArgumentException e) {
            throw new OutputRefusedException(
                    "The replay in %s cannot be compared with, since it cannot be read: %s"
                            .formatted(directory, e.getMessage()));
        }
    }

    private static List<FilterRoute> pinned(List<FilterRoute> routes) {
        return routes.stream()
                .map(
                        route ->
                                route.withFilter(
                                        ArtifactPinning.pin(ModulePinning.pin(route.filter()))))
                .toList();
    }

    private static List<ArchiveFile> inputs(ReplaySettings settings) throws IOException {
        String retried = settings.retriedOutput();
        if (retried == null) {
            return ArchiveFiles.find(settings.inputs());
        }
        if (!new OutputDirectory(retried).isFinished()) {
            throw new OutputRefusedException(
                    "There is no finished replay in %s whose failed events could be tried again: it has no _SUCCESS."
                            .formatted(retried));
        }
        return ArchiveFiles.find(List.of(OutputDirectory.failedEventsOf(retried)));
    }

    /**
     * Replays everything that is not finished yet, on the cluster for which this program was
     * started or on a Flink in this JVM, and puts the results together.
     *
     * @throws ReplayFailedException if that is not possible; what is finished stays
     * @throws InterruptedException if this thread was interrupted; what is finished stays, and a
     *     job on a cluster is cancelled
     * @throws IOException if the results cannot be put together
     */
    public ReplayResult run() throws IOException, InterruptedException {
        replayUnits();
        return complete();
    }

    void replayUnits() throws IOException, InterruptedException {
        List<Unit> units = unitsToDo();
        if (units.isEmpty()) {
            return;
        }
        if (cluster == null) {
            runHere(units);
        } else {
            runOn(cluster, units);
        }
    }

    ReplayResult complete() throws IOException {
        return new Completion(settings, plan, recorded, job, finished, parallelism, started)
                .complete(output);
    }

    private void runHere(List<Unit> units) throws IOException, InterruptedException {
        int slots = Math.min(parallelism, units.size());
        Path scratch = Files.createTempDirectory("wasm-filter-replay");
        try {
            EmbeddedFlink.run(jobGraph(units, slots), slots, scratch);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Flink declares no narrower type.
            throw failure(e);
        } finally {
            FileUtils.deleteDirectoryQuietly(scratch.toFile());
        }
    }

    private void runOn(ReplayCluster asked, List<Unit> units) throws InterruptedException {
        JobClient submitted = submit(asked, units);
        ProgressSnapshot before = live.snapshot();
        try {
            ReplayCluster.await(
                    submitted,
                    accumulators -> progressOnCluster = TaskCounts.snapshot(accumulators, before));
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private JobClient submit(ReplayCluster asked, List<Unit> units) throws InterruptedException {
        int tasks = Math.min(parallelism, units.size());
        try {
            return asked.submit(
                    "wasm-filter replay to " + job.output(),
                    environment -> build(environment, units, tasks));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Flink declares no narrower type.
            throw failure(e);
        }
    }

    /**
     * Whether nobody waits for the end of what this program submits, as after {@code flink run
     * --detached}, and something is left to be submitted: then there is only {@link #submit}.
     */
    public boolean isDetached() {
        return cluster != null && !cluster.isAttached() && !unitsToDo().isEmpty();
    }

    /**
     * Submits what is not finished yet to the cluster and does not wait for its end. Once the job
     * has ended, a resumed replay puts the results together.
     *
     * @return what Flink calls the job
     * @throws IllegalStateException if there is no cluster
     * @throws ReplayFailedException if the cluster does not take the job
     */
    public String submit() throws InterruptedException {
        if (cluster == null) {
            throw new IllegalStateException("This program was not started for a cluster");
        }
        return submit(cluster, unitsToDo()).getJobID().toString();
    }

    /**
     * What may go wrong on a cluster, a line each, for people: paths that other machines may not
     * have. Empty if the replay runs in this JVM, or nothing is left but to put results together.
     */
    public List<String> warnings() {
        return cluster == null || unitsToDo().isEmpty()
                ? List.of()
                : ClusterWarnings.of(job, plan.inputs(), settings.baselineOutput());
    }

    private static RuntimeException failure(Exception thrown) throws InterruptedException {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException interrupted) {
                throw interrupted;
            }
        }
        return JobFailure.of(thrown);
    }

    /** The largest first, so that no large one begins when all others are done. */
    private List<Unit> unitsToDo() {
        return IntStream.range(0, plan.inputs().size())
                .filter(unit -> !finished.containsKey(unit))
                .mapToObj(unit -> new Unit(unit, plan.inputs().get(unit)))
                .sorted(
                        Comparator.comparingLong((Unit unit) -> unit.file().length())
                                .reversed()
                                .thenComparingInt(Unit::number))
                .toList();
    }

    private JobGraph jobGraph(List<Unit> units, int parallelism) {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "none");
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
        build(environment, units, parallelism);
        return environment.getStreamGraph().getJobGraph();
    }

    private void build(StreamExecutionEnvironment environment, List<Unit> units, int parallelism) {
        environment
                .fromSource(
                        new UnitSource(units), WatermarkStrategy.noWatermarks(), "files", Unit.TYPE)
                .setParallelism(parallelism)
                .uid("files")
                .map(new UnitFunction(job))
                .setParallelism(parallelism)
                .name("replay")
                .uid("replay")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(parallelism)
                .name("done")
                .uid("done");
    }

    /** How far it is; safe to ask from any thread. */
    public ProgressSnapshot progress() {
        ProgressSnapshot onCluster = progressOnCluster;
        return onCluster == null ? live.snapshot() : onCluster;
    }

    /** How many files were finished before, in the replay that is resumed. */
    public int filesFinishedBefore() {
        return finished.size();
    }

    @Override
    public void close() {
        LiveCounts.end(settings.output());
    }
}
