package io.github.flinkwasm.fluentbit;

import static io.github.flinkwasm.fluentbit.ConfigurationDirectory.YAML_WASM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The YAML format: its sections, its keys, and its variables. */
class YamlFormatTest {

    @TempDir private Path directory;
    private ConfigurationDirectory configurations;

    @BeforeEach
    void useTheDirectory() {
        configurations = new ConfigurationDirectory(directory);
    }

    @Test
    void readsFiltersInOrderAndSaysWhereTheyAre() {
        // Given
        String text =
                """
                service:
                  flush: 1
                parsers:
                  - name: json
                    format: json
                pipeline:
                  inputs:
                    - name: dummy
                      tag: a.b
                  filters:
                    - name: wasm
                      match: 'a.*'
                      wasm_path: /one.wasm
                      function_name: one
                    - name: wasm
                      match_regex: ^b
                      wasm_path: /two.wasm
                      function_name: two
                      event_format: msgpack
                      alias: second
                  outputs:
                    - {name: stdout, match: '*'}
                """;
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters())
                .extracting(RoutedFilter::name)
                .containsExactly("wasm.0", "second");
        assertThat(pipeline.filters())
                .extracting(filter -> filter.position().line())
                .containsExactly(11, 15);
        assertThat(pipeline.filters().get(1).filter().eventFormat()).isEqualTo(EventFormat.MSGPACK);
        assertThat(pipeline.warnings()).isEmpty();
    }

    @Test
    void keysMayBeCamelCaseOrHaveUnderscoresInAnyCase() {
        // Given
        String text =
                "Pipeline: {Filters: [{name: wasm, wasmPath: /x.wasm, function_Name: f, matchRegex:"
                        + " ^t, Event_Format: json}]}";
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters().get(0).matches("t")).isTrue();
        assertThat(pipeline.filters().get(0).filter().functionName()).isEqualTo("f");
    }

    @Test
    void valuesAreTheTextThatIsWritten() {
        // Given
        String text =
                "pipeline: {filters: [{name: wasm, wasm_path: /x.wasm, function_name: 007, match:"
                        + " on, abi_version: 2}]}";
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().functionName()).isEqualTo("007");
        assertThat(pipeline.filters().get(0).matches("on")).isTrue();
    }

    @Test
    void variablesAreAMapOrAList() {
        // Given
        String text =
                """
                env:
                  - name: tag
                    value: b.*
                  - function: redact
                pipeline:
                  filters:
                    - name: wasm
                      wasm_path: ${dir}/x.wasm
                      function_name: ${function}
                      match: ${tag}
                ---
                env:
                  dir: /opt
                """;
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        RoutedFilter filter = pipeline.filters().get(0);
        assertThat(filter.filter().module().uri()).isEqualTo("/opt/x.wasm");
        assertThat(filter.filter().functionName()).isEqualTo("redact");
        assertThat(filter.matches("b.c")).isTrue();
    }

    @Test
    void whatIsSecretInFilesIsNotRead() {
        configurations
                .refusedYaml(
                        "env: [{name: p, uri: 'file:///etc/passwd'}]\npipeline: {filters: [{name:"
                                + " wasm,\n wasm_path: '${p}', function_name: f, match: '*'}]}")
                .hasMessageContaining(":3: the variable ${p} is the content of a file");
    }

    @Test
    void anItemOfAListIsAValueOfItsOwn() {
        configurations
                .refusedYaml(
                        "pipeline: {filters: [{name: wasm, wasm_path: /x.wasm, function_name: f,"
                                + " match: '*', accessible_paths: [/a,\n /b]}]}")
                .hasMessageContaining(":2: accessible_paths is set a second time");
    }

    @Test
    void refusesAValueThatIsAMap() {
        configurations
                .refusedYaml(
                        "pipeline: {filters: [{name: wasm, wasm_path: {a: b}, function_name: f,"
                                + " match: '*'}]}")
                .hasMessageContaining("\"wasm_path\" has a list or a map");
    }

    @Test
    void refusesAPartThatNoPipelineHas() {
        configurations
                .refusedYaml("pipeline:\n  filter:\n    - " + YAML_WASM + "\n")
                .hasMessageContaining(":2: pipeline has \"filter\"");
    }

    @Test
    void refusesFiltersThatAreNoList() {
        configurations
                .refusedYaml("pipeline:\n  filters: " + YAML_WASM + "\n")
                .hasMessageContaining(":2: filters must be a list");
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        configurations
                .refusedYaml("pipeline:\n  filters: []\n  filters: []\n")
                .hasMessageContaining(":3: the key \"filters\" is there twice");
    }

    @Test
    void saysWhereTheTextIsNoYaml() {
        configurations
                .refusedYaml("pipeline:\n  filters:\n    - name: wasm\n   match: x\n")
                .hasMessageContaining("fluent-bit.yaml:4: ")
                .hasMessageContaining("no well-formed YAML");
    }

    @Test
    void anEmptyFileHasNoFilters() {
        // Given
        String text = "# nothing\n";
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters()).isEmpty();
        assertThat(pipeline.warnings())
                .singleElement()
                .extracting(ConfigurationWarning::message)
                .asString()
                .contains("no Wasm filter");
    }

    @Test
    void refusesADocumentThatIsNoMap() {
        configurations.refusedYaml("- a\n- b\n").hasMessageContaining(":1: a configuration must");
    }

    @Test
    void readsTheServiceSection() {
        // Given
        String text =
                "service: {json.escape_unicode: off, telemetry: {a: b}}\npipeline: {filters: ["
                        + YAML_WASM
                        + "]}";
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().escapeUnicode()).isFalse();
    }
}
