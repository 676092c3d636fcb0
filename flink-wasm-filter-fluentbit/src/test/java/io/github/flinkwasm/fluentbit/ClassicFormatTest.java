package io.github.flinkwasm.fluentbit;

import static io.github.flinkwasm.fluentbit.ConfigurationDirectory.WASM;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines, sections, indentation and commands of the classic format. */
class ClassicFormatTest {

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
                "# comment\n[SERVICE]\n    Flush 1\n\n[FILTER]\n"
                        + WASM
                        + "    Match a.*\n[FILTER]\n"
                        + WASM
                        + "    Match b.*\n"
                        + "    Alias second\n"
                        + "[OUTPUT]\n"
                        + "    Name stdout\n"
                        + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters())
                .extracting(RoutedFilter::name)
                .containsExactly("wasm.0", "second");
        assertThat(pipeline.filters())
                .extracting(filter -> filter.position().line())
                .containsExactly(5, 10);
        assertThat(pipeline.filters().get(0).position().file()).endsWith("/fluent-bit.conf");
        assertThat(pipeline.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[FILTER]", "[filter]", "[Filters] and more", "[FILT]"})
    void aSectionsNameCountsInAnyCaseAndWithoutItsEnd(String header) {
        // Given
        String text = header + "\n" + WASM + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).hasSize(1);
    }

    @Test
    void keysCountInAnyCaseAndValuesWithoutSpaceAroundThem() {
        // Given
        String text =
                """
                [FILTER]
                  nAmE   WASM\s\s
                  MATCH  a b\t
                  wasm_PATH /x.wasm
                  FUNCTION_name f
                """;
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        RoutedFilter filter = pipeline.filters().get(0);
        assertThat(filter.matches("a b")).isTrue();
        assertThat(filter.filter().functionName()).isEqualTo("f");
        assertThat(filter.filter().module().uri()).isEqualTo("/x.wasm");
    }

    @Test
    void linesMayEndInCarriageReturns() {
        // Given
        String text = ("\uFEFF[FILTER]\n" + WASM + "    Match *").replace("\n", "\r\n");
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().functionName()).isEqualTo("redact");
    }

    @Test
    void commentsAndEmptyLinesMayBeIndentedInAnyWay() {
        // Given
        String text =
                "[FILTER]\n  # by two\n \t \n" + WASM + "# by none\n      # by six\n    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).hasSize(1);
    }

    @Test
    void aHashInAValueIsNoComment() {
        // Given
        String text = "[FILTER]\n" + WASM + "    Match a#b # c\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).matches("a#b # c")).isTrue();
    }

    @Test
    void keysOfAGroupAreNotThoseOfTheSection() {
        // Given
        String text =
                "[OUTPUT]\n    Name x\n    [GROUP] of keys\n        Name y\n        Match z\n"
                        + "    Match *\n[FILTER]\n"
                        + WASM
                        + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).hasSize(1);
    }

    @Test
    void eachFileHasAnIndentationOfItsOwn() {
        // Given
        configurations.write(
                "tabs.conf",
                "[FILTER]\n\tName wasm\n\tMatch *\n\tWASM_Path /x.wasm\n\tFunction_Name f\n");
        String text = "@INCLUDE tabs.conf\n[FILTER]\n" + WASM + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).hasSize(2);
    }

    @Test
    void refusesKeysThatAreIndentedDifferently() {
        configurations
                .refusedClassic("[FILTER]\n    Name wasm\n  Match *\n")
                .hasMessageContaining("fluent-bit.conf:3: ")
                .hasMessageContaining("by 2 spaces")
                .hasMessageContaining("by 4 spaces");
    }

    @Test
    void refusesTabsWhereTheOthersHaveSpaces() {
        configurations
                .refusedClassic("[FILTER]\n    Name wasm\n\tMatch *\n")
                .hasMessageContaining(":3: ")
                .hasMessageContaining("by 1 tabs");
    }

    @Test
    void refusesAKeyThatIsNotIndented() {
        configurations
                .refusedClassic("[FILTER]\nName wasm\n")
                .hasMessageContaining(":2: \"Name wasm\" is not indented");
    }

    @Test
    void refusesAKeyWithoutAValue() {
        configurations
                .refusedClassic("[FILTER]\n    Name wasm\n    Match\n")
                .hasMessageContaining(":3: \"Match\" has no value");
    }

    @Test
    void refusesATabBetweenKeyAndValue() {
        configurations
                .refusedClassic("[FILTER]\n    Name\twasm\n")
                .hasMessageContaining("a tab is no space");
    }

    @Test
    void refusesKeysBeforeTheFirstSection() {
        configurations
                .refusedClassic("pipeline:\n  filters: []\n")
                .hasMessageContaining(":1: \"pipeline:\"")
                .hasMessageContaining("classic format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[FILTER", "[]", "["})
    void refusesABrokenHeader(String header) {
        configurations.refusedClassic(header + "\n").hasMessageContaining(":1: \"" + header + "\"");
    }

    @Test
    void variablesThatAreSetAnywhereCountEverywhere() {
        // Given
        configurations.write("later.conf", "@SET tag=late.*\n");
        String text =
                "@SET tag=early.*\n[FILTER]\n" + WASM + "    Match ${tag}\n@INCLUDE later.conf\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).matches("late.x")).isTrue();
    }

    @Test
    void unknownCommandsAreIgnoredWithAWarning() {
        // Given
        String text = "@FROB x=y\n[FILTER]\n" + WASM + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.warnings())
                .singleElement()
                .satisfies(
                        warning -> {
                            assertThat(warning.position().line()).isEqualTo(1);
                            assertThat(warning.message()).contains("@FROB");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"@SET x", "@SET =x", "@SET", "@INCLUDE"})
    void refusesACommandThatSaysNothing(String command) {
        configurations
                .refusedClassic(command + "\n")
                .hasMessageContaining(":1: \"" + command + "\" is no command");
    }

    @Test
    void serviceSectionsAreRead() {
        // Given
        String text = "[SERVICE]\n    JSON.Escape_Unicode Off\n[FILTER]\n" + WASM + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().escapeUnicode()).isFalse();
    }
}
