package io.github.flinkwasm.replay.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes lines of JSON about what did not come out of a filter, with all that is needed to try it
 * again. Bytes stand there as text where they are UTF-8, and else as Base64: both give them back
 * exactly.
 */
final class SetAsideEvents {
    static final String TAG = "tag";
    static final String SECOND = "sec";
    static final String NANO = "nsec";
    static final String FILE = "file";
    static final String ITEM = "item";
    static final String FILTER = "filter";
    static final String MODULE = "module_sha256";
    static final String FUNCTION = "function";
    static final String REASON = "reason";
    static final String DETAIL = "detail";
    static final String FORMAT = "format";
    static final String RECORD = "record";
    static final String SEEN = "record_at_filter";
    static final String METADATA = "metadata";
    static final String CONTENT = "content";
    static final String AS_BASE64 = "_base64";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * An event that a filter could not finish.
     *
     * @param original the event as it was read
     * @param format of its record
     * @param failure holds the event as the filter got it
     */
    void writeFailed(
            LogEvent original,
            EventFormat format,
            String file,
            long item,
            String filter,
            FilterFailure failure,
            PartFile part)
            throws IOException {
        try (JsonGenerator json = start()) {
            writeEvent(json, original, format, file, item);
            json.writeStringField(FILTER, filter);
            json.writeStringField(MODULE, failure.moduleSha256());
            json.writeStringField(FUNCTION, failure.functionName());
            json.writeStringField(REASON, failure.reason().name());
            json.writeStringField(DETAIL, failure.detail());
            if (!Arrays.equals(original.record(), failure.event().record())) {
                writeBytes(json, SEEN, failure.event().record());
            }
            json.writeEndObject();
        }
        end(part);
    }

    /** An event that a filter dropped, as it was read. */
    void writeDropped(
            LogEvent original,
            EventFormat format,
            String file,
            long item,
            String filter,
            PartFile part)
            throws IOException {
        try (JsonGenerator json = start()) {
            writeEvent(json, original, format, file, item);
            json.writeStringField(FILTER, filter);
            json.writeEndObject();
        }
        end(part);
    }

    /** A line or value that is no event. */
    void writeUnreadable(String file, long item, String reason, byte[] content, PartFile part)
            throws IOException {
        try (JsonGenerator json = start()) {
            json.writeStringField(FILE, file);
            json.writeNumberField(ITEM, item);
            json.writeStringField(REASON, reason);
            writeBytes(json, CONTENT, content);
            json.writeEndObject();
        }
        end(part);
    }

    private JsonGenerator start() throws IOException {
        line.reset();
        JsonGenerator json = JsonLines.MAPPER.createGenerator(line);
        json.writeStartObject();
        return json;
    }

    private void end(PartFile part) throws IOException {
        line.write('\n');
        part.write(line.toByteArray());
        part.endItem();
    }

    private static void writeEvent(
            JsonGenerator json, LogEvent event, EventFormat format, String file, long item)
            throws IOException {
        json.writeStringField(FILE, file);
        json.writeNumberField(ITEM, item);
        json.writeStringField(TAG, event.tag());
        json.writeNumberField(SECOND, event.epochSecond());
        json.writeNumberField(NANO, event.nano());
        json.writeStringField(FORMAT, format.name());
        writeBytes(json, RECORD, event.record());
        if (event.metadata().length > 0) {
            writeBytes(json, METADATA, event.metadata());
        }
    }

    private static void writeBytes(JsonGenerator json, String field, byte[] bytes)
            throws IOException {
        try {
            // Unlike a String's constructor, a decoder refuses what it would have to replace.
            json.writeStringField(
                    field,
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            json.writeStringField(field + AS_BASE64, Base64.getEncoder().encodeToString(bytes));
        }
    }
}
