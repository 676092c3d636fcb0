package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with options is said in terms of their keys. */
final class FilterOptionReaderTest {

    private final List<String> notes = new ArrayList<>();

    @Test
    void namesAnUnknownKeyTheNearestAndAllThatThereAre() {
        // Given
        Map<String, String> options = with("functon-name", "redact");

        // When, Then
        assertRefused(options)
                .hasMessageStartingWith(
                        "There is no option \"functon-name\". The nearest is \"function-name\"."
                            + " Options: abi-version, accessible-paths, artifact.digest,"
                            + " artifact.required, artifact.store, artifact.trusted-keys, clock,"
                            + " env.<NAME>, ")
                .hasMessageContaining("limits.call-timeout, ")
                .hasMessageEndingWith(
                        "In any case also: abi_version, accessible_paths, event_format,"
                                + " function_name, sha256, wasm_heap_size, wasm_path,"
                                + " wasm_stack_size.");
    }

    @Test
    void namesKeysWithTheCallersPrefixAndTheCallersKeysToo() {
        // Given
        Map<String, String> options =
                Map.of(
                        "function.redact.wasm", "s3://filters/redact.wasm",
                        "function.redact.kinds", "scalar");
        FilterOptionReader reader =
                new FilterOptionReader("function.redact.", Set.of("kind"), notes::add);

        // When, Then
        assertThatThrownBy(() -> reader.read(options))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("no option \"function.redact.kinds\"")
                .hasMessageContaining("nearest is \"function.redact.kind\"")
                .hasMessageContaining("function-name, kind, limits.call-timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event-format | xml | json or msgpack",
                "abi-version | 3 | 1 or 2",
                "escape-unicode | yes | true or false",
                "on-failure | sideoutput | fail, side-output, pass-through or drop",
                "reset | daily | every-event, auto or never",
                "limits.memory | lots | a size: a whole number and b, kb, mb or gb",
                "limits.call-timeout | soon | a duration: a whole number and ns, us, ms, s,",
                "clock | yesterday | a time: in UTC, such as",
                "random-seed | 0x1 | a whole number of 64 bits",
                "limits.max-nesting-depth | 1.5 | a whole number",
                "module.embed-in-state | 1 | true or false",
                "wasm_heap_size | big | a size: a number, and K, M or G if need be",
            })
    void saysKeyFoundAndAllowedOfAValueThatCannotBeRead(String key, String value, String allowed) {
        // Given
        Map<String, String> options = with(key, value);

        // When, Then
        assertRefused(options)
                .hasMessageStartingWith(
                        "The option \"%s\" is \"%s\", but must be %s"
                                .formatted(key, value, allowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits.memory | 1 kb | memory is 1 kb, but must be from 64 kb to 1792 mb",
                "limits.call-timeout | 0 s | callTimeout is PT0S, but must be from 1 ns",
                "limits.max-nesting-depth | 0 | maxNestingDepth is 0, but must be from 1 to",
                "module.sha256 | abc | must be 64 hexadecimal digits",
                "sha256 | abc | must be 64 hexadecimal digits",
                "module.store | ' ' | The module store is a blank path",
                "accessible-paths | /a,,/b | must be a directory's name",
                "accessible-paths | =/a | The guest path of an accessible path is \"\"",
            })
    void saysWhichOptionHasAValueThatCannotBeUsed(String key, String value, String problem) {
        // Given
        Map<String, String> options = with(key, value);

        // When, Then
        assertRefused(options)
                .hasMessageStartingWith("The option \"%s\" is of no use. ".formatted(key))
                .hasMessageContaining(problem)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"wasm, wasm_path", "function-name, function_name"})
    void saysWhatIsMissingOrBlank(String key, String fluentBitKey) {
        // Given
        Map<String, String> missing = with(key, "");
        missing.remove(key);

        // When, Then
        assertRefused(missing)
                .hasMessageStartingWith("The option \"%s\" is missing.".formatted(key))
                .hasMessageContaining("\"%s\"".formatted(fluentBitKey));
        assertRefused(with(key, " "))
                .hasMessageStartingWith("The option \"%s\" is blank.".formatted(key));
    }

    @Test
    void refusesOneOptionUnderTwoKeys() {
        // Given
        Map<String, String> options = with("WASM_Path", "/opt/filters/redact.wasm");

        // When, Then
        assertRefused(options)
                .hasMessage(
                        "The options \"wasm\" and \"WASM_Path\" are one and the same. Keep one of"
                                + " them.");
    }

    @Test
    void refusesToEscapeMsgpackInTermsOfOptions() {
        // Given
        Map<String, String> options = with("escape-unicode", "TRUE");
        options.put("Event_Format", "MSGPACK");

        // When, Then
        assertRefused(options)
                .hasMessageStartingWith(
                        "The option \"escape-unicode\" is true and \"event-format\" is MSGPACK")
                .hasMessageContaining("Leave out one of the two");
    }

    @Test
    void showsNoValueOfAnEnvironmentVariable() {
        // Given
        Map<String, String> options = with("env", "API_TOKEN hunter2");

        // When, Then
        assertRefused(options)
                .hasMessageStartingWith("The option \"env\" cannot be read, but must be NAME:VALUE")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "wasm_heap_size, 8192, limits.memory",
        "Wasm_Heap_Size, 64K, limits.memory",
        "WASM_STACK_SIZE, 1MB, -Xss",
    })
    void notesWhatAppliesInsteadOfFluentBitsSizes(String key, String value, String instead) {
        // Given
        Map<String, String> options = with(key, value);

        // When
        WasmFilter filter = read(options);

        // Then
        assertThat(filter).isEqualTo(read(with("function-name", "redact")));
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("The option \"%s\" changes nothing here: ".formatted(key))
                .contains(instead);
    }

    @Test
    void saysThatAnOptionHasNoValue() {
        // Given
        Map<String, String> options = with("reset", null);

        // When, Then
        assertRefused(options)
                .hasMessage("The option \"reset\" has no value. Give it one, or leave it out.");
    }

    private WasmFilter read(Map<String, String> options) {
        return new FilterOptionReader("", Set.of(), notes::add).read(options);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Map<String, String> options) {
        return assertThatThrownBy(() -> read(options))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("wasm", "s3://filters/redact.wasm");
        options.put("function-name", "redact");
        options.put(key, value);
        return options;
    }
}
