package io.github.flinkwasm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/** Reads the options of a filter, and says in terms of their keys what is wrong with them. */
final class FilterOptionReader {

    private final String prefix;
    private final Set<String> otherKeys;
    private final Consumer<String> notes;

    /** What was given, by option. Keys are without the prefix. */
    private final Map<FilterOption<?>, Given> given = new HashMap<>();

    private final FilterDraft draft = new FilterDraft();

    private record Given(String key, String value) {}

    /**
     * @param prefix of the keys to read; all others are left alone
     * @param otherKeys keys without the prefix that are right, but read by the caller
     * @param notes told about options that change nothing
     */
    FilterOptionReader(String prefix, Set<String> otherKeys, Consumer<String> notes) {
        this.prefix = prefix;
        this.otherKeys = otherKeys;
        this.notes = notes;
    }

    /**
     * @throws InvalidConfigurationException as {@link WasmFilterOptions#filterFrom}
     */
    WasmFilter read(Map<String, String> options) {
        options.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        accept(key.substring(prefix.length()), value);
                    }
                });
        require(WasmFilterOptions.WASM, "the module to run, such as s3://filters/redact.wasm");
        require(WasmFilterOptions.FUNCTION_NAME, "the function that the module exports");
        for (FilterOption<?> option : FilterOptionList.ALL) {
            Given found = given.get(option);
            if (found != null) {
                apply(option, found);
            }
        }
        checkEscapeUnicode();
        return draft.build();
    }

    private void accept(String key, @Nullable String value) {
        if (otherKeys.contains(key)) {
            return;
        }
        if (value == null) {
            throw new InvalidConfigurationException(
                    "The option %s has no value. Give it one, or leave it out."
                            .formatted(quoted(key)));
        }
        if (key.startsWith(WasmFilterOptions.ENV_PREFIX)) {
            String name = key.substring(WasmFilterOptions.ENV_PREFIX.length());
            draft.putEnvironmentVariables(Map.of(name, value));
            return;
        }
        FluentBitKey fluentBitKey = FluentBitKey.find(key).orElse(null);
        if (fluentBitKey != null) {
            note(fluentBitKey, key, value);
            return;
        }
        FilterOption<?> option = find(key);
        Given before = given.put(option, new Given(key, value));
        if (before != null) {
            throw new InvalidConfigurationException(
                    "The options %s and %s are one and the same. Keep one of them."
                            .formatted(quoted(before.key()), quoted(key)));
        }
    }

    private void note(FluentBitKey known, String key, String value) {
        if (!FluentBitKey.allows(value)) {
            throw unreadable(key, value, FluentBitKey.allowed());
        }
        notes.accept(
                "The option %s changes nothing here: %s"
                        .formatted(quoted(key), known.whatAppliesHere()));
    }

    private FilterOption<?> find(String key) {
        for (FilterOption<?> option : FilterOptionList.ALL) {
            if (option.key().equals(key)
                    || option.fallbackKeys().stream().anyMatch(key::equalsIgnoreCase)) {
                return option;
            }
        }
        throw unknown(key);
    }

    private InvalidConfigurationException unknown(String key) {
        TreeSet<String> keys = new TreeSet<>(otherKeys);
        TreeSet<String> fallbackKeys = new TreeSet<>();
        for (FilterOption<?> option : FilterOptionList.ALL) {
            keys.add(option.key());
            fallbackKeys.addAll(option.fallbackKeys());
        }
        for (FluentBitKey fluentBitKey : FluentBitKey.values()) {
            fallbackKeys.add(fluentBitKey.key());
        }
        TreeSet<String> all = new TreeSet<>(keys);
        all.addAll(fallbackKeys);
        keys.remove(WasmFilterOptions.ENV.key());
        keys.add(WasmFilterOptions.ENV_PREFIX + "<NAME>");
        return new InvalidConfigurationException(
                "There is no option %s. The nearest is %s. Options: %s. In any case also: %s."
                        .formatted(
                                quoted(key),
                                quoted(NearestKey.to(key, all)),
                                String.join(", ", keys),
                                String.join(", ", fallbackKeys)));
    }

    private void require(ConfigOption<String> option, String meaning) {
        Given found = given.get(find(option.key()));
        if (found == null || found.value().isBlank()) {
            List<String> keys = find(option.key()).fallbackKeys();
            throw new InvalidConfigurationException(
                    "The option %s is %s. Give %s. Fluent Bit's key %s does as well."
                            .formatted(
                                    quoted(option.key()),
                                    found == null ? "missing" : "blank",
                                    meaning,
                                    keys.stream()
                                            .map(this::quoted)
                                            .collect(Collectors.joining(" or "))));
        }
    }

    private void apply(FilterOption<?> option, Given found) {
        try {
            option.apply(found.key(), found.value(), draft);
        } catch (InvalidConfigurationException refused) {
            // Without the cause: it knows no keys, and Flink's SQL client, for one, shows nothing
            // but the last cause.
            throw new InvalidConfigurationException(
                    "The option %s is of no use. %s"
                            .formatted(quoted(found.key()), refused.getMessage()));
        } catch (IllegalArgumentException unreadable) {
            // Without the cause: it may repeat what must not be shown.
            throw unreadable(found.key(), found.value(), option.typeUnder(found.key()).allowed());
        }
    }

    private InvalidConfigurationException unreadable(String key, String value, String allowed) {
        // Values of environment variables may be secrets.
        boolean secret = key.equals(WasmFilterOptions.ENV.key());
        return new InvalidConfigurationException(
                "The option %s %s, but must be %s."
                        .formatted(
                                quoted(key),
                                secret ? "cannot be read" : "is " + Quoted.of(value),
                                allowed));
    }

    private void checkEscapeUnicode() {
        boolean escapes =
                Boolean.parseBoolean(valueOf(WasmFilterOptions.ESCAPE_UNICODE, "false").strip());
        String format = valueOf(WasmFilterOptions.EVENT_FORMAT, "json").strip();
        if (escapes && !format.equalsIgnoreCase("json")) {
            throw new InvalidConfigurationException(
                    ("The option %s is true and %s is %s, but only JSON text can be escaped. Leave"
                                    + " out one of the two.")
                            .formatted(
                                    quoted(WasmFilterOptions.ESCAPE_UNICODE.key()),
                                    quoted(WasmFilterOptions.EVENT_FORMAT.key()),
                                    format));
        }
    }

    private String valueOf(ConfigOption<?> option, String otherwise) {
        Given found = given.get(find(option.key()));
        return Objects.requireNonNullElse(found == null ? null : found.value(), otherwise);
    }

    /** A key as whoever wrote it sees it. */
    private String quoted(String key) {
        return Quoted.of(prefix + key);
    }
}
