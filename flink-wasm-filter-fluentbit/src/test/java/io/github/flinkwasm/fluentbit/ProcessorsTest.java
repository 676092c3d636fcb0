package io.github.flinkwasm.fluentbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters of inputs and outputs: which events they are for, and when. */
class ProcessorsTest {

    private static final String UNIT =
            "{name: wasm, wasm_path: /p.wasm, function_name: p, alias: %s}";

    @TempDir private Path directory;
    private ConfigurationDirectory configurations;

    @BeforeEach
    void useTheDirectory() {
        configurations = new ConfigurationDirectory(directory);
    }

    private static String unit(String alias) {
        return UNIT.formatted(alias);
    }

    @Test
    void theyRunBeforeAndAfterTheFilters() {
        // Given
        String text =
                """
                pipeline:
                  outputs:
                    - name: stdout
                      match: out.*
                      processors: {logs: [%s]}
                  filters:
                    - {name: wasm, wasm_path: /f.wasm, function_name: f, match: '*', alias: filter}
                  inputs:
                    - name: tail
                      tag: in.*
                      processors: {logs: [%s, %s], metrics: [{name: metrics_selector}]}
                """
                        .formatted(unit("output"), unit("first"), unit("second"));
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters())
                .extracting(RoutedFilter::name)
                .containsExactly("first", "second", "filter", "output");
        assertThat(pipeline.warnings()).isEmpty();
    }

    @Test
    void anInputsAreForItsTagAndAnOutputsForItsMatch() {
        // Given
        String text =
                """
                pipeline:
                  inputs:
                    - {name: tail, tag: kube.*, processors: {logs: [%s]}}
                  outputs:
                    - {name: x, match: a.*, match_regex: ^b, processors: {logs: [%s]}}
                """
                        .formatted(unit("input"), unit("output"));
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        RoutedFilter input = pipeline.filters().get(0);
        assertThat(input.matches("kube.var.log.x")).isTrue();
        assertThat(input.matches("a.x")).isFalse();
        RoutedFilter output = pipeline.filters().get(1);
        assertThat(output.matches("a.x")).isTrue();
        assertThat(output.matches("bx")).isTrue();
        assertThat(output.matches("kube.x")).isFalse();
    }

    @Test
    void anInputWithoutATagHasThatOfItsNameAndNumber() {
        // Given
        String text =
                """
                pipeline:
                  inputs:
                    - {name: cpu}
                    - name: Dummy
                      processors:
                        logs:
                          - {name: wasm, wasm_path: /p.wasm, function_name: p}
                """;
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters().get(0).name()).isEqualTo("dummy.1.wasm.0");
        assertThat(pipeline.filters().get(0).matches("dummy.1")).isTrue();
        assertThat(pipeline.filters().get(0).matches("dummy.0")).isFalse();
        assertThat(pipeline.warnings())
                .singleElement()
                .satisfies(
                        warning -> {
                            assertThat(warning.position().line()).isEqualTo(4);
                            assertThat(warning.message()).contains("dummy.1").contains("no tag");
                        });
    }

    @Test
    void aMatchOfAProcessorHasNoEffect() {
        // Given
        String text =
                "pipeline: {inputs: [{name: x, tag: a, processors: {logs: [{name: wasm, wasm_path:"
                        + " /p.wasm, function_name: p, match: b}]}}]}";
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters().get(0).matches("a")).isTrue();
        assertThat(pipeline.filters().get(0).matches("b")).isFalse();
        assertThat(pipeline.warnings().get(0).message()).contains("no effect in a processor");
    }

    @Test
    void refusesACondition() {
        configurations
                .refusedYaml(
                        """
                        pipeline:
                          inputs:
                            - name: x
                              tag: a
                              processors:
                                logs:
                                  - name: wasm
                                    wasm_path: /p.wasm
                                    function_name: p
                                    condition:
                                      op: and
                                      rules: [{field: $a, op: eq, value: b}]
                        """)
                .hasMessageContaining(":7: ")
                .hasMessageContaining("has a condition");
    }

    @Test
    void refusesOtherProcessors() {
        configurations
                .refusedYaml(
                        "pipeline: {inputs: [{name: x, tag: a, processors: {logs: [{name:"
                                + " content_modifier, action: insert}]}}]}")
                .hasMessageContaining("content_modifier at ");
    }

    @Test
    void refusesToChooseBetweenOutputs() {
        configurations
                .refusedYaml(
                        """
                        pipeline:
                          outputs:
                            - {name: http, match: '*'}
                            - {name: kafka, match: '*', alias: k, processors: {logs: [%s]}}
                        """
                                .formatted(unit("o")))
                .hasMessageContaining(":4: this output has processors")
                .hasMessageContaining("http.0, k");
    }

    @Test
    void takesTheOutputThatIsAskedFor() {
        // Given
        String file =
                configurations.write(
                        "fluent-bit.yaml",
                        """
                        pipeline:
                          outputs:
                            - {name: http, match: '*', processors: {logs: [%s]}}
                            - {name: kafka, match: '*', alias: k, processors: {logs: [%s]}}
                        """
                                .formatted(unit("of http"), unit("of kafka")));
        // When
        FluentBitPipeline kafka =
                FluentBitConfiguration.read(file, ConfigurationDirectory.OPTIONS.withOutput("k"));
        // Then
        assertThat(kafka.filters()).extracting(RoutedFilter::name).containsExactly("of kafka");
        FluentBitPipeline http =
                FluentBitConfiguration.read(
                        file, ConfigurationDirectory.OPTIONS.withOutput("http.0"));
        assertThat(http.filters()).extracting(RoutedFilter::name).containsExactly("of http");
    }

    @Test
    void refusesAnOutputThatIsNotThere() {
        // Given
        String file =
                configurations.write(
                        "fluent-bit.yaml", "pipeline: {outputs: [{name: http, match: '*'}]}");
        FluentBitOptions options = ConfigurationDirectory.OPTIONS.withOutput("kafka.0");
        // When
        var thrown = assertThatThrownBy(() -> FluentBitConfiguration.read(file, options));
        // Then
        thrown.isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("no output \"kafka.0\"")
                .hasMessageContaining("http.0");
    }

    @Test
    void filtersHaveNoProcessors() {
        // Given
        String text =
                "pipeline: {filters: [{name: wasm, wasm_path: /f.wasm, function_name: f, match:"
                        + " '*', processors: {logs: [{name: wasm}]}}]}";
        // When
        var refused = configurations.refusedYaml(text);
        // Then
        refused.hasMessageContaining("\"processors\" is no key");
    }
}
