package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.datastream.RecordCodec;
import io.github.flinkwasm.datastream.RecordCodecs;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Passes events as they are, and counts what one filter makes of them. */
final class WatchedCodec implements RecordCodec<LogEvent, LogEvent> {

    private static final long serialVersionUID = 1L;

    private final RecordCodec<LogEvent, LogEvent> events = RecordCodecs.logEvents();
    private final Ledger ledger;
    private final int filter;

    WatchedCodec(Ledger ledger, int filter) {
        this.ledger = ledger;
        this.filter = filter;
    }

    @Override
    public boolean supports(EventFormat format) {
        // The archive is JSON, whatever a filter asks for.
        return format == EventFormat.JSON;
    }

    @Override
    public LogEvent toEvent(LogEvent element, long timestampMillis) {
        ledger.filter(filter).countRead();
        return events.toEvent(element, timestampMillis);
    }

    @Override
    public LogEvent fromEvent(LogEvent original, LogEvent emitted) {
        ledger.filter(filter).countEmitted(original, emitted);
        return events.fromEvent(original, emitted);
    }

    @Override
    public TypeInformation<LogEvent> inputType() {
        return events.inputType();
    }

    @Override
    public TypeInformation<LogEvent> outputType() {
        return events.outputType();
    }
}
