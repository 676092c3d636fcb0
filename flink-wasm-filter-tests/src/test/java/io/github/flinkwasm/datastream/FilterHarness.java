package io.github.flinkwasm.datastream;

import io.github.flinkwasm.FilterFailure;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** One filter function in Flink's test harness: elements in, and the three outputs. */
final class FilterHarness<IN, OUT> {

    private final WasmFilterFunction<IN, OUT> function;
    private final OneInputStreamOperatorTestHarness<IN, OUT> harness;

    FilterHarness(WasmFilterFunction<IN, OUT> function) throws Exception {
        this.function = function;
        this.harness = ProcessFunctionTestHarnesses.forProcessFunction(function);
    }

    void enableObjectReuse() {
        harness.getExecutionConfig().enableObjectReuse();
    }

    void process(IN element, long timestamp) throws Exception {
        harness.processElement(element, timestamp);
    }

    void processWithoutTimestamp(IN element) throws Exception {
        harness.processElement(new StreamRecord<>(element));
    }

    void processWatermark(long timestamp) throws Exception {
        harness.processWatermark(timestamp);
    }

    /** What left through the main output, watermarks included. */
    List<Object> mainOutput() {
        return List.copyOf(harness.getOutput());
    }

    List<OUT> emitted() {
        return List.copyOf(harness.extractOutputValues());
    }

    List<StreamRecord<IN>> droppedRecords() {
        return sideOutput(function.droppedTag());
    }

    List<StreamRecord<FilterFailure>> failedRecords() {
        return sideOutput(function.failedTag());
    }

    List<IN> dropped() {
        return droppedRecords().stream().map(StreamRecord::getValue).toList();
    }

    List<FilterFailure> failed() {
        return failedRecords().stream().map(StreamRecord::getValue).toList();
    }

    void close() throws Exception {
        harness.close();
    }

    private <T> List<StreamRecord<T>> sideOutput(OutputTag<T> tag) {
        @Nullable Queue<StreamRecord<T>> output = harness.getSideOutput(tag);
        return output == null ? List.of() : List.copyOf(output);
    }
}
