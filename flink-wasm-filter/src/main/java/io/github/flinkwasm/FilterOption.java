package io.github.flinkwasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.FallbackKey;

/**
 * An option with all that belongs to it: how its value is read, what it sets, and how Java says the
 * same.
 *
 * @param option what users see of it
 * @param type how values are read and written
 * @param fallbackType how values are read under a fallback key
 * @param set puts a value into a filter
 * @param get the value in a filter; empty where it has none
 * @param owner the type whose method sets the same in Java
 * @param method that method's name
 */
record FilterOption<T>(
        ConfigOption<?> option,
        OptionType<T> type,
        OptionType<T> fallbackType,
        BiConsumer<FilterDraft, T> set,
        Function<WasmFilter, Optional<T>> get,
        Class<?> owner,
        String method) {

    /** A filter in which everything is as it is where nothing is said. */
    private static final WasmFilter WITH_DEFAULTS =
            WasmFilter.builder()
                    .setModule(ModuleReference.of("/filter.wasm"))
                    .setFunctionName("filter")
                    .build();

    String key() {
        return option.key();
    }

    List<String> fallbackKeys() {
        List<String> keys = new ArrayList<>();
        for (FallbackKey key : option.fallbackKeys()) {
            keys.add(key.getKey());
        }
        return keys;
    }

    /** The value that holds where nothing is said, as it would be written. */
    Optional<String> defaultValue() {
        return option.hasDefaultValue() ? valueIn(WITH_DEFAULTS) : Optional.empty();
    }

    /** The value in a filter, as it would be written. */
    Optional<String> valueIn(WasmFilter filter) {
        return get.apply(filter).map(type.format());
    }

    /**
     * Reads a value and puts it into a filter.
     *
     * @throws InvalidConfigurationException if the value can be read, but not be used
     * @throws IllegalArgumentException if it cannot be read
     */
    void apply(String givenKey, String value, FilterDraft draft) {
        set.accept(draft, typeUnder(givenKey).parse().apply(value));
    }

    /** How values are read under one of the keys. */
    OptionType<T> typeUnder(String givenKey) {
        return givenKey.equals(key()) ? type : fallbackType;
    }
}
