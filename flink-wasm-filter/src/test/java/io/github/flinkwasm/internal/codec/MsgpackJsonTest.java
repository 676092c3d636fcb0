package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsgpackJsonTest {
    private final MsgpackJson transcoder = new MsgpackJson();

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "-0, 00",
        "127, 7f",
        "128, cc80",
        "256, cd0100",
        "65536, ce00010000",
        "4294967296, cf0000000100000000",
        "9223372036854775807, cf7fffffffffffffff",
        "9223372036854775808, cf8000000000000000",
        "18446744073709551615, cfffffffffffffffff",
        "18446744073709551616, cb43f0000000000000",
        "123456789012345678901234567890, cb45f8ee90ff6c373e",
        "-1, ff",
        "-33, d0df",
        "-129, d1ff7f",
        "-9223372036854775808, d38000000000000000",
        "-9223372036854775809, cbc3e0000000000000",
        "-18446744073709551615, cbc3f0000000000000"
    })
    void integersBecomeIntegersWhereMsgpackHasThem(String json, String hex)
            throws MalformedRecordException {
        // When
        String msgpack = toMsgpack(json);

        // Then
        assertThat(msgpack).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, cb3ff0000000000000",
        "-0.0, cb8000000000000000",
        "1e2, cb4059000000000000",
        "0.1, cb3fb999999999999a",
        "0.30000000000000004, cb3fd3333333333334",
        "1e-999, cb0000000000000000",
        "1.7976931348623157e308, cb7fefffffffffffff"
    })
    void pointOrExponentMakesAFloat(String json, String hex) throws MalformedRecordException {
        // When
        String msgpack = toMsgpack(json);

        // Then
        assertThat(msgpack).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null|c0",
                "[true,false]|92c3c2",
                "\"\"|a0",
                "\"\\u0000é\\ud83d\\ude00\"|a700c3a9f09f9880",
                "\"\\ud83d\"|a3efbfbd",
                "{\"a\":1,\"b\":{},\"a\":[]}|83a16101a16280a16190",
                "[[],[[]],{\"a\":[1,{\"b\":2}]},3]|94909190" + "81a1619201" + "81a16202" + "03"
            })
    void containersKeepTheirOrderAndCounts(String json, String hex)
            throws MalformedRecordException {
        // When
        String msgpack = toMsgpack(json);

        // Then
        assertThat(msgpack).isEqualTo(hex);
    }

    @Test
    void manyElementsGetLongerHeaders() throws MalformedRecordException {
        // When
        String sixteen = toMsgpack("[" + "0,".repeat(15) + "0]");
        String many = toMsgpack("[" + "0,".repeat(69_999) + "0]");
        String longText = toMsgpack("\"" + "é".repeat(40_000) + "\"");

        // Then
        assertThat(sixteen).startsWith("dc0010").hasSize(2 * (3 + 16));
        assertThat(many).startsWith("dd00011170").hasSize(2 * (5 + 70_000));
        assertThat(longText).startsWith("db00013880c3a9").hasSize(2 * (5 + 80_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1}x", "{\"a\":01}", "{\"a\":1e999}", "[1] [2]"})
    void textThatIsNotOneValueIsRefused(String json) {
        assertThatThrownBy(() -> toMsgpack(json))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("Not well-formed JSON: ");
    }

    @ParameterizedTest
    @CsvSource({
        "c0, null",
        "c3, true",
        "7f, 127",
        "e0, -32",
        "cfffffffffffffffff, 18446744073709551615",
        "d38000000000000000, -9223372036854775808",
        "cb3ff0000000000000, 1.0",
        "cb0000000000000000, 0.0",
        "cb8000000000000000, -0.0",
        "cb43dfeb3dd0676600, 9200000000000000000.0",
        "cb43dfffffffffffff, 9223372036854774784.0",
        "cb43e0000000000000, 9.223372036854776E18",
        "cbc3e0000000000000, -9223372036854775808.0",
        "cbc3e0000000000001, -9.223372036854778E18",
        "cb3fb999999999999a, 0.1",
        "cb3fd3333333333334, 0.30000000000000004",
        "cb3d30000000000000, 5.684341886080802E-14",
        "ca3dcccccd, 0.10000000149011612",
        "cb7ff8000000000000, null",
        "cb7ff0000000000000, null",
        "caff800000, null"
    })
    void numbersAreWrittenExactly(String hex, String json) throws MalformedRecordException {
        // When
        String text = toJson(hex);

        // Then
        assertThat(text).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a0|\"\"",
                "a700c3a9f09f9880|\"\\u0000é😀\"",
                "a3eda080|\"\ufffd\ufffd\ufffd\"",
                "a4225c0a2f|\"\\\"\\\\\\n/\"",
                "c403616263|\"abc\"",
                "c403ff6180|\"\ufffda\ufffd\"",
                "d405ff|{\"ext\":5,\"hex\":\"ff\"}",
                "c700fe|{\"ext\":-2,\"hex\":\"\"}",
                "d700000000010000002a|{\"ext\":0,\"hex\":\"000000010000002a\"}",
                "83a16101a16280a16190|{\"a\":1,\"b\":{},\"a\":[]}",
                "9490919081a161929081a1620203|[[],[[]],{\"a\":[[],{\"b\":2}]},3]"
            })
    void everyTypeHasItsText(String hex, String json) throws MalformedRecordException {
        // When
        String text = toJson(hex);

        // Then
        assertThat(text).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "830501c302c003|{\"5\":1,\"true\":2,\"null\":3}",
                "81ca3fc0000000|{\"1.5\":0}",
                "81cb7ff800000000000000|{\"null\":0}",
                "81c40161a162|{\"a\":\"b\"}",
                "81d4050100|{\"{\\\"ext\\\":5,\\\"hex\\\":\\\"01\\\"}\":0}",
                "82920191a16bc281a16bc301|{\"[1,[\\\"k\\\"]]\":false,\"{\\\"k\\\":true}\":1}"
            })
    void keysThatAreNoStringsBecomeTheirText(String hex, String json)
            throws MalformedRecordException {
        // When
        String text = toJson(hex);

        // Then
        assertThat(text).isEqualTo(json);
    }

    @Test
    void containersInsideKeysOfContainersAreRefused() {
        // Given: {{{1: 2}: 3}: 4}, each level of which would double the text
        String hex = "818181010203" + "04";

        // When / Then
        assertThatThrownBy(() -> toJson(hex))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("A map key is a map at offset 2 of the record")
                .hasMessageContaining("Use strings as keys.");
    }

    @ParameterizedTest
    @CsvSource({
        "'', an element is missing at offset 0 of the record",
        "81a1, a string is not complete at offset 1 of the record",
        "c1, 'byte 0xc1, which msgpack never uses, at offset 0 of the record'",
        "0102, the msgpack value ends at offset 1 of the record"
    })
    void bytesThatAreNotOneValueAreRefused(String hex, String message) {
        assertThatThrownBy(() -> toJson(hex))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("Not well-formed msgpack: " + message);
    }

    @Test
    void depthIsLimitedBothWays() throws MalformedRecordException {
        // Given
        MsgpackJson shallow = new MsgpackJson(3);
        byte[] json = "[[[1]]]".getBytes(StandardCharsets.UTF_8);

        // When
        byte[] msgpack = shallow.toMsgpack(json);
        byte[] back = shallow.toJson(msgpack);

        // Then
        assertThat(back).isEqualTo(json);
        assertThatThrownBy(() -> shallow.toMsgpack("[[[[]]]]".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("deeper than the allowed 3 levels at line 1, column 4");
        assertThatThrownBy(() -> shallow.toJson(HexFormat.of().parseHex("91919190")))
                .hasMessageContaining("deeper than the allowed 3 levels at offset 3");
    }

    @Test
    void deepNestingNeedsNoStack() throws MalformedRecordException {
        // Given
        MsgpackJson deep = new MsgpackJson(200_000);
        String json = "[".repeat(200_000) + "]".repeat(200_000);

        // When
        byte[] msgpack = deep.toMsgpack(json.getBytes(StandardCharsets.UTF_8));
        byte[] back = deep.toJson(msgpack);

        // Then
        assertThat(new String(back, StandardCharsets.UTF_8).equals(json)).isTrue();
    }

    private String toMsgpack(String json) throws MalformedRecordException {
        byte[] msgpack = transcoder.toMsgpack(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(msgpack);
    }

    private String toJson(String hex) throws MalformedRecordException {
        byte[] json = transcoder.toJson(HexFormat.of().parseHex(hex));
        return new String(json, StandardCharsets.UTF_8);
    }
}
