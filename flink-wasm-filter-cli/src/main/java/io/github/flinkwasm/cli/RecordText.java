package io.github.flinkwasm.cli;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.JsonText;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes records and failures as lines of JSON. Used by one thread. */
final class RecordText {
    private final EventFormat format;
    private final MsgpackJson transcoder;

    /**
     * @param maxDepth how deeply a record may be nested
     */
    RecordText(EventFormat format, int maxDepth) {
        this.format = format;
        this.transcoder = new MsgpackJson(maxDepth);
    }

    /**
     * A record that the filter emitted, on one line. Msgpack that JSON has no form for, which is a
     * map within a key of a map within a key, becomes {@code {"hex":"…"}}.
     */
    byte[] emitted(byte[] record) {
        if (format == EventFormat.JSON) {
            return JsonText.withoutLineBreaks(record);
        }
        try {
            return transcoder.toJson(record);
        } catch (MalformedRecordException noJson) {
            return JsonLine.of(Map.of("hex", HexFormat.of().formatHex(record)))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** What came in where a failure came out; empty if it could not stand on a line of records. */
    Optional<byte[]> original(FailedLine line) {
        if (line instanceof FailedLine.Event failed) {
            byte[] record = failed.failure().event().record();
            try {
                return Optional.of(
                        switch (format) {
                            case JSON -> JsonText.compact(record);
                            case MSGPACK -> transcoder.toJson(record);
                        });
            } catch (MalformedRecordException notARecord) {
                return Optional.empty();
            }
        }
        byte[] text = ((FailedLine.Input) line).text();
        return text.length == 0 ? Optional.empty() : Optional.of(text);
    }

    /**
     * A failure with everything that is needed to look into it. Its {@code event} can be run again
     * with {@code --events}.
     */
    String failure(FailedLine line) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("reason", line.reason());
        object.put("detail", line.detail());
        object.put("input", line.place().input());
        object.put("line", line.place().line());
        if (line instanceof FailedLine.Event failed) {
            object.put("module_sha256", failed.failure().moduleSha256());
            object.put("function", failed.failure().functionName());
            object.put("event", event(failed.failure().event()));
        } else if (line instanceof FailedLine.Input input && input.text().length > 0) {
            putBytes(object, "text", input.text());
        }
        return JsonLine.of(object);
    }

    private Map<String, Object> event(LogEvent event) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("tag", event.tag());
        object.put("sec", event.epochSecond());
        object.put("nsec", event.nano());
        byte[] record = event.record();
        if (format == EventFormat.MSGPACK) {
            object.put("record_hex", HexFormat.of().formatHex(record));
        } else if (isCompactObject(record)) {
            object.put("record", new JsonLine.Raw(new String(record, StandardCharsets.UTF_8)));
        } else {
            putBytes(object, "record", record);
        }
        return object;
    }

    /** Whether reading the bytes as an event's record gives these very bytes. */
    private static boolean isCompactObject(byte[] record) {
        try {
            return record.length > 0
                    && record[0] == '{'
                    && Arrays.equals(record, JsonText.compact(record));
        } catch (MalformedRecordException notJson) {
            return false;
        }
    }

    /** As a text, or under another key as hexadecimal digits where the bytes are no UTF-8. */
    private static void putBytes(Map<String, Object> object, String key, byte[] bytes) {
        String text = decode(bytes);
        if (text == null) {
            object.put(key + "_hex", HexFormat.of().formatHex(bytes));
        } else {
            object.put(key, text);
        }
    }

    private static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
