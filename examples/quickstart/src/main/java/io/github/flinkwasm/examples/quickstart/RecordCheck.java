package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.flinkwasm.examples.quickstart.NotAnEventException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes sure that a line is one JSON object in UTF-8, and finds its time on the way. Not
 * thread-safe.
 */
final class RecordCheck {

    /** Of what is judged here nothing is kept, so nothing needs a limit; a line has one. */
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final CharsetDecoder decoder =
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private CharBuffer text = CharBuffer.allocate(8192);

    /** Checks one line; returns its time, or 1970-01-01T00:00:00Z if it names none. */
    Instant check(byte[] line) throws NotAnEventException {
        decode(line);
        // Not from the bytes: there, Jackson would also take UTF-16, UTF-32 and a byte order mark.
        try (JsonParser json = JSON.createParser(text.array(), 0, text.limit())) {
            return readObject(json, line);
        } catch (JsonProcessingException e) {
            throw notJson(e, line);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from an array failed.", e);
        }
    }

    private void decode(byte[] line) throws NotAnEventException {
        if (text.capacity() < line.length) {
            text = CharBuffer.allocate(line.length);
        }
        text.clear();
        ByteBuffer bytes = ByteBuffer.wrap(line);
        decoder.reset();
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            int at = bytes.position();
            throw new NotAnEventException(
                    Reason.NOT_UTF8,
                    at,
                    ("not UTF-8: byte %,d is 0x%02X. If the file is in another encoding,"
                                    + " convert it with iconv.")
                            .formatted(at + 1, line[at]));
        }
        text.flip();
    }

    private static Instant readObject(JsonParser json, byte[] line)
            throws IOException, NotAnEventException {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw notJson(0, "the line is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            throw notJson(0, "the line starts with a value that is no object");
        }
        Optional<Instant> time = Optional.empty();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw notJson(line.length, "the line ends within the object");
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (depth == 1 && token.isScalarValue()) {
                time = better(time, EventTime.of(json));
            }
        }
        if (json.nextToken() != null) {
            throw notJson(
                    offset(json.currentTokenLocation().getCharOffset(), line),
                    "something follows the object");
        }
        return time.orElse(Instant.EPOCH);
    }

    /** Of two times of a record the finer one: nginx has both seconds and milliseconds. */
    private static Optional<Instant> better(Optional<Instant> known, Optional<Instant> found) {
        return known.isEmpty() || (isFine(found) && !isFine(known)) ? found : known;
    }

    private static boolean isFine(Optional<Instant> time) {
        return time.map(t -> t.get(ChronoField.NANO_OF_SECOND) != 0).orElse(false);
    }

    private static NotAnEventException notJson(JsonProcessingException problem, byte[] line) {
        int at = offset(problem.getLocation().getCharOffset(), line);
        return notJson(at, inLowerCase(Excerpt.firstLineOf(problem.getOriginalMessage())));
    }

    private static String inLowerCase(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static NotAnEventException notJson(int at, String what) {
        return new NotAnEventException(
                Reason.NOT_JSON, at, "not one JSON object: byte %,d: %s".formatted(at + 1, what));
    }

    /** The byte in which a character stands. */
    private static int offset(long characters, byte[] line) {
        String text = new String(line, UTF_8);
        int end = (int) Math.max(0, Math.min(characters, text.length()));
        return text.substring(0, end).getBytes(UTF_8).length;
    }
}
