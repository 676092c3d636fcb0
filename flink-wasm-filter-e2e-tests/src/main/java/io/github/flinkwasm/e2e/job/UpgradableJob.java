package io.github.flinkwasm.e2e.job;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import io.github.flinkwasm.datastream.UpgradableStream;
import io.github.flinkwasm.datastream.WasmFilters;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Sends records through a filter that takes commands from the files of a directory, and writes what
 * it emits, and its reports, into files, exactly once.
 */
public final class UpgradableJob {

    private UpgradableJob() {}

    /**
     * Runs the job.
     *
     * @param args the module with the filter {@code f}; the directories of commands, of reports and
     *     of what is emitted
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<String> commands =
                environment
                        .fromSource(
                                FileSource.forRecordStreamFormat(
                                                new TextLineInputFormat(), new Path(args[1]))
                                        .monitorContinuously(Duration.ofMillis(200))
                                        .build(),
                                WatermarkStrategy.noWatermarks(),
                                "commands")
                        .setParallelism(1)
                        .uid("commands");
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(args[0]))
                        .setFunctionName("f")
                        .build();
        UpgradableStream<String, String> filtered =
                WasmFilters.apply(
                                NumberedRecords.stream(environment, NumberedRecords.UNBOUNDED),
                                filter)
                        .withControlStream(ModuleUpgrades.commands(commands))
                        .withActivationTimeout(Duration.ofSeconds(2))
                        .uid("filter");
        filtered.reports()
                .map(ModuleUpgrades::toJson)
                .returns(Types.STRING)
                .setParallelism(1)
                .uid("reports-as-json")
                .sinkTo(files(args[2]))
                .setParallelism(1)
                .uid("reports");
        filtered.emitted().sinkTo(files(args[3])).uid("emitted");
        environment.execute("Upgradable");
    }

    private static FileSink<String> files(String directory) {
        return FileSink.forRowFormat(new Path(directory), new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }
}
