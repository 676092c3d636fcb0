package io.github.flinkwasm.fluentbit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys of a Wasm filter's section, and what each of them means here. */
enum FilterKey {
    WASM_PATH(
            Scope.PLUGIN,
            "a path, or a URI of a Flink file system",
            "",
            "The module. Required. A relative path starts at the base directory, which is the"
                    + " process's working directory unless the reader is told another."),

    FUNCTION_NAME(
            Scope.PLUGIN, "text", "", "The exported function to call for every event. Required."),

    EVENT_FORMAT(
            Scope.PLUGIN,
            "`json` or `msgpack`",
            "`json`",
            "How a record is written for the guest, and how the guest writes what it returns."),

    ACCESSIBLE_PATHS(
            Scope.PLUGIN,
            "directories, with commas between",
            "none; `.` in Fluent Bit",
            "Directories that the guest may read, if the reader is told to grant them. None"
                    + " otherwise, with a warning that names them. Fluent Bit lets the guest write"
                    + " there too."),

    WASM_HEAP_SIZE(
            Scope.PLUGIN,
            "size",
            "`8192`",
            "Checked, and without effect: the heap of `env.malloc` grows as needed, and what bounds"
                    + " a guest's memory is `FilterLimits.memory`. A warning says so where the size"
                    + " is larger than that limit is by default."),

    WASM_STACK_SIZE(
            Scope.PLUGIN,
            "size",
            "`8192`",
            "Checked, and without effect: a guest's calls use the stack of the JVM's thread."),

    ABI_VERSION(
            Scope.PLUGIN,
            "`1` or `2`",
            "by signature; `1` in Fluent Bit",
            "The calling convention: a function whose signature says something else is refused."
                    + " Without the key, the signature decides."),

    MATCH(
            Scope.GENERIC,
            "text, in which `*` stands for any characters or none",
            "",
            "Which tags the filter is for, as a whole and in their case. In a processor without"
                    + " effect, as in Fluent Bit."),

    MATCH_REGEX(
            Scope.GENERIC,
            "a regular expression of Ruby's syntax, which may stand between slashes with options"
                    + " after them",
            "",
            "Which tags the filter is for: those that begin with at least one character of it."
                    + " Where `match` is there too, either is enough."),

    ALIAS(Scope.GENERIC, "text", "`wasm.` and a number", "What the filter is called."),

    LOG_LEVEL(
            Scope.GENERIC,
            "text",
            "",
            "Without effect: Flink's logging configuration decides what is logged."),

    LOG_SUPPRESS_INTERVAL(
            Scope.GENERIC,
            "text",
            "",
            "Without effect: `FilterLimits.maxGuestOutputPerSecond` bounds what is logged."),

    ACTIVE(
            Scope.GENERIC,
            "text",
            "`true`",
            "`false`, in either case, and `0` switch the filter off."),

    CONDITION(
            Scope.GENERIC,
            "a map",
            "",
            "Refused in a processor: conditions on records are not evaluated here. Elsewhere"
                    + " without effect, with a warning, as in Fluent Bit.");

    /** Whose key it is in Fluent Bit. */
    private enum Scope {
        PLUGIN,
        GENERIC
    }

    private final Scope scope;
    private final String values;
    private final String defaultValue;
    private final String meaning;

    FilterKey(Scope scope, String values, String defaultValue, String meaning) {
        this.scope = scope;
        this.values = values;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** The key that somebody wrote, in any case. */
    static Optional<FilterKey> find(String key) {
        return Arrays.stream(values()).filter(known -> known.key().equalsIgnoreCase(key)).findAny();
    }

    /** The keys that a Wasm filter has beyond those of every filter. */
    static List<String> ofThePlugin() {
        return Arrays.stream(values())
                .filter(known -> known.scope == Scope.PLUGIN)
                .map(FilterKey::key)
                .toList();
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fluent Bit refuses those of the plugin that are set twice, and takes the last of others. */
    boolean mayBeSetTwice() {
        return scope == Scope.GENERIC;
    }

    String allowedValues() {
        return values;
    }

    String defaultValue() {
        return defaultValue;
    }

    String meaning() {
        return meaning;
    }
}
