package io.github.flinkwasm.examples.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.WasmFilters;
import io.github.flinkwasm.datastream.WasmFilters.FilteredStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The one-file job of the repository's README. */
public final class DropDebugJob {

    private DropDebugJob() {}

    /**
     * Prints what a filter does with three records.
     *
     * @param args the filter's module, such as {@code
     *     examples/filters/c-freestanding/drop_debug.wasm}
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(args[0]))
                        .setFunctionName("drop_debug")
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build();

        DataStream<String> lines =
                env.fromData("{\"level\":\"info\"}", "{\"level\":\"debug\"}", "not a record");
        FilteredStream<String, String> filtered =
                WasmFilters.apply(lines, filter).name("drop debug records").uid("drop-debug");
        filtered.emitted().print("emitted");
        filtered.dropped().print("dropped");
        filtered.failed().print("failed");

        env.execute("Drop debug records");
    }
}
