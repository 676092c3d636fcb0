package io.github.flinkwasm.fluentbit;

import static io.github.flinkwasm.fluentbit.ConfigurationDirectory.WASM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkwasm.InvalidConfigurationException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations that are made to hurt end with a message, soon and in little memory. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileConfigurationAdversarialTest {

    @TempDir private Path directory;
    private ConfigurationDirectory configurations;

    @BeforeEach
    void useTheDirectory() {
        configurations = new ConfigurationDirectory(directory);
    }

    @Test
    void aliasesThatMultiplyAreRefusedAtTheFirstOne() {
        // Given
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ", ").repeat(10));
            bomb.append("x]\n");
        }
        // When
        var refused = configurations.refusedYaml(bomb.toString());
        // Then
        refused.hasMessageContaining("fluent-bit.yaml:2: an alias");
    }

    @Test
    void anAliasOfItselfIsRefused() {
        configurations
                .refusedYaml("pipeline: &p\n  inputs: *p\n")
                .hasMessageContaining(":2: an alias");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void deepNestingIsRefusedBeforeItCostsAStack(String opening) {
        configurations
                .refusedYaml("pipeline: \n  " + opening.repeat(100_000))
                .hasMessageContaining("fluent-bit.yaml:")
                .hasMessageContaining("more than 64 deep");
    }

    @Test
    void tagsOfYamlMakeNoObjects() {
        // Given
        String text =
                "pipeline: {filters: [{name: wasm, wasm_path: !!java.io.File /x.wasm,"
                        + " function_name: !!python/object:os.system f, match: !!binary Kg==}]}";
        // When
        FluentBitPipeline pipeline = configurations.yaml(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().functionName()).isEqualTo("f");
        assertThat(pipeline.filters().get(0).matches("Kg==")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fluent-bit.conf", "fluent-bit.yaml"})
    void aFileThatIsTooLargeIsNotReadToItsEnd(String name) throws IOException {
        // Given
        Path file = directory.resolve(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(20L << 30);
        }
        // When
        var thrown = assertThatThrownBy(() -> FluentBitConfiguration.read(file.toString()));
        // Then
        thrown.hasMessageContaining(name + ":1: ").hasMessageContaining("8,388,608 bytes");
    }

    @Test
    void filesThatAreTooLargeTogetherAreRefused() {
        // Given
        String comments = ("#" + "x".repeat(1022) + "\n").repeat(1024);
        for (int i = 0; i < 10; i++) {
            configurations.write("big" + i + ".conf", comments);
        }
        // When
        var refused = configurations.refusedClassic("@INCLUDE big*.conf\n");
        // Then
        refused.hasMessageContaining(":1: with ").hasMessageContaining("8,388,608 bytes");
    }

    @Test
    void moreFilesThanAThousandAreRefused() {
        // Given
        for (int i = 0; i < ConfigurationFiles.MAX_FILES + 1; i++) {
            configurations.write("many/%04d.conf".formatted(i), "# empty\n");
        }
        // When
        var refused = configurations.refusedClassic("@INCLUDE many/*\n");
        // Then
        refused.hasMessageContaining("more than 1,000 files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf", "yaml"})
    void aLongChainOfIncludesIsRefusedBeforeItCostsAStack(String format) {
        // Given
        String include = format.equals("conf") ? "@INCLUDE c%d.conf\n" : "includes: [c%d.yaml]\n";
        for (int i = 0; i < 300; i++) {
            configurations.write("c" + i + "." + format, include.formatted(i + 1));
        }
        String text = include.formatted(0);
        // When
        var refused =
                format.equals("conf")
                        ? configurations.refusedClassic(text)
                        : configurations.refusedYaml(text);
        // Then
        refused.hasMessageContaining("more than 100 deep").hasMessageContaining("c99." + format);
    }

    @Test
    void patternsOfManyStarsAreNotSlow() {
        // Given
        configurations.write("a".repeat(200), "# empty\n");
        // When
        var refused = configurations.refusedClassic("@INCLUDE " + "*a".repeat(500) + "*b\n");
        // Then
        refused.hasMessageContaining("no file matches");
    }

    @Test
    void moreSectionsThanTenThousandAreRefused() {
        configurations
                .refusedClassic("[INPUT]\n    Name x\n".repeat(10_001))
                .hasMessageContaining(":20001: ")
                .hasMessageContaining("more than 10,000 sections");
    }

    @Test
    void aVeryLongLineIsCutShortInMessages() {
        configurations
                .refusedClassic("[FILTER]\n" + WASM + "    " + "k".repeat(1_000_000) + " v\n")
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(1_000));
    }

    @ParameterizedTest
    @ValueSource(chars = {'\u001b', '\u009b', '\u2028', '\u202e'})
    void whatMovesTheCursorOrTurnsTextReachesNoMessage(char c) {
        configurations
                .refusedClassic("[FILTER]\n" + WASM + "    ke" + c + "y v\n")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("" + c))
                .hasMessageContaining("ke\\u%04xy".formatted((int) c));
    }

    @Test
    void aNulIsRefused() {
        configurations
                .refusedClassic("[FILTER]\n    Name wasm\0\n")
                .hasMessageContaining(":2: the line holds a NUL");
        configurations
                .refusedYaml(
                        "pipeline: {filters: [{name: wasm, wasm_path: \"/a\\0b\", function_name: f,"
                                + " match: '*'}]}")
                .hasMessageContaining(":1: ");
    }

    @Test
    void bytesThatAreNoTextEndWithAMessageOrAPipeline() throws IOException {
        // Given
        Random random = new Random(11);
        String[] seeds = {
            "[FILTER]\n" + WASM + "    Match *\n@SET a=b\n@INCLUDE none*\n    [G] \n        k v\n",
            "pipeline:\n  filters:\n    - name: wasm\n      match: &a '*'\n      x: |\n        y\n",
        };
        for (int i = 0; i < 1_000; i++) {
            boolean yaml = i % 2 == 1;
            byte[] bytes = seeds[i % 2].getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(8); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = directory.resolve(yaml ? "fuzzed.yaml" : "fuzzed.conf");
            Files.write(file, bytes);
            // When
            Throwable thrown =
                    catchThrowable(
                            () ->
                                    FluentBitConfiguration.read(
                                            file.toString(), ConfigurationDirectory.OPTIONS));
            // Then
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(InvalidConfigurationException.class);
                assertThat(thrown.getMessage()).matches("(?s).*fuzzed\\.(conf|yaml):\\d+: .*");
            }
        }
    }
}
