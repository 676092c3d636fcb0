package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/**
 * Jackson's parser and generator, set up for text that {@link JsonScanner} has already checked: the
 * scanner alone decides what is well-formed and what is too deep or too long, so that every way in
 * accepts the same texts. Jackson only takes checked text apart.
 */
final class JsonStreams {
    private static final int POOLED_BUFFERS = 16;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .build())
                    // Keys come from strangers: no table of them may grow, or slow down when many
                    // collide.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    // JDK 17's Double.toString is not always the shortest form.
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    // Otherwise a character beyond the basic plane is written as two escapes.
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    // The default pool hangs on threads and would keep a job's class loader alive.
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                    .build();

    private JsonStreams() {}

    /** A parser of text that a {@link JsonScanner} let through. */
    static JsonParser parse(byte[] wellFormed) throws IOException {
        return FACTORY.createParser(wellFormed);
    }

    /** A generator of compact JSON in UTF-8. */
    static JsonGenerator write(OutputStream target) throws IOException {
        return FACTORY.createGenerator(target);
    }

    /** A generator of compact JSON in characters. */
    static JsonGenerator write(Writer target) throws IOException {
        return FACTORY.createGenerator(target);
    }

    /**
     * Copies the value at whose first token the parser stands, and leaves the parser at its last.
     * Numbers keep their text.
     */
    static void copyValue(JsonParser parser, JsonGenerator generator) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token == JsonToken.FIELD_NAME) {
                generator.writeFieldName(parser.currentName());
            } else if (token.isNumeric()) {
                generator.writeNumber(parser.getText());
            } else {
                generator.copyCurrentEvent(parser);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }
}
