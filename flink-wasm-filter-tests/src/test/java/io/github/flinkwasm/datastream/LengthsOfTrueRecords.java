package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.LogEvent;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** A user's codec: the length of a record that holds the word true, and nothing for any other. */
final class LengthsOfTrueRecords implements RecordCodec<String, Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean supports(EventFormat format) {
        return format == EventFormat.JSON;
    }

    @Override
    public LogEvent toEvent(String element, long timestampMillis) {
        return LogEvent.of("app", 0, 0, element.getBytes(UTF_8));
    }

    @Override
    public Integer fromEvent(String original, LogEvent emitted) {
        if (!new String(emitted.record(), UTF_8).contains("true")) {
            throw new InvalidRecordException("The record holds no true. Add one.");
        }
        return emitted.record().length;
    }

    @Override
    public TypeInformation<String> inputType() {
        return Types.STRING;
    }

    @Override
    public TypeInformation<Integer> outputType() {
        return Types.INT;
    }
}
