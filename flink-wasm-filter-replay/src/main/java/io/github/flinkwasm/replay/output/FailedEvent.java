package io.github.flinkwasm.replay.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.flink.annotation.Experimental;

/**
 * An event that an earlier replay could not finish, read back from its {@code _failed} directory.
 *
 * @param event as it was read from the archive then
 * @param format of its record
 * @param file in which file of the archive it stood
 * @param item which of the file's lines or values it was, from 1
 */
@Experimental
public record FailedEvent(LogEvent event, EventFormat format, String file, long item) {

    /**
     * Reads a line of a {@code _failed} file.
     *
     * @throws IOException if the line is something else; the message says what is wrong with it
     */
    public static FailedEvent parse(byte[] line) throws IOException {
        JsonNode json = JsonLines.MAPPER.readTree(line);
        try {
            LogEvent event =
                    LogEvent.of(
                            json.required(SetAsideEvents.TAG).textValue(),
                            json.required(SetAsideEvents.SECOND).longValue(),
                            json.required(SetAsideEvents.NANO).intValue(),
                            bytes(json, SetAsideEvents.RECORD));
            boolean hasMetadata =
                    json.has(SetAsideEvents.METADATA)
                            || json.has(SetAsideEvents.METADATA + SetAsideEvents.AS_BASE64);
            return new FailedEvent(
                    hasMetadata ? event.withMetadata(bytes(json, SetAsideEvents.METADATA)) : event,
                    EventFormat.valueOf(json.required(SetAsideEvents.FORMAT).asText()),
                    json.required(SetAsideEvents.FILE).asText(),
                    json.required(SetAsideEvents.ITEM).longValue());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException(
                    "This is no line that a replay writes into _failed: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(JsonNode json, String field) {
        JsonNode base64 = json.get(field + SetAsideEvents.AS_BASE64);
        return base64 == null
                ? json.required(field).textValue().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(base64.asText());
    }
}
