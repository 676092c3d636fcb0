package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Both directions beside Jackson and msgpack-core, on random documents. */
class MsgpackJsonDifferentialTest {
    private static final JsonFactory JACKSON = new JsonFactory();
    private static final BigInteger MAX_UINT64 =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final MsgpackJson transcoder = new MsgpackJson();

    @Test
    void theLibraryReadsInMsgpackWhatJacksonReadsInJson()
            throws IOException, MalformedRecordException {
        RandomJson texts = new RandomJson(21);
        for (int round = 0; round < 2_500; round++) {
            // Given
            Optional<byte[]> json = wellFormed(texts.value());
            if (json.isEmpty()) {
                continue;
            }
            List<String> expected = readJson(json.get());

            // When
            byte[] msgpack = transcoder.toMsgpack(json.get());

            // Then
            assertThat(readMsgpack(msgpack)).isEqualTo(expected);
        }
    }

    @Test
    void jsonSurvivesTheWayThereAndBack() throws IOException, MalformedRecordException {
        RandomJson texts = new RandomJson(22);
        for (int round = 0; round < 2_500; round++) {
            // Given
            Optional<byte[]> json = wellFormed(texts.value());
            if (json.isEmpty()) {
                continue;
            }

            // When
            byte[] back = transcoder.toJson(transcoder.toMsgpack(json.get()));

            // Then
            assertThat(readJson(back)).isEqualTo(readJson(json.get()));
        }
    }

    @Test
    void anyMsgpackBecomesWellFormedJson() throws IOException, MalformedRecordException {
        RandomMsgpack values = new RandomMsgpack(23);
        JsonScanner scanner = new JsonScanner();
        int refused = 0;
        for (int round = 0; round < 4_000; round++) {
            // Given
            byte[] msgpack = values.map();

            // When
            byte[] json;
            try {
                json = transcoder.toJson(msgpack);
            } catch (MalformedRecordException e) {
                assertThat(e).hasMessageContaining("stands inside a key itself");
                refused++;
                continue;
            }

            // Then
            ScanOutcome outcome = scanner.scanExactly(json, 0, json.length);
            assertThat(outcome).isEqualTo(ScanOutcome.RECORD);
            assertThat(scanner.copyValue()).isEqualTo(json);
            assertThat(JsonText.compact(json)).isEqualTo(json);
        }
        assertThat(refused).isBetween(1, 1_500);
    }

    /** The text with repaired strings, empty if a number in it is infinite. */
    private static Optional<byte[]> wellFormed(String text) {
        try {
            return Optional.of(
                    JsonText.wellFormed(new JsonScanner(), text.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    private static List<String> readJson(byte[] json) throws IOException {
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = JACKSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                elements.add(
                        switch (token) {
                            case FIELD_NAME, VALUE_STRING -> "text " + parser.getText();
                            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
                            case VALUE_NUMBER_FLOAT -> "float " + parser.getDoubleValue();
                            default -> parser.getText();
                        });
            }
        }
        return elements;
    }

    private static String integer(BigInteger value) {
        boolean fits =
                value.compareTo(MAX_UINT64) <= 0
                        && value.compareTo(BigInteger.valueOf(Long.MIN_VALUE)) >= 0;
        return fits ? "integer " + value : "float " + value.doubleValue();
    }

    private static List<String> readMsgpack(byte[] msgpack) throws IOException {
        List<String> elements = new ArrayList<>();
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(msgpack)) {
            read(unpacker, elements);
            assertThat(unpacker.hasNext()).isFalse();
        }
        return elements;
    }

    private static void read(MessageUnpacker unpacker, List<String> elements) throws IOException {
        switch (unpacker.getNextFormat().getValueType()) {
            case MAP -> {
                elements.add("{");
                int pairs = unpacker.unpackMapHeader();
                for (int i = 0; i < 2 * pairs; i++) {
                    read(unpacker, elements);
                }
                elements.add("}");
            }
            case ARRAY -> {
                elements.add("[");
                int count = unpacker.unpackArrayHeader();
                for (int i = 0; i < count; i++) {
                    read(unpacker, elements);
                }
                elements.add("]");
            }
            case STRING -> elements.add("text " + unpacker.unpackString());
            case INTEGER -> elements.add("integer " + unpacker.unpackBigInteger());
            case FLOAT -> elements.add("float " + unpacker.unpackDouble());
            default -> elements.add(unpacker.unpackValue().toJson());
        }
    }
}
