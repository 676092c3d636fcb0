package io.github.flinkwasm.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.internal.codec.JsonText;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.ValueKind;
import io.github.flinkwasm.internal.runtime.GuestText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the options that a call gives as one literal: a JSON object, {@code '{"sha256": "9f2c…",
 * "on-failure": "drop"}'}. See docs/rationale.md, "Why are options of a call JSON?".
 */
final class OptionsLiteral {
    private OptionsLiteral() {}

    /**
     * @throws InvalidConfigurationException if it is none, or a value is no text, number or boolean
     */
    static Map<String, String> read(String literal) {
        Map<String, String> options = new LinkedHashMap<>();
        try {
            RecordReader reader = RecordReader.json();
            reader.start(JsonText.compact(literal).getBytes(UTF_8));
            if (reader.next() != ValueKind.OBJECT) {
                throw unreadable(literal, "it is " + reader.describe());
            }
            for (String key = reader.nextKey(); key != null; key = reader.nextKey()) {
                if (options.put(key, value(key, literal, reader)) != null) {
                    throw unreadable(literal, GuestText.quoted(key) + " is there twice");
                }
            }
        } catch (MalformedRecordException malformed) {
            throw unreadable(literal, String.valueOf(malformed.getMessage()));
        }
        return options;
    }

    private static String value(String key, String literal, RecordReader reader)
            throws MalformedRecordException {
        return switch (reader.next()) {
            case STRING -> reader.string();
            case BOOLEAN -> String.valueOf(reader.bool());
            case INTEGER, BIG_INTEGER -> reader.bigInteger().toString();
            case DECIMAL -> reader.decimal().toPlainString();
            case NULL, OBJECT, ARRAY, BINARY, EXTENSION ->
                    throw unreadable(
                            literal,
                            "the value of "
                                    + GuestText.quoted(key)
                                    + " is "
                                    + reader.describe()
                                    + ", not a string, a number or a boolean");
        };
    }

    private static InvalidConfigurationException unreadable(String literal, String why) {
        return new InvalidConfigurationException(
                ("The options %s are no JSON object of options and their values: %s. Write them as"
                                + " in '{\"on-failure\": \"drop\", \"limits.memory\": \"64 mb\"}'.")
                        .formatted(GuestText.quoted(literal), why));
    }
}
