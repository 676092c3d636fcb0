package io.github.flinkwasm.replay.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void lineBreaksGoAndOtherSpaceStays() {
        // Given
        byte[] json = "{\n  \"a\":\t1,\r\n \"b\": \"\\n\"\r}\n".getBytes(UTF_8);

        // When
        byte[] line = OneLine.of(json);

        // Then
        assertThat(line).asString(UTF_8).isEqualTo("{  \"a\":\t1, \"b\": \"\\n\"}");
    }

    @Test
    void textOfOneLineIsNotCopied() {
        // Given
        byte[] json = "{\"a\":1}".getBytes(UTF_8);

        // When
        byte[] line = OneLine.of(json);

        // Then
        assertThat(line).isSameAs(json);
    }
}
