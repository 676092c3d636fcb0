package io.github.flinkwasm.examples.howto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.datastream.WasmFilters;
import io.github.flinkwasm.datastream.WasmFilters.FilteredStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Shown in {@code docs/how-to/dropped-and-failed-events.md}. */
final class DroppedAndFailed {

    private DroppedAndFailed() {}

    static WasmFilter filter(String module) {
        return WasmFilter.builder()
                .setModule(ModuleReference.of(module))
                .setFunctionName("drop_debug")
                .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                .build();
    }

    static FilteredStream<String, String> threeOutputs(
            DataStream<String> lines,
            WasmFilter filter,
            Sink<String> emitted,
            Sink<String> dropped,
            Sink<String> failed) {
        FilteredStream<String, String> filtered =
                WasmFilters.apply(lines, filter, RecordCodecs.strings()).uid("drop-debug");
        filtered.emitted().sinkTo(emitted).uid("emitted");
        filtered.dropped().sinkTo(dropped).uid("dropped");
        filtered.failed()
                .map(DroppedAndFailed::describe)
                .returns(Types.STRING)
                .uid("describe-failed")
                .sinkTo(failed)
                .uid("failed");
        return filtered;
    }

    static String describe(FilterFailure failure) {
        String record = new String(failure.event().record(), UTF_8);
        return failure.reason() + "\t" + failure.detail() + "\t" + record;
    }

    static FilteredStream<LogEvent, LogEvent> secondTry(
            FilteredStream<String, String> filtered, WasmFilter filter) {
        WasmFilter generous =
                filter.toBuilder()
                        .setLimits(filter.limits().withMaxOutput(MemorySize.ofMebiBytes(64)))
                        .build();
        DataStream<LogEvent> tooLarge =
                filtered.failed()
                        .filter(failure -> failure.reason() == FailureReason.OUTPUT_TOO_LARGE)
                        .map(FilterFailure::event)
                        .returns(TypeInformation.of(LogEvent.class));
        FilteredStream<LogEvent, LogEvent> secondTry =
                WasmFilters.apply(tooLarge, generous, RecordCodecs.logEvents())
                        .uid("drop-debug-second-try");
        return secondTry;
    }
}
