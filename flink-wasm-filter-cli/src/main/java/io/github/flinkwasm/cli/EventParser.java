package io.github.flinkwasm.cli;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.JsonEvent;
import io.github.flinkwasm.internal.codec.JsonEventReader;
import io.github.flinkwasm.internal.codec.JsonText;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;

/** Turns lines into events whose record is in the filter's event format. Used by one thread. */
interface EventParser {

    /**
     * Reads one line.
     *
     * @throws MalformedRecordException if the line is no event; the message says where and why
     * @throws NotAnEventException if it is JSON, but no event for this filter
     */
    LogEvent parse(byte[] line) throws MalformedRecordException, NotAnEventException;

    /** A line is JSON, but not what was asked for. */
    final class NotAnEventException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnEventException(String message) {
            super(message);
        }
    }

    /** Each line is a record; tag and time are always the same. */
    static EventParser ofRecords(EventFormat format, String tag, EventTime time) {
        MsgpackJson transcoder = new MsgpackJson();
        return line -> {
            byte[] json = JsonText.compact(line);
            if (json[0] != '{') {
                throw new NotAnEventException(
                        "The line holds "
                                + kindOf(json[0])
                                + ", but a record is a JSON object, as in {\"log\":\"text\"}.");
            }
            byte[] record = format == EventFormat.JSON ? json : transcoder.toMsgpack(json);
            return LogEvent.of(tag, time.sec(), time.nsec(), record);
        };
    }

    private static String kindOf(byte first) {
        return switch (first) {
            case '[' -> "an array";
            case '"' -> "a string";
            case 'n' -> "null";
            case 't', 'f' -> "a boolean";
            default -> "a number";
        };
    }

    /** Each line describes an event. */
    static EventParser ofEvents(EventFormat format, String defaultTag, EventTime defaultTime) {
        JsonEventReader reader = new JsonEventReader();
        MsgpackJson transcoder = new MsgpackJson();
        return line -> {
            JsonEvent event = reader.read(line);
            byte[] record =
                    format == EventFormat.JSON || event.kind() == JsonEvent.Kind.HEX
                            ? event.record()
                            : toMsgpack(transcoder, event);
            EventTime time =
                    event.hasTime()
                            ? new EventTime(event.timeSec(), event.timeNsec())
                            : defaultTime;
            return LogEvent.of(event.tag().orElse(defaultTag), time.sec(), time.nsec(), record);
        };
    }

    private static byte[] toMsgpack(MsgpackJson transcoder, JsonEvent event)
            throws MalformedRecordException, NotAnEventException {
        if (event.kind() == JsonEvent.Kind.TEXT) {
            throw new NotAnEventException(
                    "The event's \"record\" is a string, but the filter's event format is msgpack."
                            + " Give the bytes as \"record_hex\", or the record as an object.");
        }
        return transcoder.toMsgpack(event.record());
    }
}
