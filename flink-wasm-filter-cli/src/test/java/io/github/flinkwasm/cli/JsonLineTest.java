package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.codec.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {

    @Test
    void everyTypeIsWrittenInTheOrderOfTheMap() {
        // Given
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("z", "text");
        object.put("a", 1);
        object.put("b", 1L << 40);
        object.put("c", true);
        object.put("d", List.of("x", List.of()));
        object.put("e", Map.of());
        object.put("f", new JsonLine.Raw("{\"raw\":1.0}"));

        // When
        String line = JsonLine.of(object);

        // Then
        assertThat(line)
                .isEqualTo(
                        "{\"z\":\"text\",\"a\":1,\"b\":1099511627776,\"c\":true,\"d\":[\"x\",[]],"
                                + "\"e\":{},\"f\":{\"raw\":1.0}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quote \" and backslash \\",
                "line\nbreak\r",
                "escape \u001b[31m and delete \u007f",
                "next line \u0085",
                "right to left \u202e",
                "é 😀",
                "nul \0"
            })
    void textComesBackAsItWasAndHarmsNoTerminal(String text) throws Exception {
        // When
        String line = JsonLine.of(Map.of("key", text));

        // Then
        assertThat(JsonText.compact(line)).as("well-formed JSON").startsWith("{\"key\":\"");
        assertThat(line.chars().filter(c -> Printable.isDangerous((char) c))).isEmpty();
        assertThat(unescape(line)).isEqualTo("{\"key\":\"" + text + "\"}");
    }

    @Test
    void halfACharacterIsEscaped() {
        // When
        String line = JsonLine.of(Map.of("key", "\ud83d x \ude00"));

        // Then
        assertThat(line).isEqualTo("{\"key\":\"\\ud83d x \\ude00\"}");
    }

    @Test
    void otherTypesAreADefect() {
        assertThatThrownBy(() -> JsonLine.of(Map.of("key", 1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Double");
    }

    private static String unescape(String json) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (json.charAt(i + 1) == 'u') {
                text.append((char) Integer.parseInt(json.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                text.append(json.charAt(i + 1));
                i++;
            }
        }
        return text.toString();
    }
}
