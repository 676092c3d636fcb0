package io.github.flinkwasm.table;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterOptions;
import io.github.flinkwasm.internal.runtime.GuestText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options of one SQL function: those of a filter, {@link WasmFilterOptions}, and the ones here.
 */
final class SqlFunctionOptions {

    static final ConfigOption<FunctionKind> KIND =
            ConfigOptions.key("kind")
                    .enumType(FunctionKind.class)
                    .defaultValue(FunctionKind.TABLE)
                    .withDescription(
                            "How the function is called: as LATERAL TABLE(f(…)), which gives a row"
                                    + " for each event that the filter keeps, or as f(…) wherever"
                                    + " a value may stand, which is NULL for one that it drops."
                                    + " Only with LOAD MODULE.");

    static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The type of what the filter returns, such as"
                                    + " ROW<host STRING, status INT>: STRING, BYTES, a MAP or a"
                                    + " ROW. Without it, the type of the record it was given.");

    static final ConfigOption<String> TAG =
            ConfigOptions.key("tag")
                    .stringType()
                    .defaultValue("flink")
                    .withDescription("The tag of events whose call gives none, or NULL.");

    static final ConfigOption<OnFailure> ON_FAILURE =
            ConfigOptions.key(WasmFilterOptions.ON_FAILURE.key())
                    .enumType(OnFailure.class)
                    .defaultValue(OnFailure.FAIL)
                    .withDescription(
                            "What becomes of an event that the guest cannot finish: the job fails,"
                                + " the row comes with its reason in columns of its own (only for"
                                + " kind table), the record goes on as it came, or is dropped. It"
                                + " is counted in any case.");

    /** All of them, in the order of the reference. */
    static final List<ConfigOption<?>> OWN = List.of(KIND, OUTPUT, TAG, ON_FAILURE);

    private static final Set<String> OF_MODULE = keys(OWN);
    private static final Set<String> OF_LITERAL = keys(List.of(OUTPUT, TAG, ON_FAILURE));

    /** What they promise is kept by state, which SQL functions do not have. */
    static final List<ConfigOption<Boolean>> OF_STATE =
            List.of(
                    WasmFilterOptions.MODULE_EMBED_IN_STATE,
                    WasmFilterOptions.MODULE_ALLOW_UPGRADE_ON_RESTORE);

    private SqlFunctionOptions() {}

    private static Set<String> keys(List<ConfigOption<?>> options) {
        return options.stream().map(ConfigOption::key).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The filter of a function of a Flink Module.
     *
     * @param prefix of the function's keys; all others are left alone
     * @throws InvalidConfigurationException as {@link WasmModule#of}
     */
    static SqlFilter ofModule(String name, Map<String, String> options, String prefix) {
        FunctionKind kind = word(KIND, FunctionKind.class, options, prefix);
        return read(name, kind, options, prefix, OF_MODULE);
    }

    /**
     * The filter of a function whose options are literals of its call.
     *
     * @throws InvalidConfigurationException as {@link WasmModule#of}
     */
    static SqlFilter ofLiterals(String name, Map<String, String> options, FunctionKind kind) {
        return read(name, kind, options, "", OF_LITERAL);
    }

    private static SqlFilter read(
            String name,
            FunctionKind kind,
            Map<String, String> options,
            String prefix,
            Set<String> otherKeys) {
        WasmFilter filter = WasmFilterOptions.filterFrom(options, prefix, otherKeys);
        for (ConfigOption<Boolean> option : OF_STATE) {
            String key = prefix + option.key();
            if (options.containsKey(key)) {
                throw new InvalidConfigurationException(
                        ("The option \"%s\" is of no use in SQL, whose functions have no state to"
                                        + " keep a module in. Leave it out; '%s%s' pins the module"
                                        + " for good, and '%s%s' keeps a copy of it.")
                                .formatted(
                                        key,
                                        prefix,
                                        WasmFilterOptions.MODULE_SHA256.key(),
                                        prefix,
                                        WasmFilterOptions.MODULE_STORE.key()));
            }
        }
        OnFailure onFailure = word(ON_FAILURE, OnFailure.class, options, prefix);
        if (onFailure == OnFailure.ERROR_COLUMN && kind == FunctionKind.SCALAR) {
            throw new InvalidConfigurationException(
                    ("The option \"%s%s\" is error-column, but a scalar function has one value and"
                         + " no columns. Use a table function, or fail, pass-through or drop.")
                            .formatted(prefix, ON_FAILURE.key()));
        }
        return new SqlFilter(
                name,
                kind,
                filter.toBuilder().setFailureHandling(onFailure.handling()).build(),
                options.getOrDefault(prefix + TAG.key(), TAG.defaultValue()),
                options.get(prefix + OUTPUT.key()));
    }

    private static <E extends Enum<E>> E word(
            ConfigOption<E> option, Class<E> type, Map<String, String> options, String prefix) {
        String given = options.get(prefix + option.key());
        if (given == null) {
            return option.defaultValue();
        }
        String wanted = given.strip().replace('_', '-');
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new InvalidConfigurationException(
                                        "The option \"%s%s\" is %s, but must be one of: %s."
                                                .formatted(
                                                        prefix,
                                                        option.key(),
                                                        GuestText.quoted(given),
                                                        words(type))));
    }

    /** What values of an option look like, for the reference. */
    static String valueOf(ConfigOption<?> option) {
        if (option.equals(KIND)) {
            return words(FunctionKind.class);
        }
        if (option.equals(ON_FAILURE)) {
            return words(OnFailure.class);
        }
        return option.equals(OUTPUT) ? "a type of SQL" : "text";
    }

    /** The default of an option that has one, as it would be written. */
    static String defaultOf(ConfigOption<?> option) {
        return option.defaultValue() instanceof Enum<?> constant
                ? word(constant)
                : String.valueOf(option.defaultValue());
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(SqlFunctionOptions::word)
                .collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
