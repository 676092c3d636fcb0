package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.WasmFilter;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The functions that run a filter, each with the lines that tell what became of the records. */
enum FilterForm {
    PROCESS_FUNCTION {
        @Override
        DataStream<String> apply(DataStream<String> records, WasmFilter filter) {
            WasmFilterFunction<String, String> function =
                    WasmFilterFunction.of(filter, RecordCodecs.strings());
            SingleOutputStreamOperator<String> emitted =
                    records.process(function).name("filter").uid("filter");
            DataStream<String> dropped =
                    emitted.getSideOutput(function.droppedTag())
                            .map(record -> "dropped " + record)
                            .returns(Types.STRING)
                            .uid("dropped");
            DataStream<String> failed =
                    emitted.getSideOutput(function.failedTag())
                            .map(
                                    failure ->
                                            "failed "
                                                    + failure.reason()
                                                    + " "
                                                    + new String(failure.event().record(), UTF_8))
                            .returns(Types.STRING)
                            .uid("failed");
            return emittedLines(emitted).union(dropped, failed);
        }
    },
    MAP {
        @Override
        DataStream<String> apply(DataStream<String> records, WasmFilter filter) {
            return emittedLines(
                    records.map(WasmFilterMap.of(filter, RecordCodecs.strings()))
                            .name("filter")
                            .uid("filter"));
        }
    },
    FLAT_MAP {
        @Override
        DataStream<String> apply(DataStream<String> records, WasmFilter filter) {
            return emittedLines(
                    records.flatMap(WasmFilterFlatMap.of(filter, RecordCodecs.strings()))
                            .name("filter")
                            .uid("filter"));
        }
    };

    /** What is to become of failed events, where the form has the choice: they are to be seen. */
    FailureHandling failureHandling() {
        return this == PROCESS_FUNCTION ? FailureHandling.SIDE_OUTPUT : FailureHandling.FAIL;
    }

    /** The stream of a line per outcome: how the event came out, and its text. */
    abstract DataStream<String> apply(DataStream<String> records, WasmFilter filter);

    private static DataStream<String> emittedLines(DataStream<String> emitted) {
        return emitted.map(record -> "emitted " + record).returns(Types.STRING).uid("emitted");
    }
}
