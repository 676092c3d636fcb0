package io.github.flinkwasm.replay.diff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.codec.JsonScanner;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.codec.ScanOutcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/** Takes records apart for a comparison. Reusable and not thread-safe. */
final class JsonValues {
    private static final int POOLED_BUFFERS = 4;

    /** Depth and lengths are bounded by the scanner, which looks at every record first. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                    .build();

    private final MsgpackJson msgpack = new MsgpackJson();
    private final JsonScanner scanner = new JsonScanner();

    /** A record as a value; one that is not well-formed is a value of its own. */
    JsonValue of(byte[] record, EventFormat format) {
        try {
            return parse(format == EventFormat.MSGPACK ? msgpack.toJson(record) : json(record));
        } catch (MalformedRecordException | IOException e) {
            return new JsonValue.Unreadable(HexFormat.of().formatHex(record));
        }
    }

    /** The one object in a text, with its strings repaired. */
    private byte[] json(byte[] record) throws IOException {
        try {
            ScanOutcome found = scanner.scanExactly(record, 0, record.length);
            if (found != ScanOutcome.RECORD) {
                throw new IOException(scanner.detail());
            }
            return scanner.copyValue();
        } finally {
            scanner.clear();
        }
    }

    private static JsonValue parse(byte[] json) throws IOException {
        JsonValue.Elements top = new JsonValue.Elements();
        Deque<JsonValue> open = new ArrayDeque<>();
        open.push(top);
        String key = "";
        try (JsonParser parser = FACTORY.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    key = parser.currentName();
                } else if (token.isStructEnd()) {
                    open.pop();
                } else {
                    JsonValue value = value(token, parser);
                    if (open.peek() instanceof JsonValue.Fields fields) {
                        fields.add(key, value);
                    } else if (open.peek() instanceof JsonValue.Elements elements) {
                        elements.values().add(value);
                    }
                    if (token.isStructStart()) {
                        open.push(value);
                    }
                }
            }
        }
        return top.values().get(0);
    }

    private static JsonValue value(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case START_OBJECT -> new JsonValue.Fields();
            case START_ARRAY -> new JsonValue.Elements();
            case VALUE_STRING -> new JsonValue.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(parser.getText());
            default -> new JsonValue.Constant(parser.getText());
        };
    }
}
