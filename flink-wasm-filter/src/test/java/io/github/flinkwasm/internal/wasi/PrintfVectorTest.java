package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * printf against what a C library printed; vectors.c beside the resource says how the file was
 * made.
 */
class PrintfVectorTest {
    private static final int FORMAT = 0x100;
    private static final int ARGUMENTS = 0x1000;
    private static final int STRINGS = 0x2000;
    private static final int TARGET = 0x4000;

    @Test
    void printsWhatTheCLibraryPrints() throws IOException {
        // Given
        List<String> vectors = vectors();
        FakeGuestCall call = new FakeGuestCall();
        BoundFunctions env = BoundFunctions.env(call);

        // When
        List<String> differences = new ArrayList<>();
        for (String vector : vectors) {
            String[] fields = vector.split("\t", -1);
            int length = format(call, env, unescaped(fields[0]), fields[1]);
            String expected = unescaped(fields[2]);
            String actual = call.text(TARGET, Math.min(length, 0x4000));
            if (!actual.equals(expected) || call.memory().readByte(TARGET + length) != 0) {
                differences.add(fields[0] + " " + fields[1] + ": " + actual + " for " + expected);
            }
        }

        // Then
        assertThat(vectors).hasSizeGreaterThan(1500);
        assertThat(differences).isEmpty();
    }

    private static int format(
            FakeGuestCall call, BoundFunctions env, String format, String arguments) {
        call.string(FORMAT, format);
        int slot = ARGUMENTS;
        int string = STRINGS;
        for (String argument : arguments.split(" ", -1)) {
            String value = argument.substring(2);
            switch (argument.charAt(0)) {
                case 'i' -> {
                    call.memory().writeInt(slot, Integer.parseInt(value));
                    slot += 4;
                }
                case 's' -> {
                    String text = unescaped(value);
                    call.memory().writeInt(slot, call.string(string, text));
                    slot += 4;
                    string += text.length() + 1;
                }
                default -> {
                    slot = (slot + 7) & ~7;
                    long bits =
                            argument.charAt(0) == 'l'
                                    ? Long.parseLong(value)
                                    : Long.parseUnsignedLong(value, 16);
                    call.memory().writeLong(slot, bits);
                    slot += 8;
                }
            }
        }
        return env.call("sprintf", TARGET, FORMAT, ARGUMENTS);
    }

    private static List<String> vectors() throws IOException {
        try (InputStream resource =
                        PrintfVectorTest.class.getResourceAsStream("/printf/vectors.txt");
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }

    private static String unescaped(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                result.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                result.append(text.charAt(i));
            }
        }
        return result.toString();
    }
}
