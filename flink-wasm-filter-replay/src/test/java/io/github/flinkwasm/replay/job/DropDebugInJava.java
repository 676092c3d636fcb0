package io.github.flinkwasm.replay.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What {@code drop_debug.c} does, as somebody would write it in Java: a streaming parser looks for
 * the record's own {@code level}.
 */
final class DropDebugInJava implements EventFunction {
    private static final FilterOutcome DROPPED = new FilterOutcome.Dropped();

    private final JsonFactory factory = new JsonFactory();

    static EventFunction start(FilterRoute route) {
        return new DropDebugInJava();
    }

    @Override
    public FilterOutcome apply(LogEvent event) {
        try {
            try (JsonParser parser = factory.createParser(event.record())) {
                return isDebug(parser) ? DROPPED : new FilterOutcome.Emitted(event);
            } catch (JsonParseException e) {
                return applyRepaired(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recorded logs have a few lines that are not UTF-8. */
    private FilterOutcome applyRepaired(LogEvent event) throws IOException {
        String text = new String(event.record(), StandardCharsets.UTF_8);
        try (JsonParser parser = factory.createParser(text)) {
            return isDebug(parser)
                    ? DROPPED
                    : new FilterOutcome.Emitted(
                            event.withRecord(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static boolean isDebug(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isLevel = parser.currentName().equals("level");
            JsonToken value = parser.nextToken();
            if (isLevel) {
                String level = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                return level.equals("debug") || level.equals("DEBUG");
            }
            parser.skipChildren();
        }
        return false;
    }

    @Override
    public void close() {}
}
