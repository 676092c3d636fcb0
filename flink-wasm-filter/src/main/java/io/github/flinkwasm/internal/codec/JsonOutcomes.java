package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes the outcome of one event as one line of JSON, without the line break. */
public final class JsonOutcomes {
    private static final String OUTCOME = "outcome";
    private static final String EMITTED = "emitted";

    private JsonOutcomes() {}

    /** An emitted JSON record: its text as a string. */
    public static String emittedText(byte[] json) {
        return object(OUTCOME, EMITTED, "text", new String(json, StandardCharsets.UTF_8));
    }

    /** An emitted msgpack record: its bytes in hexadecimal. */
    public static String emittedHex(byte[] msgpack) {
        return object(OUTCOME, EMITTED, "hex", HexFormat.of().formatHex(msgpack));
    }

    /** A dropped event. */
    public static String dropped() {
        return object(OUTCOME, "dropped");
    }

    /** A failed event. */
    public static String failed(String reason, String detail) {
        return object(OUTCOME, "failed", "reason", reason, "detail", detail);
    }

    private static String object(String... keysAndValues) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = JsonStreams.write(line)) {
            generator.writeStartObject();
            for (int i = 0; i < keysAndValues.length; i += 2) {
                generator.writeStringField(keysAndValues[i], keysAndValues[i + 1]);
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
