package io.github.flinkwasm.table;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.WasmFilterOptions;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.types.inference.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a function's calls get their filter from: it is the function's own, as the options of a
 * Flink Module say, or the call names it in literals.
 *
 * @param filter of a module's function; of any function once its call is planned; else null
 * @param bound whether calls do not name the filter
 */
record FilterSource(@Nullable SqlFilter filter, boolean bound, FunctionKind kind)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    static FilterSource ofModule(SqlFilter filter) {
        return new FilterSource(filter, true, filter.kind());
    }

    static FilterSource ofLiterals(FunctionKind kind) {
        return new FilterSource(null, false, kind);
    }

    FilterSource pinned(SqlFilter pinned) {
        return new FilterSource(pinned, bound, kind);
    }

    Call call(CallContext context) {
        return Call.of(context.getArgumentDataTypes().size(), bound);
    }

    /**
     * @throws org.apache.flink.table.api.ValidationException if it is named by anything but
     *     literals, or they cannot be used
     */
    SqlFilter filterOf(CallContext context) {
        if (filter != null) {
            return filter;
        }
        try {
            return SqlFunctionOptions.ofLiterals(context.getName(), options(context), kind);
        } catch (InvalidConfigurationException refused) {
            throw context.newValidationError("%s", refused.getMessage());
        }
    }

    private Map<String, String> options(CallContext context) {
        Call call = call(context);
        Map<String, String> options = new LinkedHashMap<>();
        if (call.options() != Call.NONE && !context.isArgumentNull(call.options())) {
            options.putAll(OptionsLiteral.read(literal(context, call.options(), "options")));
        }
        give(options, WasmFilterOptions.WASM, literal(context, Call.WASM, "wasm"));
        give(
                options,
                WasmFilterOptions.FUNCTION_NAME,
                literal(context, Call.FUNCTION_NAME, "function_name"));
        return options;
    }

    private static void give(
            Map<String, String> options, ConfigOption<String> option, String value) {
        if (options.put(option.key(), value) != null) {
            throw new InvalidConfigurationException(
                    "The option \"%s\" is an argument of its own. Leave it out of the options."
                            .formatted(option.key()));
        }
    }

    private static String literal(CallContext context, int position, String what) {
        return context.getArgumentValue(position, String.class)
                .orElseThrow(
                        () ->
                                context.newValidationError(
                                        "The %s of function %s has to be a literal of type STRING,"
                                                + " since it is needed before there are rows. It is"
                                                + " argument %d.",
                                        what, context.getName(), position + 1));
    }
}
