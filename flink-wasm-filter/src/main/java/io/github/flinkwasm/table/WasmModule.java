package io.github.flinkwasm.table;

import io.github.flinkwasm.InvalidConfigurationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.module.Module;

/**
 * A Flink Module whose functions are filters. SQL loads one as {@code LOAD MODULE wasm WITH (…)};
 * the Table API may load any number of them, under names of its own:
 *
 * <pre>{@code
 * tableEnvironment.loadModule(
 *         "edge",
 *         WasmModule.of(
 *                 Map.of(
 *                         "function.redact.wasm", "s3://filters/redact.wasm",
 *                         "function.redact.function-name", "redact")));
 * }</pre>
 *
 * <p>Nothing is read when a module is loaded: each query that calls a function pins the Wasm module
 * it finds, unless the options pin it.
 */
@PublicEvolving
public final class WasmModule implements Module {

    private static final String PREFIX = "function.";

    /** By name in lower case. */
    private final Map<String, UserDefinedFunction> functions;

    private WasmModule(Map<String, UserDefinedFunction> functions) {
        this.functions = Collections.unmodifiableMap(functions);
    }

    /**
     * The module with the functions that these options describe, each as {@code
     * function.<name>.<option>}.
     *
     * @throws InvalidConfigurationException when a key is unknown, a value cannot be used, an
     *     option is missing, or a function has the name of another one or of one of Flink's own
     */
    public static WasmModule of(Map<String, String> options) {
        Map<String, String> spellings = names(options.keySet());
        Map<String, UserDefinedFunction> functions = new LinkedHashMap<>();
        spellings.forEach(
                (name, spelling) ->
                        functions.put(name, function(name, options, PREFIX + spelling + ".")));
        return new WasmModule(functions);
    }

    private static UserDefinedFunction function(
            String name, Map<String, String> options, String prefix) {
        SqlFilter filter = SqlFunctionOptions.ofModule(name, options, prefix);
        return switch (filter.kind()) {
            case TABLE -> new WasmTableFunction(filter);
            case SCALAR -> new WasmScalarFunction(filter);
        };
    }

    /** Names in lower case, each with its spelling. */
    private static Map<String, String> names(Set<String> keys) {
        Map<String, String> spellings = new TreeMap<>();
        for (String key : keys) {
            String spelling = nameIn(key);
            String name = spelling.toLowerCase(Locale.ROOT);
            String before = spellings.putIfAbsent(name, spelling);
            if (before != null && !before.equals(spelling)) {
                throw new InvalidConfigurationException(
                        ("The options name the functions \"%s\" and \"%s\", but to SQL they are the"
                                        + " same. Spell a function's name in one way, or give the"
                                        + " second function another name.")
                                .formatted(before, spelling));
            }
        }
        if (spellings.isEmpty()) {
            throw new InvalidConfigurationException(
                    "The module has no function. Describe at least one, with 'function.<name>.wasm'"
                            + " and 'function.<name>.function-name'; <name> is what SQL calls it.");
        }
        for (String name : spellings.keySet()) {
            if (BuiltInFunctions.have(name)) {
                throw new InvalidConfigurationException(
                        ("A function is called \"%s\", but so is one of Flink's own, and which of"
                             + " the two a query gets would depend on the order of modules. Choose"
                             + " another name, as in 'function.%s_event.wasm'.")
                                .formatted(spellings.get(name), name));
            }
        }
        return spellings;
    }

    private static String nameIn(String key) {
        int end = key.indexOf('.', PREFIX.length());
        if (!key.startsWith(PREFIX) || end <= PREFIX.length()) {
            throw new InvalidConfigurationException(
                    ("There is no option \"%s\". All keys have the form function.<name>.<option>,"
                         + " such as 'function.redact.wasm', where <name> is what SQL calls the"
                         + " function and has no dot in it.")
                            .formatted(key));
        }
        return key.substring(PREFIX.length(), end);
    }

    @Override
    public Set<String> listFunctions() {
        return functions.keySet();
    }

    @Override
    public Optional<FunctionDefinition> getFunctionDefinition(String name) {
        return Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)));
    }
}
