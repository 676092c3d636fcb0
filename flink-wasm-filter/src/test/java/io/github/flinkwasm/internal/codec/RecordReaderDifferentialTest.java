package io.github.flinkwasm.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageFormatException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** The record readers beside Jackson and msgpack-core, on random documents. */
class RecordReaderDifferentialTest {
    private static final ObjectMapper JACKSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    @Test
    void readsInJsonWhatJacksonReads() throws IOException, MalformedRecordException {
        RandomJson texts = new RandomJson(31);
        RecordReader reader = RecordReader.json();
        for (int round = 0; round < 3_000; round++) {
            // Given
            Optional<byte[]> json = wellFormed(utf8(texts.value()));
            if (json.isEmpty()) {
                continue;
            }
            Object expected = decimals(JACKSON.readValue(json.get(), Object.class));

            // When
            reader.start(json.get());
            Object read = RecordTrees.read(reader);

            // Then
            assertThat(read).isEqualTo(expected);
        }
    }

    @Test
    void readsInMsgpackWhatTheLibraryReads() throws IOException {
        RandomMsgpack values = new RandomMsgpack(32);
        RecordReader reader = RecordReader.msgpack();
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            // Given
            byte[] msgpack = values.value();
            Optional<Value> expected = unpack(msgpack);
            if (expected.isEmpty()) {
                continue;
            }

            // When
            reader.start(msgpack);
            Object read;
            try {
                read = RecordTrees.read(reader);
            } catch (MalformedRecordException keyIsNoString) {
                refused++;
                continue;
            }

            // Then
            assertThat(read).isEqualTo(tree(expected.get()));
        }
        assertThat(refused).isBetween(100, 2_500);
    }

    @Test
    void skipsWholeValues() throws MalformedRecordException {
        RandomMsgpack values = new RandomMsgpack(33);
        RandomJson texts = new RandomJson(34);
        MsgpackRecordReader msgpackReader = new MsgpackRecordReader();
        JsonRecordReader jsonReader = new JsonRecordReader();
        for (int round = 0; round < 2_000; round++) {
            // Given
            byte[] msgpack = join(new byte[] {(byte) 0x92}, values.value(), new byte[] {7});
            byte[] json = wellFormed(utf8(texts.value())).orElse(new byte[] {'0'});
            json = join(new byte[] {'['}, json, new byte[] {',', '7', ']'});

            // When
            long afterMsgpack = afterFirstElement(msgpackReader, msgpack);
            long afterJson = afterFirstElement(jsonReader, json);

            // Then
            assertThat(afterMsgpack).isEqualTo(7);
            assertThat(afterJson).isEqualTo(7);
        }
    }

    @Test
    void nothingButMalformedComesOfSpoiltRecords() {
        RandomMsgpack values = new RandomMsgpack(35);
        RandomJson texts = new RandomJson(36);
        Random random = new Random(37);
        int malformed = 0;
        for (int round = 0; round < 5_000; round++) {
            // Given
            byte[] msgpack = spoil(values.map(), random);
            byte[] json = spoil(utf8(texts.value()), random);

            // When
            boolean msgpackRead = isRead(RecordReader.msgpack(), msgpack);
            boolean jsonRead = isRead(RecordReader.json(), json);

            // Then
            malformed += msgpackRead ? 0 : 1;
            malformed += jsonRead ? 0 : 1;
        }
        assertThat(malformed).isGreaterThan(1_000);
    }

    /** Anything but the two exceptions that the reader announces ends the test. */
    private static boolean isRead(RecordReader reader, byte[] record) {
        reader.start(record);
        try {
            RecordTrees.read(reader);
            return true;
        } catch (MalformedRecordException | NumberFormatException e) {
            return false;
        }
    }

    private static byte[] spoil(byte[] record, Random random) {
        byte[] spoilt = Arrays.copyOf(record, random.nextInt(record.length + 1));
        if (spoilt.length > 0 && random.nextBoolean()) {
            spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
        }
        return spoilt;
    }

    private static long afterFirstElement(RecordReader reader, byte[] array)
            throws MalformedRecordException {
        reader.start(array);
        assertThat(reader.next()).isEqualTo(ValueKind.ARRAY);
        assertThat(reader.nextElement()).isTrue();
        reader.next();
        reader.skipRest();
        assertThat(reader.nextElement()).isTrue();
        assertThat(reader.next()).isEqualTo(ValueKind.INTEGER);
        assertThat(reader.nextElement()).isFalse();
        return reader.integer();
    }

    private static Optional<byte[]> wellFormed(byte[] json) {
        try {
            return Optional.of(JsonText.wellFormed(new JsonScanner(), json));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        byte[] joined = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, length, part.length);
            length += part.length;
        }
        return joined;
    }

    /** Empty where the library looks into an extension value and finds no timestamp. */
    private static Optional<Value> unpack(byte[] msgpack) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(msgpack)) {
            return Optional.of(unpacker.unpackValue());
        } catch (MessageFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object decimals(@Nullable Object value) {
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> decimals = new ArrayList<>();
            list.forEach(element -> decimals.add(decimals(element)));
            return decimals;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> decimals = new LinkedHashMap<>();
            map.forEach((key, element) -> decimals.put(key, decimals(element)));
            return decimals;
        }
        return value;
    }

    private static @Nullable Object tree(Value value) {
        return switch (value.getValueType()) {
            case NIL -> null;
            case BOOLEAN -> value.asBooleanValue().getBoolean();
            case INTEGER -> new BigDecimal(value.asIntegerValue().asBigInteger());
            case FLOAT -> value.asFloatValue().toDouble();
            case STRING -> value.asStringValue().asString();
            case BINARY -> List.of(value.asBinaryValue().asByteArray().length, "bytes");
            case EXTENSION -> ValueKind.EXTENSION;
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                value.asArrayValue().forEach(element -> list.add(tree(element)));
                yield list;
            }
            case MAP -> {
                Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                for (Map.Entry<Value, Value> entry : value.asMapValue().entrySet()) {
                    map.put(entry.getKey().asStringValue().asString(), tree(entry.getValue()));
                }
                yield map;
            }
        };
    }
}
