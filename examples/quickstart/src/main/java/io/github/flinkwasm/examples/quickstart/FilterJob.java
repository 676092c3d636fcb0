package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.datastream.WasmFilterFunction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;

/**
 * The Flink job: the archive's lines become events, every event goes through the filters that are
 * meant for its tag, one after another, and ends in one of three directories.
 *
 * <pre>
 * archive -> line check -> filter 1 -> ... -> filter n -> emitted
 *                |            |                  |
 *                +------------+------------------+-----> dropped, failed
 * </pre>
 */
final class FilterJob {

    /** Buffers between the tasks; each subtask of a chain like this one needs about as much. */
    private static final int NETWORK_MEMORY_PER_SUBTASK_MIB = 8;

    private static final int LEAST_NETWORK_MEMORY_MIB = 64;

    private final Ledger ledger;
    private final OutputDirectory output;
    private final WorkDirectory work;

    FilterJob(Ledger ledger, OutputDirectory output, WorkDirectory work) {
        this.ledger = ledger;
        this.output = output;
        this.work = work;
    }

    /**
     * Starts the job on an embedded Flink, which ends with the job.
     *
     * @return completes when the job is over
     * @throws ExecutionException when it cannot be started
     */
    Future<JobExecutionResult> start(int parallelism) throws ExecutionException {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(
                        parallelism, configuration(parallelism));
        try {
            build(environment);
        } catch (WasmFilterException refused) {
            // The client reads each module once, to pin it.
            throw new ExecutionException(refused);
        }
        try {
            return environment.executeAsync("quickstart").getJobExecutionResult();
            // Flink declares no narrower type.
        } catch (Exception e) {
            throw new ExecutionException(e);
        }
    }

    private Configuration configuration(int parallelism) {
        int networkMemory =
                Math.max(LEAST_NETWORK_MEMORY_MIB, NETWORK_MEMORY_PER_SUBTASK_MIB * parallelism);
        Configuration configuration = new Configuration();
        configuration.setString("execution.runtime-mode", "BATCH");
        // All tasks run at the same time: nothing is written to disk on the way, and the progress
        // is that of the whole chain.
        configuration.setString("execution.batch-shuffle-mode", "ALL_EXCHANGES_PIPELINED");
        configuration.setString("jobmanager.scheduler", "Default");
        // Events are immutable, so they need no copy from operator to operator.
        configuration.setString("pipeline.object-reuse", "true");
        configuration.setString("pipeline.generic-types", "false");
        // Nothing fails twice as well as once here, and the ledger counts every attempt.
        configuration.setString("restart-strategy.type", "none");
        configuration.setString("rest.address", "127.0.0.1");
        configuration.setString("rest.bind-address", "127.0.0.1");
        configuration.setString("io.tmp.dirs", work.path().toString());
        configuration.setString("web.tmpdir", work.path().toString());
        configuration.setString("taskmanager.memory.network.min", networkMemory + "m");
        configuration.setString("taskmanager.memory.network.max", networkMemory + "m");
        return configuration;
    }

    private void build(StreamExecutionEnvironment environment) {
        SingleOutputStreamOperator<LogEvent> checked =
                environment
                        .fromSource(archive(), WatermarkStrategy.noWatermarks(), "archive")
                        .uid("archive")
                        .process(new LineCheck(ledger))
                        .name("line check")
                        .uid("line-check");
        DataStream<LogEvent> events = checked;
        List<DataStream<SetAside>> dropped = new ArrayList<>();
        List<DataStream<SetAside>> failed = new ArrayList<>();
        failed.add(checked.getSideOutput(LineCheck.REFUSED));
        for (int i = 0; i < ledger.filters().size(); i++) {
            int number = i;
            FilterStep step = ledger.filter(number).step();
            String uid = "filter-" + (number + 1) + "-" + step.name();
            WasmFilterFunction<LogEvent, LogEvent> function =
                    WasmFilterFunction.of(step.filter(), new WatchedCodec(ledger, number));
            SingleOutputStreamOperator<LogEvent> filtered =
                    withTag(events, step, uid).process(function).name(step.name()).uid(uid);
            dropped.add(
                    filtered.getSideOutput(function.droppedTag())
                            .map(
                                    event -> SetAside.dropped(number, event),
                                    TypeInformation.of(SetAside.class))
                            .name(step.name() + ": dropped")
                            .uid(uid + "-dropped"));
            failed.add(
                    filtered.getSideOutput(function.failedTag())
                            .map(
                                    failure -> SetAside.failed(number, failure),
                                    TypeInformation.of(SetAside.class))
                            .name(step.name() + ": failed")
                            .uid(uid + "-failed"));
            events =
                    step.isForEveryTag() ? filtered : filtered.union(withoutTag(events, step, uid));
        }
        events.sinkTo(sink(output.emitted(), new EmittedLines(ledger)))
                .name("emitted")
                .uid("emitted");
        together(failed)
                .sinkTo(sink(output.failed(), SetAsideLines.failed(ledger)))
                .name("failed")
                .uid("failed");
        together(dropped)
                .sinkTo(sink(output.dropped(), SetAsideLines.dropped(ledger)))
                .name("dropped")
                .uid("dropped");
    }

    private static <T> DataStream<T> together(List<DataStream<T>> streams) {
        return streams.stream().reduce((one, other) -> one.union(other)).orElseThrow();
    }

    private static DataStream<LogEvent> withTag(
            DataStream<LogEvent> events, FilterStep step, String uid) {
        if (step.isForEveryTag()) {
            return events;
        }
        String tag = step.tag();
        return events.filter(event -> event.tag().equals(tag))
                .name("tag " + tag)
                .uid(uid + "-with-tag");
    }

    private static DataStream<LogEvent> withoutTag(
            DataStream<LogEvent> events, FilterStep step, String uid) {
        String tag = step.tag();
        return events.filter(event -> !event.tag().equals(tag))
                .name("any tag but " + tag)
                .uid(uid + "-without-tag");
    }

    private FileSource<ArchiveLine> archive() {
        org.apache.flink.core.fs.Path[] paths =
                ledger.archive().stream()
                        .map(ArchiveFormat::flinkPath)
                        .toArray(org.apache.flink.core.fs.Path[]::new);
        return FileSource.forBulkFileFormat(new ArchiveFormat(ledger), paths)
                // The default one leaves out files whose name starts with a dot or an underscore.
                .setFileEnumerator(() -> new NonSplittingRecursiveEnumerator(path -> true))
                .build();
    }

    private static <T> FileSink<T> sink(Path directory, Encoder<T> encoder) {
        return FileSink.forRowFormat(
                        org.apache.flink.core.fs.Path.fromLocalFile(directory.toFile()), encoder)
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withOutputFileConfig(
                        OutputFileConfig.builder()
                                .withPartPrefix("part")
                                .withPartSuffix(".ndjson")
                                .build())
                .build();
    }
}
