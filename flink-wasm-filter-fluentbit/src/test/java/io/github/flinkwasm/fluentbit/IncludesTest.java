package io.github.flinkwasm.fluentbit;

import static io.github.flinkwasm.fluentbit.ConfigurationDirectory.WASM;
import static io.github.flinkwasm.fluentbit.ConfigurationDirectory.YAML_WASM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files an include names, where they start, and what comes first. */
class IncludesTest {

    @TempDir private Path directory;
    private ConfigurationDirectory configurations;

    @BeforeEach
    void useTheDirectory() {
        configurations = new ConfigurationDirectory(directory);
    }

    private static String filter(String alias) {
        return "[FILTER]\n" + WASM + "    Match *\n    Alias " + alias + "\n";
    }

    private static String yamlFilter(String alias) {
        return "pipeline: {filters: ["
                + YAML_WASM.replace("match: '*'", "match: '*', alias: " + alias)
                + "]}\n";
    }

    @Test
    void filtersComeWhereTheirIncludeStands() {
        // Given
        configurations.write("b.conf", filter("b"));
        String text = filter("a") + "@include b.conf\n" + filter("c");
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters())
                .extracting(RoutedFilter::name)
                .containsExactly("a", "b", "c");
        assertThat(pipeline.filters().get(1).position().toString())
                .isEqualTo(directory.resolve("b.conf") + ":1");
    }

    @Test
    void aSectionGoesOnAfterAnInclude() {
        // Given
        configurations.write("b.conf", filter("b"));
        String text = "[FILTER]\n" + WASM + "@INCLUDE b.conf\n    Match *\n    Alias a\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("a", "b");
    }

    @Test
    void aStarNamesFilesSortedByName() {
        // Given
        configurations.write("filters/20.conf", filter("b"));
        configurations.write("filters/10.conf", filter("a"));
        configurations.write("filters/30.txt", filter("no"));
        configurations.write("filters/.40.conf", filter("no"));
        // When
        FluentBitPipeline pipeline = configurations.classic("@INCLUDE filters/*.conf\n");
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("a", "b");
    }

    @Test
    void aStarMayStandForDirectoriesToo() {
        // Given
        configurations.write("x/a/f.conf", filter("a"));
        configurations.write("x/b/f.conf", filter("b"));
        configurations.write("x/c/g.conf", filter("no"));
        configurations.write("x/f.conf", filter("no"));
        // When
        FluentBitPipeline pipeline = configurations.classic("@INCLUDE x/*/f.conf\n");
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("a", "b");
    }

    @Test
    void withoutAStarANameIsNoPattern() {
        // Given
        configurations.write("a?.conf", filter("mark"));
        configurations.write("ab.conf", filter("no"));
        // When
        FluentBitPipeline pipeline = configurations.classic("@INCLUDE a?.conf\n");
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("mark");
    }

    @ParameterizedTest
    @CsvSource({
        "*.conf, a.conf, true",
        "*.conf, .a.conf, false",
        ".*.conf, .a.conf, true",
        "[0-9]*, 1x, true",
        "[0-9]*, x1, false",
        "[!0-9]*, x1, true",
        "[^x]*, x1, false",
        "[]a]*, ]1, true",
        "[a*, '[ab', true",
        "\\**, *a, true",
        "\\**, a, false",
        "?*b, ab, true",
        "?*b, b, false",
        "*a*b, xaxb, true",
        "*a*b, xbxa, false",
        "*, '', true",
    })
    void patternsAreThoseOfAShell(String pattern, String name, boolean expected) {
        // Given
        NamePattern wanted = new NamePattern(pattern);
        // When
        boolean matches = wanted.matches(name);
        // Then
        assertThat(matches).isEqualTo(expected);
    }

    @Test
    void classicIncludesStartAtTheMainFile() {
        // Given
        configurations.write("sub/b.conf", "@INCLUDE sub/c.conf\n");
        configurations.write("sub/c.conf", filter("c"));
        // When
        FluentBitPipeline pipeline = configurations.classic("@INCLUDE sub/b.conf\n");
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("c");
    }

    @Test
    void yamlIncludesStartAtTheFileThatHasThem() {
        // Given
        configurations.write("sub/b.yaml", "includes: [c.yaml]\n" + yamlFilter("b"));
        configurations.write("sub/c.yaml", yamlFilter("c"));
        String text = yamlFilter("a") + "includes:\n  - sub/b.yaml\n  - d*.yaml\n";
        configurations.write("d1.yaml", yamlFilter("d"));
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters())
                .extracting(RoutedFilter::name)
                .containsExactly("a", "c", "b", "d");
    }

    @Test
    void anIncludeThatIsNotThereIsLookedForAtTheBaseDirectory() {
        // Given
        configurations.write("agent/etc/b.conf", filter("b"));
        String file = configurations.write("conf/fluent-bit.conf", "@INCLUDE etc/b.conf\n");
        FluentBitOptions options =
                ConfigurationDirectory.OPTIONS.withBaseDirectory(
                        directory.resolve("agent").toString());
        // When
        FluentBitPipeline pipeline = FluentBitConfiguration.read(file, options);
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("b");
    }

    @Test
    void absoluteIncludesAreTakenAsTheyAre() {
        // Given
        String included = configurations.write("else/b.conf", filter("b"));
        // When
        FluentBitPipeline pipeline = configurations.classic("@INCLUDE " + included + "\n");
        // Then
        assertThat(pipeline.filters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.conf", "missing/*.conf", "*.missing"})
    void refusesAnIncludeThatNamesNoFile(String include) {
        configurations
                .refusedClassic("\n@INCLUDE " + include + "\n")
                .hasMessageContaining("fluent-bit.conf:2: no file ")
                .hasMessageContaining('"' + include + '"')
                .hasMessageContaining(directory.toString());
    }

    @Test
    void saysThatVariablesAreNotReplacedInIncludes() {
        configurations
                .refusedClassic("@SET d=x\n@INCLUDE ${d}/a.conf\n")
                .hasMessageContaining("variables are not replaced in includes");
    }

    @Test
    void refusesAFileThatIncludesItself() {
        configurations
                .refusedClassic("@INCLUDE fluent-bit.conf\n")
                .hasMessageContaining(":1: the file")
                .hasMessageContaining("includes itself");
    }

    @Test
    void refusesARoundOfIncludes() {
        // Given
        configurations.write("b.yaml", "includes: [c.yaml]\n");
        configurations.write("c.yaml", "includes:\n  - b.yaml\n");
        // When
        var refused = configurations.refusedYaml("includes: [b.yaml]\n");
        // Then
        refused.hasMessageContaining("c.yaml:2: the file")
                .hasMessageContaining("b.yaml is included a second time");
    }

    @Test
    void refusesAFileThatIsIncludedTwiceUnderTwoNames() throws Exception {
        // Given
        configurations.write("b.conf", filter("b"));
        Files.createSymbolicLink(directory.resolve("link.conf"), directory.resolve("b.conf"));
        // When
        var refused = configurations.refusedClassic("@INCLUDE b.conf\n@INCLUDE sub/../link.conf\n");
        // Then
        refused.hasMessageContaining(":2: the file").hasMessageContaining("a second time");
    }

    @Test
    void refusesADirectory() {
        // Given
        configurations.write("sub/b.conf", filter("b"));
        // When
        var refused = configurations.refusedClassic("@INCLUDE sub\n");
        // Then
        refused.hasMessageContaining(":1: ").hasMessageContaining("is a directory");
    }

    @Test
    void refusesAMainFileThatIsNotThere() {
        // Given
        String file = directory.resolve("none.conf").toString();
        // When
        var thrown = assertThatThrownBy(() -> FluentBitConfiguration.read(file));
        // Then
        thrown.isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(file)
                .hasMessageContaining("there is no such file")
                .hasMessageContaining("Check the path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nofs://key:secret@host/fluent-bit.conf",
                "nofs://key:s@secret@host/fluent-bit.conf",
                "nofs://key:secret/s@host/fluent-bit.conf"
            })
    void refusesAFileSystemThatFlinkDoesNotHaveAndHidesCredentials(String uri) {
        // When
        var thrown = assertThatThrownBy(() -> FluentBitConfiguration.read(uri));
        // Then
        thrown.isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("nofs://host/fluent-bit.conf")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb"})
    void refusesWhatIsNoName(String uri) {
        assertThatThrownBy(() -> FluentBitConfiguration.read(uri))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("must be a plain path or a URI");
    }

    @Test
    void readsAnyFlinkFileSystem() {
        // Given
        configurations.write("filters/b.conf", filter("b"));
        String file = configurations.write("fluent-bit.conf", "@INCLUDE filters/*\n");
        // When
        FluentBitPipeline pipeline = FluentBitConfiguration.read("file://" + file);
        // Then
        assertThat(pipeline.filters()).hasSize(1);
    }
}
