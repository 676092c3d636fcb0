package io.github.flinkwasm.examples.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.datastream.WasmFilterFunction;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reads an access log, one JSON object a line, sends it through a filter, and writes what was
 * emitted, dropped and failed apart.
 */
public final class FilterAccessLogs {

    private FilterAccessLogs() {}

    /**
     * Runs the job.
     *
     * @param args the log to read, the filter's module, and a directory for the results
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            System.err.println("Usage: FilterAccessLogs <log file> <module> <output directory>");
            System.exit(2);
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        // The log has an end. Leave this out for a stream, and the sinks commit with each
        // checkpoint.
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        define(environment, args[0], args[1], args[2]);
        environment.execute("Filter access logs");
    }

    static void define(
            StreamExecutionEnvironment environment, String log, String module, String output) {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(module))
                        .setFunctionName("access_log")
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build();
        WasmFilterFunction<String, String> accessLog =
                WasmFilterFunction.of(filter, RecordCodecs.strings().withTag("nginx.access"));

        FileSource<String> lines =
                FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(log)).build();
        SingleOutputStreamOperator<String> emitted =
                environment
                        .fromSource(lines, WatermarkStrategy.noWatermarks(), "read log")
                        .uid("read-log")
                        .process(accessLog)
                        .name("access_log")
                        .uid("access-log-filter");

        emitted.sinkTo(lineSink(output + "/emitted")).uid("write-emitted");
        emitted.getSideOutput(accessLog.droppedTag())
                .sinkTo(lineSink(output + "/dropped"))
                .uid("write-dropped");
        emitted.getSideOutput(accessLog.failedTag())
                .map(FilterAccessLogs::describe)
                .returns(Types.STRING)
                .uid("describe-failed")
                .sinkTo(lineSink(output + "/failed"))
                .uid("write-failed");
    }

    private static String describe(FilterFailure failure) {
        String record = new String(failure.event().record(), UTF_8);
        return failure.reason() + "\t" + failure.detail() + "\t" + record;
    }

    private static FileSink<String> lineSink(String directory) {
        return FileSink.forRowFormat(new Path(directory), new SimpleStringEncoder<String>())
                .build();
    }
}
