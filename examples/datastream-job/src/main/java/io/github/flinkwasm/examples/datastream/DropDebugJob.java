package io.github.flinkwasm.examples.datastream;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.datastream.WasmFilterFunction;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
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
        WasmFilterFunction<String, String> dropDebug =
                WasmFilterFunction.of(filter, RecordCodecs.strings());

        SingleOutputStreamOperator<String> emitted =
                env.fromData("{\"level\":\"info\"}", "{\"level\":\"debug\"}", "not a record")
                        .process(dropDebug)
                        .name("drop debug records")
                        .uid("drop-debug");
        emitted.print("emitted");
        emitted.getSideOutput(dropDebug.droppedTag()).print("dropped");
        emitted.getSideOutput(dropDebug.failedTag()).print("failed");

        env.execute("Drop debug records");
    }
}
