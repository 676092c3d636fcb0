package io.github.flinkwasm.fluentbit;

import static io.github.flinkwasm.fluentbit.ConfigurationDirectory.WASM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each key of a Wasm filter's section means. */
class FilterKeysTest {

    @TempDir private Path directory;
    private ConfigurationDirectory configurations;

    @BeforeEach
    void useTheDirectory() {
        configurations = new ConfigurationDirectory(directory);
    }

    private static String section(String... keys) {
        return "[FILTER]\n" + WASM + "    Match *\n    " + String.join("\n    ", keys) + "\n";
    }

    private WasmFilter filter(FluentBitOptions options, String... keys) {
        String file = configurations.write("fluent-bit.conf", section(keys));
        return FluentBitConfiguration.read(file, options).filters().get(0).filter();
    }

    @Test
    void withoutMoreKeysAFilterIsAsInFluentBitAndGrantedNothing() {
        // Given
        String[] noKeys = {};
        // When
        WasmFilter filter = filter(ConfigurationDirectory.OPTIONS, noKeys);
        // Then
        assertThat(filter.eventFormat()).isEqualTo(EventFormat.JSON);
        assertThat(filter.abiVersion()).isEmpty();
        assertThat(filter.escapeUnicode()).isTrue();
        assertThat(filter.accessiblePaths()).isEmpty();
        assertThat(filter.environmentVariables()).isEmpty();
        assertThat(filter.failureHandling()).isEqualTo(FailureHandling.FAIL);
        assertThat(filter.limits()).isEqualTo(FilterLimits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"json, JSON", "JSON, JSON", "msgpack, MSGPACK", "MsgPack, MSGPACK"})
    void eventFormatCountsInAnyCase(String written, EventFormat expected) {
        // Given
        String key = "Event_Format " + written;
        // When
        WasmFilter filter = filter(ConfigurationDirectory.OPTIONS, key);
        // Then
        assertThat(filter.eventFormat()).isEqualTo(expected);
        assertThat(filter.escapeUnicode()).isEqualTo(expected == EventFormat.JSON);
    }

    @Test
    void refusesAnotherEventFormat() {
        configurations
                .refusedClassic(section("Event_Format xml"))
                .hasMessageContaining(":6: event_format is \"xml\", but must be json or msgpack");
    }

    @ParameterizedTest
    @CsvSource({"1, VERSION_1", "2, VERSION_2"})
    void abiVersionIsInsistedOn(String written, AbiVersion expected) {
        // Given
        String key = "abi_version " + written;
        // When
        WasmFilter filter = filter(ConfigurationDirectory.OPTIONS, key);
        // Then
        assertThat(filter.abiVersion()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "two", "1.0"})
    void refusesAnotherAbiVersion(String written) {
        configurations
                .refusedClassic(section("abi_version " + written))
                .hasMessageContaining("abi_version is \"" + written + "\", but must be 1 or 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasm_file x", "heap_size 1", "_debug x"})
    void refusesAnUnknownKeyAndListsThoseThatThereAre(String key) {
        configurations
                .refusedClassic(section(key))
                .hasMessageContaining(":6: ")
                .hasMessageContaining(
                        "wasm_path, function_name, event_format, accessible_paths, wasm_heap_size,"
                                + " wasm_stack_size, abi_version");
    }

    @Test
    void keysOfEveryFilterAreTaken() {
        // Given
        String[] keys = {"Alias a", "Log_Level debug", "log_suppress_interval 5s", "Active yes"};
        // When
        FluentBitPipeline pipeline = configurations.classic(section(keys));
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("a");
        assertThat(pipeline.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasm_path /y.wasm", "FUNCTION_NAME f"})
    void refusesAKeyOfThePluginThatIsSetTwice(String key) {
        configurations
                .refusedClassic(section(key))
                .hasMessageContaining(":6: ")
                .hasMessageContaining("is set a second time");
    }

    @Test
    void theLastMatchCounts() {
        // Given
        String text = section("Match first", "Match second");
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).matches("first")).isFalse();
        assertThat(pipeline.filters().get(0).matches("second")).isTrue();
    }

    @Test
    void matchAndRegexAreAlternatives() {
        // Given
        String text = "[FILTER]\n" + WASM + "    Match a.*\n    Match_Regex ^b\n";
        // When
        RoutedFilter filter = configurations.classic(text).filters().get(0);
        // Then
        assertThat(filter.matches("a.x")).isTrue();
        assertThat(filter.matches("b")).isTrue();
        assertThat(filter.matches("c")).isFalse();
    }

    @Test
    void aFilterWithoutTagsIsLeftOutWithAWarning() {
        // Given
        String text = "[FILTER]\n" + WASM + "[FILTER]\n" + WASM + "    Match *\n";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).extracting(RoutedFilter::name).containsExactly("wasm.1");
        assertThat(pipeline.warnings())
                .singleElement()
                .satisfies(
                        warning -> {
                            assertThat(warning.position().line()).isEqualTo(1);
                            assertThat(warning.message()).contains("neither match nor match_regex");
                        });
    }

    @Test
    void refusesABrokenRegexAndSaysWhere() {
        configurations
                .refusedClassic("[FILTER]\n" + WASM + "    Match_Regex [a\n")
                .hasMessageContaining("fluent-bit.conf:5: ")
                .hasMessageContaining("\"[a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Active false", "Active FALSE", "Active 0"})
    void aFilterThatIsNotActiveIsLeftOut(String key) {
        // Given
        String text = section(key);
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).isEmpty();
        assertThat(pipeline.warnings())
                .extracting(ConfigurationWarning::message)
                .anyMatch(message -> message.contains("not active"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Active true", "Active off", "Active no"})
    void onlyFalseAndZeroSwitchAFilterOff(String key) {
        // Given
        String text = section(key);
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).hasSize(1);
    }

    @Test
    void aConditionOfAFilterHasNoEffect() {
        // Given
        String text = section("Condition x");
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters()).hasSize(1);
        assertThat(pipeline.warnings().get(0).message())
                .contains("no effect outside of processors");
    }

    @Test
    void anAliasThatIsTakenIsNotGivenAgain() {
        // Given
        String text = section("Alias a") + section("Alias a");
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters())
                .extracting(RoutedFilter::name)
                .containsExactly("a", "wasm.1");
        assertThat(pipeline.warnings()).hasSize(1);
    }

    @Test
    void refusesAFilterWithoutModuleOrFunction() {
        configurations
                .refusedClassic("[FILTER]\n    Name wasm\n    Match *\n    Function_Name f\n")
                .hasMessageContaining(":1: the Wasm filter has no wasm_path");
        configurations
                .refusedClassic("[FILTER]\n    Name wasm\n    Match *\n    Wasm_Path /x.wasm\n")
                .hasMessageContaining(":1: the Wasm filter has no function_name");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "8192, 8192",
        "8K, 8000",
        "8kb, 8000",
        "64K, 64000",
        "1M, 1000000",
        "1G, 1000000000",
        "1.5MB, 1500000",
        "false, 0",
        "'10 k', 10000",
    })
    void sizesAreDecimal(String text, long bytes) {
        // Given
        String size = text;
        // When
        var parsed = ByteSize.parse(size);
        // Then
        assertThat(parsed).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "K",
                "-1",
                "8KiB",
                "1T",
                "0x10",
                "1e3",
                "2G",
                "9999999999999999999G",
                "8B"
            })
    void whatIsNoSizeOfAtMostAGibibyteIsRefused(String text) {
        // Given
        String size = text;
        // When
        var parsed = ByteSize.parse(size);
        // Then
        assertThat(parsed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasm_heap_size", "WASM_Stack_Size"})
    void heapAndStackAreCheckedAndChangeNothing(String key) {
        // Given
        String text = section(key + " 64K");
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().limits()).isEqualTo(FilterLimits.DEFAULT);
        assertThat(pipeline.warnings()).isEmpty();
        configurations
                .refusedClassic(section(key + " lots"))
                .hasMessageContaining(":6: ")
                .hasMessageContaining("\"lots\"");
    }

    @Test
    void warnsOfAHeapThatIsLargerThanWhatAGuestMayHave() {
        // Given
        String text = section("wasm_heap_size 500M");
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.warnings().get(0).message())
                .contains("500,000,000")
                .contains("FilterLimits");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".,/x", "/etc"})
    void aConfigurationGrantsNoDirectory(String paths) {
        // Given
        String text = section("Accessible_Paths " + paths);
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().accessiblePaths()).isEmpty();
        assertThat(pipeline.warnings())
                .singleElement()
                .extracting(ConfigurationWarning::message)
                .asString()
                .contains('"' + paths + '"')
                .contains("granted");
    }

    @Test
    void directoriesAreGrantedForReadingWhenThatIsAsked() {
        // Given
        FluentBitOptions options =
                ConfigurationDirectory.OPTIONS
                        .withAccessiblePathsGranted(true)
                        .withBaseDirectory("/srv/agent");
        // When
        WasmFilter filter = filter(options, "Accessible_Paths ., /x ,data");
        // Then
        assertThat(filter.accessiblePaths())
                .containsExactly(
                        new AccessiblePath(".", "/srv/agent"),
                        new AccessiblePath("/x", "/x"),
                        new AccessiblePath("data", "/srv/agent/data"));
    }

    @Test
    void aFilterThatNamesNoDirectoryIsGrantedNoneEvenWhenThatIsAsked() {
        // Given
        FluentBitOptions options = ConfigurationDirectory.OPTIONS.withAccessiblePathsGranted(true);
        // When
        WasmFilter filter = filter(options);
        // Then
        assertThat(filter.accessiblePaths()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "redact.wasm, /srv/agent, /srv/agent/redact.wasm",
        "../redact.wasm, /srv/agent/, /srv/redact.wasm",
        "/opt/redact.wasm, /srv/agent, /opt/redact.wasm",
        "f/redact.wasm, s3://bucket/agent, s3://bucket/agent/f/redact.wasm",
        "f/redact.wasm, s3://bucket/agent/, s3://bucket/agent/f/redact.wasm",
        "/opt/redact.wasm, s3://bucket/agent, /opt/redact.wasm",
        "s3://filters/redact.wasm, /srv/agent, s3://filters/redact.wasm",
        "classpath:redact.wasm, /srv/agent, classpath:redact.wasm",
    })
    void aRelativeModuleStartsAtTheBaseDirectory(String path, String base, String expected) {
        // Given
        String text =
                "[FILTER]\n    Name wasm\n    Match *\n    Function_Name f\n    Wasm_Path " + path;
        String file = configurations.write("fluent-bit.conf", text);
        FluentBitOptions options = ConfigurationDirectory.OPTIONS.withBaseDirectory(base);
        // When
        FluentBitPipeline pipeline = FluentBitConfiguration.read(file, options);
        // Then
        assertThat(pipeline.filters().get(0).filter().module().uri()).isEqualTo(expected);
    }

    @Test
    void withoutABaseDirectoryARelativeModuleStartsAtTheWorkingDirectory() {
        // Given
        String text =
                "[FILTER]\n    Name wasm\n    Match *\n    Function_Name f\n    Wasm_Path x.wasm";
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().module().uri())
                .isEqualTo(Path.of("x.wasm").toAbsolutePath().toString());
    }

    @Test
    void refusesADirectoryThatIsRelativeToARemoteBase() {
        // Given
        String file = configurations.write("fluent-bit.conf", section("Accessible_Paths data"));
        FluentBitOptions options =
                ConfigurationDirectory.OPTIONS
                        .withAccessiblePathsGranted(true)
                        .withBaseDirectory("s3://bucket/agent");
        // When
        var thrown = assertThatThrownBy(() -> FluentBitConfiguration.read(file, options));
        // Then
        thrown.isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(":6: the accessible path \"data\" is relative");
    }

    @ParameterizedTest
    @CsvSource({"on, true", "TRUE, true", "yes, true", "off, false", "False, false", "no, false"})
    void theServiceSaysWhetherUnicodeIsEscaped(String written, boolean expected) {
        // Given
        String text = "[SERVICE]\n    json.escape_unicode " + written + "\n" + section();
        // When
        FluentBitPipeline pipeline = configurations.classic(text);
        // Then
        assertThat(pipeline.filters().get(0).filter().escapeUnicode()).isEqualTo(expected);
    }

    @Test
    void refusesASwitchThatIsNone() {
        configurations
                .refusedClassic("[SERVICE]\n    json.escape_unicode maybe\n" + section())
                .hasMessageContaining(":2: json.escape_unicode is \"maybe\"");
    }
}
