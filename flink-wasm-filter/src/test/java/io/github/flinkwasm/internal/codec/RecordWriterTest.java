package io.github.flinkwasm.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

final class RecordWriterTest {

    private static final String EVERY_CHARACTER =
            IntStream.range(0, 0x300)
                    .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                    .append("€\u2028\uffff😀\udbff\udfff")
                    .toString();

    @Test
    void writesCompactJson() {
        // Given
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("a", List.of(1L, List.of(), Map.of(), "x"));
        record.put("b", Map.of("c", true));
        record.put("d", null);

        // When
        String json = json(record);

        // Then
        assertThat(json).isEqualTo("{\"a\":[1,[],{},\"x\"],\"b\":{\"c\":true},\"d\":null}");
    }

    @Test
    void textIsReadAsItWasWritten() throws IOException {
        // When
        String fromJson = new ObjectMapper().readValue(json(EVERY_CHARACTER), String.class);
        String fromMsgpack = unpacker(EVERY_CHARACTER).unpackString();

        // Then
        assertThat(fromJson).isEqualTo(EVERY_CHARACTER);
        assertThat(fromMsgpack).isEqualTo(EVERY_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d"})
    void loneSurrogatesBecomeReplacements(String lone) throws IOException {
        // Given
        String text = "<" + lone + ">";
        String replaced = "<" + "\ufffd".repeat(lone.length()) + ">";

        // When
        String json = json(text);
        String fromMsgpack = unpacker(text).unpackString();

        // Then
        assertThat(json).isEqualTo("\"" + replaced + "\"");
        assertThat(fromMsgpack).isEqualTo(replaced);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "-0.0, -0.0",
        "5, 5.0",
        "1e10, 1.0E10",
        "2e-3, 0.002",
        "9007199254740993, 9.007199254740992E15",
        "4.9E-324, 4.9E-324",
        "NaN, '\"NaN\"'",
        "Infinity, '\"Infinity\"'",
        "-Infinity, '\"-Infinity\"'"
    })
    void doublesKeepWhatTellsThemFromTheirNeighbours(double value, String json) {
        // When, Then
        assertThat(json(value)).isEqualTo(json);
    }

    @Test
    void floatsAreNotWidened() throws IOException {
        // When
        String json = json(0.1f);
        byte[] msgpack = msgpack(0.1f);

        // Then
        assertThat(json).isEqualTo("0.1");
        assertThat(msgpack).isEqualTo(HexFormat.of().parseHex("ca3dcccccd"));
    }

    @Test
    void decimalsKeepEveryDigit() throws IOException {
        // Given
        BigDecimal decimal = new BigDecimal("-12345678901234567890.12345678901234567890");

        // When
        String json = json(decimal);
        String inMsgpack = unpacker(decimal).unpackString();

        // Then
        assertThat(json).isEqualTo(decimal.toString());
        assertThat(inMsgpack).isEqualTo(decimal.toString());
    }

    @Test
    void integersTakeTheFormThatTheLibraryGivesThem() throws IOException {
        for (int shift = 0; shift < Long.SIZE; shift++) {
            for (long offset = -2; offset <= 2; offset++) {
                // Given
                long value = (1L << shift) + offset;

                // When
                byte[] positive = msgpack(value);
                byte[] negative = msgpack(-value);

                // Then
                assertThat(positive).isEqualTo(packed(BigInteger.valueOf(value)));
                assertThat(negative).isEqualTo(packed(BigInteger.valueOf(-value)));
                assertThat(json(value)).isEqualTo(Long.toString(value));
            }
        }
    }

    @Test
    void largeIntegersAreDigitsWhereTheFormatHasNoForm() throws IOException {
        // Given
        BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        BigInteger tooLarge = largest.add(BigInteger.ONE);

        // When, Then
        assertThat(msgpack(largest)).isEqualTo(packed(largest));
        assertThat(unpacker(tooLarge).unpackString()).isEqualTo("18446744073709551616");
        assertThat(json(tooLarge)).isEqualTo("18446744073709551616");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536})
    void everyCountHasItsForm(int count) throws IOException {
        // Given
        String text = "x".repeat(count);
        byte[] bytes = new byte[count];
        List<Boolean> list = IntStream.range(0, count).mapToObj(i -> true).toList();
        Map<String, Object> map = new LinkedHashMap<>();
        list.forEach(element -> map.put("k" + map.size(), element));

        // When
        MessageUnpacker in = unpacker(List.of(text, bytes, list, map));

        // Then
        assertThat(in.unpackArrayHeader()).isEqualTo(4);
        assertThat(in.unpackString()).isEqualTo(text);
        assertThat(in.unpackBinaryHeader()).isEqualTo(count);
        assertThat(in.readPayload(count)).isEqualTo(bytes);
        assertThat(in.unpackValue().asArrayValue().size()).isEqualTo(count);
        assertThat(in.unpackValue().asMapValue().size()).isEqualTo(count);
        assertThat(in.hasNext()).isFalse();
    }

    @Test
    void bytesAreBase64InJson() {
        // When, Then
        assertThat(json(new byte[] {-1, -2, -3, -4})).isEqualTo("\"//79/A==\"");
    }

    @Test
    void preparedNamesAreWrittenAsOthers() {
        // Given
        FieldNames names = new FieldNames(List.of("plain", "q\"uote", "ä"));
        RecordWriter json = RecordWriter.json();

        // When
        json.startObject(3);
        for (int i = 0; i < names.size(); i++) {
            json.key(names, i);
            json.integer(i);
        }
        json.endObject();

        // Then
        assertThat(json.take()).asString(UTF_8).isEqualTo("{\"plain\":0,\"q\\\"uote\":1,\"ä\":2}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnfinishedRecordLeavesNothingBehind(boolean inJson) {
        // Given
        RecordWriter writer = inJson ? RecordWriter.json() : RecordWriter.msgpack();
        writer.startArray(3);
        writer.string("x".repeat(3_000_000));

        // When
        writer.clear();
        writer.bool(true);
        byte[] record = writer.take();

        // Then
        assertThat(record).hasSize(inJson ? 4 : 1);
    }

    private static String json(Object value) {
        RecordWriter json = RecordWriter.json();
        RecordTrees.write(value, json);
        return new String(json.take(), UTF_8);
    }

    private static byte[] msgpack(Object value) {
        RecordWriter msgpack = RecordWriter.msgpack();
        RecordTrees.write(value, msgpack);
        return msgpack.take();
    }

    private static MessageUnpacker unpacker(Object value) {
        return MessagePack.newDefaultUnpacker(msgpack(value));
    }

    private static byte[] packed(BigInteger value) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packBigInteger(value);
            return packer.toByteArray();
        }
    }
}
