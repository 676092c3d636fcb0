package io.github.flinkwasm.examples.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the README to what the job does. */
final class FilterAccessLogsITCase {

    private static final Path README = Path.of("README.md");
    private static final Path SOURCE =
            Path.of("src/main/java", FilterAccessLogs.class.getName().replace('.', '/') + ".java");

    @TempDir private Path output;

    @Test
    void jobWritesWhatTheReadmeSays() throws Exception {
        // Given
        String[] arguments = {
            "../archive/web-access-2.ndjson.gz",
            "../filters/rust-json/access_log.wasm",
            output.toString()
        };

        // When
        FilterAccessLogs.main(arguments);

        // Then
        assertThat(lines("emitted")).hasSize(countInReadme("emitted"));
        assertThat(lines("dropped")).hasSize(countInReadme("dropped"));
        assertThat(lines("failed")).hasSize(countInReadme("failed"));
        assertThat(lines("emitted")).startsWith(blocksOfReadme("json").get(0).strip());
        assertThat(lines("dropped")).allMatch(line -> line.contains("\"path\":\"/health"));
        assertThat(lines("failed")).allMatch(line -> line.startsWith("INVALID_RECORD\t"));
    }

    @Test
    void readmeQuotesTheSource() throws IOException {
        // Given
        String source = withoutIndent(Files.readString(SOURCE));

        // When
        List<String> quotes = blocksOfReadme("java");

        // Then
        assertThat(quotes).isNotEmpty();
        assertThat(quotes).allMatch(quote -> source.contains(withoutIndent(quote)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-log", "access-log-filter", "write-failed"})
    void operatorsHaveIdsAndNeedNoGenericTypes(String uid) {
        // Given
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration().set(PipelineOptions.GENERIC_TYPES, false));

        // When
        FilterAccessLogs.define(
                environment, "log", "../filters/rust-json/access_log.wasm", output.toString());

        // Then
        assertThat(environment.getStreamGraph().getStreamNodes())
                .anyMatch(node -> uid.equals(node.getTransformationUID()));
    }

    private List<String> lines(String directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(output.resolve(directory))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static int countInReadme(String directory) throws IOException {
        Pattern row = Pattern.compile("\\| `" + directory + "` \\| ([0-9,]+) \\|");
        return row.matcher(Files.readString(README))
                .results()
                .map(match -> match.group(1).replace(",", ""))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static List<String> blocksOfReadme(String language) throws IOException {
        Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
        return block.matcher(Files.readString(README))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String withoutIndent(String code) {
        return String.join("\n", code.lines().map(String::strip).toList());
    }
}
