package io.github.flinkwasm.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.functions.FunctionKind;
import org.apache.flink.table.module.Module;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WasmModuleTest {

    @Test
    void functionsAreFoundInAnyCase() {
        // When
        Module module = WasmModule.of(options("function.Redact.kind", "SCALAR"));

        // Then
        assertThat(module.listFunctions()).containsExactly("redact");
        assertThat(module.getFunctionDefinition("REDACT"))
                .hasValueSatisfying(
                        function -> assertThat(function.getKind()).isEqualTo(FunctionKind.SCALAR));
        assertThat(module.getFunctionDefinition("other")).isEmpty();
    }

    @Test
    void plannerMayNeitherFoldNorCopyCalls() {
        // When
        Module module =
                WasmModule.of(
                        options(
                                "function.redact.kind", "table",
                                "function.one.wasm", "/filter.wasm",
                                "function.one.function-name", "f",
                                "function.one.kind", "scalar"));

        // Then
        assertThat(module.listFunctions())
                .containsExactlyInAnyOrder("redact", "one")
                .allSatisfy(
                        name ->
                                assertThat(module.getFunctionDefinition(name))
                                        .hasValueSatisfying(
                                                function -> {
                                                    assertThat(function.isDeterministic())
                                                            .isFalse();
                                                    assertThat(function.supportsConstantFolding())
                                                            .isFalse();
                                                }));
    }

    @Test
    void functionsAreSerializable() throws Exception {
        // Given
        WasmTableFunction function =
                (WasmTableFunction)
                        WasmModule.of(options()).getFunctionDefinition("redact").orElseThrow();

        // When
        WasmTableFunction copy = InstantiationUtil.clone(function);

        // Then
        assertThat(copy.functionIdentifier()).isEqualTo(function.functionIdentifier());
    }

    @Test
    void factoryIsFoundByTheNameOfTheModule() {
        // When
        Factory factory =
                ServiceLoader.load(Factory.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(found -> found.factoryIdentifier().equals("wasm"))
                        .findFirst()
                        .orElseThrow();

        // Then
        assertThat(factory).isInstanceOf(WasmModuleFactory.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "function.redact.wasm-path | /x.wasm | There is no option"
                        + " \"function.redact.wasm-path\". The nearest is"
                        + " \"function.redact.wasm_path\".",
                "function.redact.kin | table | The nearest is \"function.redact.kind\".",
                "functions.redact.wasm | /x.wasm | There is no option \"functions.redact.wasm\"."
                        + " All keys have the form function.<name>.<option>",
                "function.redact | /x.wasm | There is no option \"function.redact\". All keys have"
                        + " the form function.<name>.<option>",
                "function..wasm | /x.wasm | All keys have the form function.<name>.<option>",
                "function.redact.kind | aggregate | The option \"function.redact.kind\" is"
                        + " \"aggregate\", but must be one of: table, scalar.",
                "function.redact.on-failure | side-output | The option"
                        + " \"function.redact.on-failure\" is \"side-output\", but must be one of:"
                        + " fail, error-column, pass-through, drop.",
                "function.redact.event-format | xml | The option \"function.redact.event-format\""
                        + " is \"xml\", but must be json or msgpack",
                "function.redact.limits.memory | much | The option"
                        + " \"function.redact.limits.memory\" is \"much\"",
                "function.redact.limits.memory | 100 gb | The option"
                        + " \"function.redact.limits.memory\" is of no use.",
                "function.redact.sha256 | 12 | The option \"function.redact.sha256\" is",
                "function.redact.module.embed-in-state | true | The option"
                        + " \"function.redact.module.embed-in-state\" is of no use in SQL, whose"
                        + " functions have no state to keep a module in. Leave it out;"
                        + " 'function.redact.module.sha256' pins the module for good, and"
                        + " 'function.redact.module.store' keeps a copy of it.",
                "function.REDACT.reset | never | The options name the functions \"REDACT\" and"
                        + " \"redact\", but to SQL they are the same.",
                "function.other.wasm | /x.wasm | The option \"function.other.function-name\" is"
                        + " missing.",
                "function.other.function-name | f | The option \"function.other.wasm\" is missing.",
                "function.upper.wasm | /x.wasm | A function is called \"upper\", but so is one of"
                        + " Flink's own",
                "function.Tumble.wasm | /x.wasm | A function is called \"Tumble\", but so is one of"
                        + " Flink's own",
                "function.date_format.wasm | /x.wasm | A function is called \"date_format\"",
                "function.Json_Value.wasm | /x.wasm | Choose another name, as in"
                        + " 'function.json_value_event.wasm'."
            })
    void wrongOptionsAreNamedWithTheRightOnes(String key, String value, String message) {
        // Given
        Map<String, String> options = options(key, value);

        // Then: without a cause, which is what the SQL client would show
        assertThatThrownBy(() -> WasmModule.of(options))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasNoCause()
                .hasMessageContaining(message.replace("`", ""));
    }

    @Test
    void errorColumnsNeedATable() {
        // Given
        Map<String, String> options =
                options(
                        "function.redact.kind",
                        "scalar",
                        "function.redact.on-failure",
                        "error_column");

        // Then
        assertThatThrownBy(() -> WasmModule.of(options))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(
                        "The option \"function.redact.on-failure\" is error-column, but a scalar");
    }

    @Test
    void moduleWithoutAFunctionIsRefused() {
        // Then
        assertThatThrownBy(() -> WasmModule.of(Map.of()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("'function.<name>.wasm'");
    }

    /** Those of a function {@code redact}, and more. */
    private static Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>();
        String name =
                more.length > 0 && more[0].startsWith("function.Redact.") ? "Redact" : "redact";
        options.put("function." + name + ".wasm", "/filters/redact.wasm");
        options.put("function." + name + ".function-name", "redact");
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }
}
