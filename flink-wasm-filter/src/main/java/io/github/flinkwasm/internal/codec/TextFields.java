package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects whose members are texts and whole numbers, as machines of operators send them. */
public final class TextFields {
    private static final int LONGEST_TEXT = 65_536;

    private TextFields() {}

    /**
     * Reads one object whose members are strings or whole numbers.
     *
     * @return its members in their order, numbers as their text
     * @throws MalformedRecordException if the text is anything else; says what it is
     */
    public static Map<String, String> read(String json) throws MalformedRecordException {
        if (json.length() > LONGEST_TEXT) {
            throw new MalformedRecordException(
                    "it has %,d characters, but %,d are allowed"
                            .formatted(json.length(), LONGEST_TEXT));
        }
        byte[] wellFormed =
                JsonText.wellFormed(new JsonScanner(), json.getBytes(StandardCharsets.UTF_8));
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JsonStreams.parse(wellFormed)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
                    throw new MalformedRecordException(
                            "its member \"" + key + "\" is neither a string nor a whole number");
                }
                if (fields.put(key, parser.getText()) != null) {
                    throw new MalformedRecordException("it has two members \"" + key + "\"");
                }
            }
        } catch (IOException e) {
            throw new MalformedRecordException("JSON that cannot be read: " + e.getMessage(), e);
        }
        return fields;
    }

    /** One line, without its end: strings as strings, {@link Number}s as whole numbers. */
    public static String write(Map<String, Object> fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = JsonStreams.write(line)) {
            generator.writeStartObject();
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                if (field.getValue() instanceof Number number) {
                    generator.writeNumberField(field.getKey(), number.longValue());
                } else {
                    generator.writeStringField(field.getKey(), field.getValue().toString());
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
