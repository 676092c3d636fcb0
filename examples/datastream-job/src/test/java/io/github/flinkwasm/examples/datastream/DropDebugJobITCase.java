package io.github.flinkwasm.examples.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's job is the one that is compiled, and it prints what it should. */
class DropDebugJobITCase {
    private static final Path ROOT = Path.of("..", "..");

    @Test
    void readmeShowsTheSourceAsItIs() throws Exception {
        // Given
        String source =
                Files.readString(
                        Path.of(
                                "src/main/java/io/github/flinkwasm/examples/datastream/DropDebugJob.java"));
        String body =
                source.substring(
                                source.indexOf("        StreamExecutionEnvironment env"),
                                source.lastIndexOf("    }\n}"))
                        .stripTrailing()
                        .indent(-8);

        // When
        String readme = Files.readString(ROOT.resolve("README.md"));

        // Then
        assertThat(readme).contains("```java\n" + body + "```");
    }

    @Test
    void threeRecordsGoThreeWays() throws Exception {
        // Given
        PrintStream standardOutput = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));

        // When
        try {
            DropDebugJob.main(
                    new String[] {
                        ROOT.resolve("examples/filters/c-freestanding/drop_debug.wasm").toString()
                    });
        } finally {
            System.setOut(standardOutput);
        }

        // Then
        assertThat(printed.toString(UTF_8).lines())
                .anyMatch(line -> line.matches("emitted.*> \\{\"level\":\"info\"}"))
                .anyMatch(line -> line.matches("dropped.*> \\{\"level\":\"debug\"}"))
                .anyMatch(line -> line.matches("failed.*> .*INVALID_RECORD.*"));
    }
}
