package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import io.github.flinkwasm.datastream.RecordCodec;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * Events whose records are JSON, for a filter of msgpack, or the other way round: a record is
 * rewritten for the guest, and what the guest returns is rewritten for the stream. Events that the
 * filter does not change, since it drops them or fails, stay as they were.
 */
final class EventsOfFormat implements RecordCodec<LogEvent, LogEvent> {

    private static final long serialVersionUID = 1L;

    private final EventFormat stream;
    private final EventFormat filter;

    private transient @Nullable MsgpackJson rewriting;

    private EventsOfFormat(EventFormat stream, EventFormat filter) {
        this.stream = stream;
        this.filter = filter;
    }

    static RecordCodec<LogEvent, LogEvent> codec(EventFormat stream, EventFormat filter) {
        return stream == filter ? RecordCodecs.logEvents() : new EventsOfFormat(stream, filter);
    }

    @Override
    public boolean supports(EventFormat format) {
        return format == filter;
    }

    @Override
    public LogEvent toEvent(LogEvent element, long timestampMillis) {
        try {
            return element.withRecord(rewrite(element.record(), filter));
        } catch (MalformedRecordException notARecord) {
            // The guest gets it as it is, which is what it would get in its own format.
            return element;
        }
    }

    @Override
    public LogEvent fromEvent(LogEvent original, LogEvent emitted) {
        try {
            return emitted.withRecord(rewrite(emitted.record(), stream));
        } catch (MalformedRecordException failed) {
            throw new InvalidRecordException(
                    "The guest's %s record cannot be written as %s: %s"
                            .formatted(filter, stream, failed.getMessage()));
        }
    }

    @Override
    public LogEvent fromOriginal(LogEvent original, LogEvent event) {
        return original;
    }

    private byte[] rewrite(byte[] record, EventFormat format) throws MalformedRecordException {
        MsgpackJson known = rewriting;
        if (known == null) {
            known = new MsgpackJson();
            rewriting = known;
        }
        return format == EventFormat.MSGPACK ? known.toMsgpack(record) : known.toJson(record);
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
