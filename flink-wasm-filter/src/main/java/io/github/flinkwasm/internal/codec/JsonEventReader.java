package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an events file: one object a line with the keys {@code tag} (a string), {@code
 * sec} and {@code nsec} (whole numbers), and either {@code record} (an object or a string) or
 * {@code record_hex} (a string of hexadecimal digits). All but the record may be left out. An
 * instance is reusable and not thread-safe.
 */
public final class JsonEventReader {
    private static final String KEYS = "\"tag\", \"sec\", \"nsec\", \"record\", \"record_hex\"";
    private static final long MAX_NSEC = 999_999_999;

    private final JsonScanner scanner = new JsonScanner();

    /**
     * Reads one line.
     *
     * @throws MalformedRecordException if the line is no such object; the message names the key
     */
    public JsonEvent read(byte[] line) throws MalformedRecordException {
        byte[] wellFormed = JsonText.wellFormed(scanner, line);
        try (JsonParser parser = JsonStreams.parse(wellFormed)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new MalformedRecordException(
                        "The line holds "
                                + kindOf(first)
                                + ", but an event is an object with keys out of "
                                + KEYS
                                + ".");
            }
            return new Line(parser).read();
        } catch (IOException e) {
            throw new MalformedRecordException("JSON that cannot be read: " + e.getMessage(), e);
        }
    }

    private static String kindOf(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a point or an exponent";
            case VALUE_NULL -> "null";
            default -> "a boolean";
        };
    }

    /** One line while it is being read. */
    private static final class Line {
        private final JsonParser parser;
        private final Set<String> seen = new HashSet<>();

        private @Nullable String tag;
        private long timeSec;
        private int timeNsec;
        private byte @Nullable [] record;
        private JsonEvent.Kind kind = JsonEvent.Kind.OBJECT;

        Line(JsonParser parser) {
            this.parser = parser;
        }

        JsonEvent read() throws IOException, MalformedRecordException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (!seen.add(key)) {
                    throw new MalformedRecordException(
                            "The event has the key "
                                    + Excerpt.ofStart(key)
                                    + " twice; leave one out.");
                }
                readValue(key);
            }
            if (record == null) {
                throw new MalformedRecordException(
                        "The event has no \"record\" and no \"record_hex\"; one is needed.");
            }
            boolean hasTime = seen.contains("sec") || seen.contains("nsec");
            return new JsonEvent(tag, hasTime, timeSec, timeNsec, kind, record);
        }

        private void readValue(String key) throws IOException, MalformedRecordException {
            switch (key) {
                case "tag" -> tag = string(key);
                case "sec" -> timeSec = integer(key, Long.MIN_VALUE, Long.MAX_VALUE);
                case "nsec" -> timeNsec = (int) integer(key, 0, MAX_NSEC);
                case "record" -> readRecord();
                case "record_hex" -> setRecord(bytesOfHex(), JsonEvent.Kind.HEX);
                default ->
                        throw new MalformedRecordException(
                                "The event has the unknown key "
                                        + Excerpt.ofStart(key)
                                        + "; known are "
                                        + KEYS
                                        + ".");
            }
        }

        private void setRecord(byte[] bytes, JsonEvent.Kind given) throws MalformedRecordException {
            if (record != null) {
                throw new MalformedRecordException(
                        "The event has both \"record\" and \"record_hex\"; leave one out.");
            }
            record = bytes;
            kind = given;
        }

        private String string(String key) throws IOException, MalformedRecordException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw wrongType(key, "a string");
            }
            return parser.getText();
        }

        private long integer(String key, long min, long max)
                throws IOException, MalformedRecordException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw wrongType(key, "a whole number");
            }
            BigInteger value = new BigInteger(parser.getText());
            if (value.compareTo(BigInteger.valueOf(min)) < 0
                    || value.compareTo(BigInteger.valueOf(max)) > 0) {
                throw new MalformedRecordException(
                        "The event's \""
                                + key
                                + "\" is "
                                + Excerpt.ofStart(parser.getText())
                                + "; allowed is "
                                + min
                                + " to "
                                + max
                                + ".");
            }
            return value.longValue();
        }

        private void readRecord() throws IOException, MalformedRecordException {
            switch (parser.currentToken()) {
                case VALUE_STRING ->
                        setRecord(
                                parser.getText().getBytes(StandardCharsets.UTF_8),
                                JsonEvent.Kind.TEXT);
                case START_OBJECT -> setRecord(compact(), JsonEvent.Kind.OBJECT);
                default -> throw wrongType("record", "an object or a string");
            }
        }

        private byte[] compact() throws IOException {
            ByteArrayOutputStream compact = new ByteArrayOutputStream();
            try (JsonGenerator generator = JsonStreams.write(compact)) {
                JsonStreams.copyValue(parser, generator);
            }
            return compact.toByteArray();
        }

        private byte[] bytesOfHex() throws IOException, MalformedRecordException {
            String hex = string("record_hex");
            try {
                return HexFormat.of().parseHex(hex);
            } catch (IllegalArgumentException e) {
                throw new MalformedRecordException(
                        "The event's \"record_hex\" is "
                                + Excerpt.ofStart(hex)
                                + "; allowed are pairs of the digits 0 to 9 and a to f.",
                        e);
            }
        }

        private MalformedRecordException wrongType(String key, String allowed) {
            return new MalformedRecordException(
                    "The event's \""
                            + key
                            + "\" is "
                            + kindOf(parser.currentToken())
                            + "; allowed is "
                            + allowed
                            + ".");
        }
    }
}
