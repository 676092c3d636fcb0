package io.github.flinkwasm.fluentbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/fluent-bit-configuration.md} says what the code does. */
class FilterKeyReferenceTest {

    private static final Path DOCUMENT =
            Path.of("..", "docs", "reference", "fluent-bit-configuration.md");
    private static final String BEGIN = "<!-- begin fluent-bit-filter-keys ";
    private static final String END = "<!-- end fluent-bit-filter-keys -->";

    @Test
    void everyKeyIsDocumented() throws IOException {
        // Given
        StringBuilder table = new StringBuilder("\n| Key | Value | Default | Meaning |\n");
        table.append("| --- | --- | --- | --- |\n");
        for (FilterKey key : FilterKey.values()) {
            table.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    key.key(),
                                    key.allowedValues(),
                                    key.defaultValue().isEmpty() ? "none" : key.defaultValue(),
                                    key.meaning()));
        }

        // When
        String document = Files.readString(DOCUMENT);

        // Then
        int start = document.indexOf('\n', document.indexOf(BEGIN)) + 1;
        int end = document.indexOf(END);
        String expected = document.substring(0, start) + table + "\n" + document.substring(end);
        if (System.getProperty("docs.regenerate") != null) {
            Files.writeString(DOCUMENT, expected);
        } else {
            assertThat(document)
                    .as("%s; make the table anew with -Ddocs.regenerate", DOCUMENT)
                    .isEqualTo(expected);
        }
    }
}
