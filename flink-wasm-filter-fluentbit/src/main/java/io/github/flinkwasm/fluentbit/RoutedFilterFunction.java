package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import io.github.flinkwasm.datastream.WasmFilterFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends the events that a filter is for through it, and passes the others as they are. All else is
 * the filter function's: outputs, metrics, the pin in the checkpoint.
 */
final class RoutedFilterFunction extends ProcessFunction<LogEvent, LogEvent>
        implements ResultTypeQueryable<LogEvent>, CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final TagMatcher tagMatcher;
    private final WasmFilterFunction<LogEvent, LogEvent> filter;

    /**
     * @param recordFormat what the records of the stream are
     */
    RoutedFilterFunction(RoutedFilter routed, EventFormat recordFormat) {
        this.tagMatcher = routed.tagMatcher();
        this.filter =
                WasmFilterFunction.of(
                        routed.filter(),
                        EventsOfFormat.codec(recordFormat, routed.filter().eventFormat()));
    }

    OutputTag<LogEvent> droppedTag() {
        return filter.droppedTag();
    }

    OutputTag<FilterFailure> failedTag() {
        return filter.failedTag();
    }

    @Override
    public TypeInformation<LogEvent> getProducedType() {
        return LogEventTypeInformation.INSTANCE;
    }

    @Override
    public void setRuntimeContext(RuntimeContext context) {
        super.setRuntimeContext(context);
        filter.setRuntimeContext(context);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        filter.initializeState(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        filter.snapshotState(context);
    }

    @Override
    public void open(OpenContext openContext) throws Exception {
        filter.open(openContext);
    }

    @Override
    public void processElement(LogEvent event, Context context, Collector<LogEvent> out)
            throws InterruptedException {
        if (tagMatcher.matches(event.tag())) {
            filter.processElement(event, context, out);
        } else {
            out.collect(event);
        }
    }

    @Override
    public void close() {
        filter.close();
    }
}
