package io.github.flinkwasm.e2e.job;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.datastream.WasmFilterFunction;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Sends records through two filters, one after the other, and counts what became of them: {@code
 * dropped} and {@code failed} by the first, {@code emitted} by both.
 */
public final class TwoFiltersJob {

    private TwoFiltersJob() {}

    /**
     * Runs the job.
     *
     * @param args how many records or "unbounded"; the module with the filter {@code ways_out}; the
     *     module with the filter {@code echo}; a directory for their artifacts, if there shall be
     *     any
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3 && args.length != 4) {
            throw new IllegalArgumentException(
                    "Found "
                            + args.length
                            + " arguments, but needs three or four: the number of records or"
                            + " \"unbounded\", the module of ways_out, the module of echo, and a"
                            + " directory for artifacts.");
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        WasmFilterFunction<String, String> waysOut =
                WasmFilterFunction.of(filter(args, 1, "ways_out"), RecordCodecs.strings());
        WasmFilterFunction<String, String> echo =
                WasmFilterFunction.of(filter(args, 2, "echo"), RecordCodecs.strings());

        SingleOutputStreamOperator<String> first =
                NumberedRecords.stream(environment, args[0])
                        .process(waysOut)
                        .name("ways out")
                        .uid("ways-out");
        SingleOutputStreamOperator<String> second = first.process(echo).name("echo").uid("echo");
        CountedSink.count(second, "emitted");
        CountedSink.count(first.getSideOutput(waysOut.droppedTag()), "dropped");
        CountedSink.count(first.getSideOutput(waysOut.failedTag()), "failed");

        environment.execute("Two filters");
    }

    private static WasmFilter filter(String[] args, int module, String function) {
        return WasmFilter.builder()
                .setModule(ModuleReference.of(args[module]))
                .setArtifacts(
                        args.length == 4 ? ModuleArtifacts.inStore(args[3]) : ModuleArtifacts.NONE)
                .setFunctionName(function)
                .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                .build();
    }
}
