package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Elements that are events already. They are immutable, so nothing is copied. */
final class LogEventCodec implements RecordCodec<LogEvent, LogEvent> {

    private static final long serialVersionUID = 1L;

    static final LogEventCodec INSTANCE = new LogEventCodec();

    private LogEventCodec() {}

    @Override
    public boolean supports(EventFormat format) {
        return true;
    }

    @Override
    public LogEvent toEvent(LogEvent element, long timestampMillis) {
        return element;
    }

    @Override
    public LogEvent fromEvent(LogEvent original, LogEvent emitted) {
        return emitted;
    }

    @Override
    public TypeInformation<LogEvent> inputType() {
        return LogEventTypeInformation.INSTANCE;
    }

    @Override
    public TypeInformation<LogEvent> outputType() {
        return LogEventTypeInformation.INSTANCE;
    }
}
