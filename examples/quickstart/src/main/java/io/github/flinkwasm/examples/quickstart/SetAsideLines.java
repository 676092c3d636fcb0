package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.apache.flink.api.common.serialization.Encoder;

/**
 * Writes what was dropped or failed as a line of JSON that says where it came from. A record stands
 * in it as it is; a line that is no JSON as a string {@code "record"}, and one that is not even
 * text as {@code "record_base64"}.
 */
final class SetAsideLines implements Encoder<SetAside> {

    private static final long serialVersionUID = 1L;

    private static final JsonFactory JSON = new JsonFactory();

    private final Ledger ledger;
    private final Outcome outcome;

    /** What became of the events that are written. */
    private enum Outcome {
        DROPPED,
        FAILED
    }

    private SetAsideLines(Ledger ledger, Outcome outcome) {
        this.ledger = ledger;
        this.outcome = outcome;
    }

    static SetAsideLines dropped(Ledger ledger) {
        return new SetAsideLines(ledger, Outcome.DROPPED);
    }

    static SetAsideLines failed(Ledger ledger) {
        return new SetAsideLines(ledger, Outcome.FAILED);
    }

    @Override
    public void encode(SetAside event, OutputStream out) throws IOException {
        out.write(OneLine.of(toJson(event)));
        switch (outcome) {
            case DROPPED -> ledger.dropped(event);
            case FAILED -> ledger.failed(event);
        }
    }

    private byte[] toJson(SetAside event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + event.bytes().length);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("file", ledger.file(event.file()).file().name());
            json.writeNumberField("line", event.line());
            json.writeStringField("tag", event.tag());
            if (event.filter() != SetAside.BEFORE_ANY_FILTER) {
                json.writeStringField("filter", ledger.filter(event.filter()).step().name());
            }
            if (outcome == Outcome.FAILED) {
                json.writeStringField("reason", event.reason());
                json.writeStringField("detail", event.detail());
            }
            writeRecord(json, event);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeRecord(JsonGenerator json, SetAside event) throws IOException {
        Optional<String> text = strictlyDecoded(event.bytes());
        if (text.isEmpty()) {
            json.writeBinaryField("record_base64", event.bytes());
        } else if (event.isJson()) {
            json.writeFieldName("record");
            json.writeRawValue(text.get());
        } else {
            json.writeStringField("record", text.get());
        }
    }

    private static Optional<String> strictlyDecoded(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
