package io.github.flinkwasm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything a {@link WasmFilter} has, as options of a configuration, and the filter that a
 * configuration describes.
 *
 * <pre>{@code
 * WasmFilter filter =
 *         WasmFilterOptions.filterFrom(
 *                 Map.of(
 *                         "wasm", "s3://filters/redact.wasm",
 *                         "function-name", "redact",
 *                         "on-failure", "side-output"));
 * }</pre>
 *
 * <p>Where Fluent Bit has a key for the same thing, it is a fallback key, read in any case as
 * Fluent Bit does. Keys have no prefix; who needs one names it when the filter is read.
 */
@PublicEvolving
public final class WasmFilterOptions {

    public static final ConfigOption<String> WASM =
            ConfigOptions.key("wasm")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("wasm_path")
                    .withDescription(
                            "The module: a URI of any Flink file system, a plain path, or"
                                    + " classpath: and the name of a resource. Required.");

    public static final ConfigOption<String> MODULE_SHA256 =
            ConfigOptions.key("module.sha256")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("sha256")
                    .withDescription(
                            "Pins the module to its bytes: anything else found at its place is"
                                + " refused. Without it the client reads the module once and pins"
                                + " what it finds.");

    public static final ConfigOption<String> MODULE_STORE =
            ConfigOptions.key("module.store")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "A directory on any Flink file system in which a copy of the module is"
                                + " kept under its SHA-256, for restarts and restores that happen"
                                + " after the file was overwritten or removed.");

    public static final ConfigOption<Boolean> MODULE_EMBED_IN_STATE =
            ConfigOptions.key("module.embed-in-state")
                    .booleanType()
                    .defaultValue(ModulePersistence.DEFAULT.embedInState())
                    .withDescription(
                            "Whether checkpoints carry the module's bytes, so that a restore needs"
                                    + " no file. Only for modules of at most 4 MiB.");

    public static final ConfigOption<Boolean> MODULE_ALLOW_UPGRADE_ON_RESTORE =
            ConfigOptions.key("module.allow-upgrade-on-restore")
                    .booleanType()
                    .defaultValue(ModulePersistence.DEFAULT.allowUpgradeOnRestore())
                    .withDescription(
                            "Whether a restored job may run another module than the one that its"
                                    + " checkpoint names. For the one restore that is meant to"
                                    + " change it.");

    public static final ConfigOption<String> ARTIFACT_STORE =
            ConfigOptions.key("artifact.store")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "A directory on any Flink file system with compiled modules, or"
                                    + " beside-module for the directory in which the module is."
                                    + " Clients and TaskManagers publish there what they compile."
                                    + " Without it every TaskManager compiles the module itself.");

    public static final ConfigOption<String> ARTIFACT_TRUSTED_KEYS =
            ConfigOptions.key("artifact.trusted-keys")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Whose signed artifacts are loaded: Ed25519 public keys, as they stand"
                                    + " between the first and the last line of a PEM file.");

    public static final ConfigOption<String> ARTIFACT_DIGEST =
            ConfigOptions.key("artifact.digest")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The digest of one artifact to load, as \"wasm-filter compile\" prints"
                                    + " it. The client sets it where it compiles the module.");

    public static final ConfigOption<Boolean> ARTIFACT_REQUIRED =
            ConfigOptions.key("artifact.required")
                    .booleanType()
                    .defaultValue(ModuleArtifacts.NONE.required())
                    .withDescription(
                            "Whether the job refuses to start where it finds no artifact that it"
                                    + " trusts, instead of compiling the module.");

    public static final ConfigOption<String> FUNCTION_NAME =
            ConfigOptions.key("function-name")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("function_name")
                    .withDescription(
                            "The exported function to call for every event; \"wasm-filter check\""
                                    + " lists them. Required.");

    public static final ConfigOption<EventFormat> EVENT_FORMAT =
            ConfigOptions.key("event-format")
                    .enumType(EventFormat.class)
                    .defaultValue(EventFormat.JSON)
                    .withFallbackKeys("event_format")
                    .withDescription(
                            "How a record is written for the guest, and how the guest writes what"
                                    + " it returns.");

    public static final ConfigOption<Integer> ABI_VERSION =
            ConfigOptions.key("abi-version")
                    .intType()
                    .noDefaultValue()
                    .withFallbackKeys("abi_version")
                    .withDescription(
                            "Insists on a version of Fluent Bit's calling convention. Without it"
                                    + " the function's signature decides.");

    public static final ConfigOption<Boolean> ESCAPE_UNICODE =
            ConfigOptions.key("escape-unicode")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether a JSON guest sees non-ASCII text as \\uXXXX, as it does in"
                                    + " Fluent Bit by default. Without it, it sees UTF-8.");

    public static final ConfigOption<FailureHandling> ON_FAILURE =
            ConfigOptions.key("on-failure")
                    .enumType(FailureHandling.class)
                    .defaultValue(FailureHandling.FAIL)
                    .withDescription(
                            "What becomes of an event that the guest cannot finish: the job fails,"
                                + " the event goes to the failed output, goes on as it came, or is"
                                + " dropped. It is counted in any case.");

    public static final ConfigOption<ResetPolicy> RESET =
            ConfigOptions.key("reset")
                    .enumType(ResetPolicy.class)
                    .defaultValue(ResetPolicy.AUTO)
                    .withDescription(
                            "When an instance is put back to its state after start-up, besides"
                                    + " after every failure: before every event, when it is needed,"
                                    + " or never.");

    public static final ConfigOption<String> ACCESSIBLE_PATHS =
            ConfigOptions.key("accessible-paths")
                    .stringType()
                    .defaultValue("")
                    .withFallbackKeys("accessible_paths")
                    .withDescription(
                            "Directories that the guest may read. GUEST is the name under which it"
                                + " sees the directory HOST; Fluent Bit's key takes directories"
                                + " alone, and lets the guest write there too, which here it may"
                                + " only in writable-paths. Nothing is granted unless asked, while"
                                + " Fluent Bit grants its working directory.");

    public static final ConfigOption<String> WRITABLE_PATHS =
            ConfigOptions.key("writable-paths")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Directories that the guest may read and write, at most 16 MiB in one"
                                + " call. What it writes stays when its instance is put back, and"
                                + " is written again when an event is filtered again.");

    public static final ConfigOption<Map<String, String>> ENV =
            ConfigOptions.key("env")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "The guest's environment variables: env.NAME gives the variable NAME"
                                    + " its value. The guest sees them sorted by name.");

    public static final ConfigOption<String> CLOCK =
            ConfigOptions.key("clock")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Stops the guest's clocks at this time, for runs that shall give the"
                                    + " same results again. Without it, clocks run.");

    public static final ConfigOption<Long> RANDOM_SEED =
            ConfigOptions.key("random-seed")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "Makes the guest's random numbers depend on this number, the event and"
                                    + " the module alone, for runs that shall give the same results"
                                    + " again. Without it, they are unpredictable.");

    public static final ConfigOption<MemorySize> LIMITS_MEMORY =
            ConfigOptions.key("limits.memory")
                    .memoryType()
                    .defaultValue(FilterLimits.DEFAULT.memory())
                    .withDescription("How much linear memory an instance may own.");

    public static final ConfigOption<Duration> LIMITS_CALL_TIMEOUT =
            ConfigOptions.key("limits.call-timeout")
                    .durationType()
                    .defaultValue(FilterLimits.DEFAULT.callTimeout())
                    .withDescription("How long one call may take before its event fails.");

    public static final ConfigOption<Duration> LIMITS_STARTUP_TIMEOUT =
            ConfigOptions.key("limits.startup-timeout")
                    .durationType()
                    .defaultValue(FilterLimits.DEFAULT.startupTimeout())
                    .withDescription(
                            "How long the guest's start code may take before the module is"
                                    + " refused.");

    public static final ConfigOption<MemorySize> LIMITS_MAX_OUTPUT =
            ConfigOptions.key("limits.max-output")
                    .memoryType()
                    .defaultValue(FilterLimits.DEFAULT.maxOutput())
                    .withDescription("How long a record that the guest returns may be.");

    public static final ConfigOption<MemorySize> LIMITS_MAX_MODULE_SIZE =
            ConfigOptions.key("limits.max-module-size")
                    .memoryType()
                    .defaultValue(FilterLimits.DEFAULT.maxModuleSize())
                    .withDescription("How large the module's file may be.");

    public static final ConfigOption<Integer> LIMITS_MAX_TABLE_ELEMENTS =
            ConfigOptions.key("limits.max-table-elements")
                    .intType()
                    .defaultValue(FilterLimits.DEFAULT.maxTableElements())
                    .withDescription("How many elements the guest's tables may have together.");

    public static final ConfigOption<Integer> LIMITS_MAX_NESTING_DEPTH =
            ConfigOptions.key("limits.max-nesting-depth")
                    .intType()
                    .defaultValue(FilterLimits.DEFAULT.maxNestingDepth())
                    .withDescription(
                            "How deeply objects and arrays of a record may be nested, on the way in"
                                    + " and on the way out.");

    public static final ConfigOption<Integer> LIMITS_MAX_NUMBER_LENGTH =
            ConfigOptions.key("limits.max-number-length")
                    .intType()
                    .defaultValue(FilterLimits.DEFAULT.maxNumberLength())
                    .withDescription(
                            "How many characters one number of a returned JSON record may have.");

    public static final ConfigOption<MemorySize> LIMITS_MAX_GUEST_OUTPUT =
            ConfigOptions.key("limits.max-guest-output")
                    .memoryType()
                    .defaultValue(FilterLimits.DEFAULT.maxGuestOutput())
                    .withDescription(
                            "How much the guest may print within one call; what goes beyond is"
                                    + " discarded.");

    public static final ConfigOption<MemorySize> LIMITS_MAX_GUEST_OUTPUT_PER_SECOND =
            ConfigOptions.key("limits.max-guest-output-per-second")
                    .memoryType()
                    .defaultValue(FilterLimits.DEFAULT.maxGuestOutputPerSecond())
                    .withDescription(
                            "How much of what the guest prints is logged in one second; what goes"
                                    + " beyond is counted and left out.");

    /** What follows it in a key is the name of an environment variable. */
    static final String ENV_PREFIX = ENV.key() + ".";

    private static final Logger LOG = LoggerFactory.getLogger(WasmFilterOptions.class);

    private WasmFilterOptions() {}

    /** All options, in the order of the reference. */
    public static List<ConfigOption<?>> all() {
        return FilterOptionList.ALL.stream().<ConfigOption<?>>map(FilterOption::option).toList();
    }

    /**
     * The filter that these options describe. All keys must be options of a filter.
     *
     * @throws InvalidConfigurationException when a key is unknown or given twice, a value cannot be
     *     read or used, or a required option is missing
     */
    public static WasmFilter filterFrom(Map<String, String> options) {
        return filterFrom(options, "", Set.of());
    }

    /** As {@link #filterFrom(Map)}, for a configuration that holds nothing else. */
    public static WasmFilter filterFrom(ReadableConfig options) {
        return filterFrom(options, "", Set.of());
    }

    /** As {@link #filterFrom(Map, String, Set)}. */
    public static WasmFilter filterFrom(
            ReadableConfig options, String prefix, Set<String> otherKeys) {
        return filterFrom(options.toMap(), prefix, otherKeys);
    }

    /**
     * The filter described by those options whose keys begin with a prefix; all others are left
     * alone.
     *
     * @param prefix with its separator, such as {@code function.redact.}; messages show keys with
     *     it
     * @param otherKeys keys, without the prefix, that the caller reads itself
     * @throws InvalidConfigurationException as {@link #filterFrom(Map)}
     */
    public static WasmFilter filterFrom(
            Map<String, String> options, String prefix, Set<String> otherKeys) {
        return new FilterOptionReader(prefix, otherKeys, LOG::info).read(options);
    }

    /**
     * The options that describe a filter: those that differ from their defaults. Values of
     * environment variables are among them, so the result may hold secrets.
     *
     * @throws InvalidConfigurationException when an accessible path cannot be written as an option,
     *     since it holds a comma, for example
     */
    public static Map<String, String> toMap(WasmFilter filter) {
        Map<String, String> options = new LinkedHashMap<>();
        for (FilterOption<?> option : FilterOptionList.ALL) {
            Optional<String> value = option.valueIn(filter);
            if (!value.equals(option.defaultValue())) {
                value.ifPresent(text -> options.put(option.key(), text));
            }
        }
        filter.environmentVariables()
                .forEach((name, value) -> options.put(ENV_PREFIX + name, value));
        return options;
    }
}
