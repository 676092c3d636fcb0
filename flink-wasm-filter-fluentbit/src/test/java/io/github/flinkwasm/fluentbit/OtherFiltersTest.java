package io.github.flinkwasm.fluentbit;

import static io.github.flinkwasm.fluentbit.ConfigurationDirectory.WASM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.fluentbit.FluentBitOptions.OtherFilters;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of filters that are no Wasm filters. */
class OtherFiltersTest {

    private static final String WITH_OTHERS =
            "[FILTER]\n    Name grep\n    Match *\n    Regex log x\n[FILTER]\n"
                    + WASM
                    + "    Match *\n[FILTER]\n    Name Lua\n    Match_Regex ^a\n    call f\n";

    @TempDir private Path directory;
    private ConfigurationDirectory configurations;

    @BeforeEach
    void useTheDirectory() {
        configurations = new ConfigurationDirectory(directory);
    }

    @Test
    void theyAreListedAndRefused() {
        configurations
                .refusedClassic(WITH_OTHERS)
                .hasMessageContaining("fluent-bit.conf:1: ")
                .hasMessageContaining("grep at ")
                .hasMessageContaining("Lua at ")
                .hasMessageContaining("fluent-bit.conf:10");
    }

    @Test
    void theyAreListedAndSkippedWhenThatIsAsked() {
        // Given
        String file = configurations.write("fluent-bit.conf", WITH_OTHERS);
        FluentBitOptions options =
                ConfigurationDirectory.OPTIONS.withOtherFilters(OtherFilters.SKIP);
        // When
        FluentBitPipeline pipeline = FluentBitConfiguration.read(file, options);
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("wasm.1");
        assertThat(pipeline.skipped())
                .extracting(SkippedFilter::name)
                .containsExactly("grep", "Lua");
        assertThat(pipeline.skipped().get(1).position().line()).isEqualTo(10);
    }

    @Test
    void thoseThatFluentBitDoesNotStartDoNotMatter() {
        // Given
        String text =
                "[FILTER]\n    Name grep\n[FILTER]\n    Name lua\n    Match *\n    Active false\n"
                        + "[FILTER]\n"
                        + WASM
                        + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).hasSize(1);
        assertThat(pipeline.skipped()).isEmpty();
    }

    @Test
    void aFilterThatOnlyPrintsIsSkippedInAnyCase() {
        // Given
        String text = "[FILTER]\n    Name stdout\n    Match *\n[FILTER]\n" + WASM + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.skipped()).extracting(SkippedFilter::name).containsExactly("stdout");
    }

    @Test
    void refusesAFilterWithoutAName() {
        configurations
                .refusedClassic("[FILTER]\n    Match *\n")
                .hasMessageContaining(":1: the section \"FILTER\" has no name");
    }

    @Test
    void aLongListIsCutShort() {
        configurations
                .refusedClassic("[FILTER]\n    Name modify\n    Match *\n".repeat(50))
                .hasMessageContaining("and 30 more");
    }
}
