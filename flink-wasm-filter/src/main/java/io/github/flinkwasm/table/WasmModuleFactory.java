package io.github.flinkwasm.table;

import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.ModuleFactory;
import org.apache.flink.table.module.Module;

/**
 * What {@code LOAD MODULE wasm WITH (…)} finds. Flink makes it through Java's service loader; the
 * identifier is also the only name that SQL can load the module under.
 */
@PublicEvolving
public final class WasmModuleFactory implements ModuleFactory {

    /** The name after {@code LOAD MODULE}. */
    public static final String IDENTIFIER = "wasm";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    /** None: every key has the name of a function in it, so Flink cannot check them. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    /** None, as {@link #requiredOptions}; {@link WasmModule#of} checks all keys. */
    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    /**
     * @throws io.github.flinkwasm.InvalidConfigurationException as {@link WasmModule#of}
     */
    @Override
    public Module createModule(Context context) {
        return WasmModule.of(context.getOptions());
    }
}
