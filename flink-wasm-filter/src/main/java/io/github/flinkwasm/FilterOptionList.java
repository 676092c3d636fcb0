package io.github.flinkwasm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** What each of the {@link WasmFilterOptions} sets, in the order in which they are documented. */
final class FilterOptionList {

    static final List<FilterOption<?>> ALL =
            List.of(
                    required(
                            WasmFilterOptions.WASM,
                            FilterDraft::setModuleUri,
                            filter -> filter.module().uri(),
                            ModuleReference.class,
                            "of"),
                    new FilterOption<>(
                            WasmFilterOptions.MODULE_SHA256,
                            OptionType.SHA_256,
                            OptionType.SHA_256,
                            FilterDraft::setModuleSha256,
                            filter -> filter.module().sha256(),
                            ModuleReference.class,
                            "pinned"),
                    new FilterOption<>(
                            WasmFilterOptions.MODULE_STORE,
                            OptionType.TEXT,
                            OptionType.TEXT,
                            (draft, store) ->
                                    draft.changePersistence(
                                            persistence -> persistence.withStore(store)),
                            filter -> filter.modulePersistence().store(),
                            ModulePersistence.class,
                            "withStore"),
                    persistence(
                            WasmFilterOptions.MODULE_EMBED_IN_STATE,
                            ModulePersistence::withEmbedInState,
                            ModulePersistence::embedInState,
                            "withEmbedInState"),
                    persistence(
                            WasmFilterOptions.MODULE_ALLOW_UPGRADE_ON_RESTORE,
                            ModulePersistence::withAllowUpgradeOnRestore,
                            ModulePersistence::allowUpgradeOnRestore,
                            "withAllowUpgradeOnRestore"),
                    artifacts(
                            WasmFilterOptions.ARTIFACT_STORE,
                            OptionType.TEXT,
                            (artifacts, store) -> FilterOptionList.inStore(store),
                            FilterOptionList::storeOf,
                            "inStore"),
                    artifacts(
                            WasmFilterOptions.ARTIFACT_TRUSTED_KEYS,
                            OptionType.PUBLIC_KEYS,
                            ModuleArtifacts::withTrustedKeys,
                            artifacts ->
                                    Optional.of(
                                            artifacts.trustedKeys().stream()
                                                    .map(OptionType::publicKey)
                                                    .toList()),
                            "withTrustedKeys"),
                    artifacts(
                            WasmFilterOptions.ARTIFACT_DIGEST,
                            OptionType.SHA_256,
                            ModuleArtifacts::withDigest,
                            ModuleArtifacts::digest,
                            "withDigest"),
                    artifacts(
                            WasmFilterOptions.ARTIFACT_REQUIRED,
                            OptionType.BOOLEAN,
                            ModuleArtifacts::withRequired,
                            artifacts -> Optional.of(artifacts.required()),
                            "withRequired"),
                    required(
                            WasmFilterOptions.FUNCTION_NAME,
                            (draft, name) -> draft.builder().setFunctionName(name),
                            WasmFilter::functionName,
                            WasmFilter.Builder.class,
                            "setFunctionName"),
                    filter(
                            WasmFilterOptions.EVENT_FORMAT,
                            OptionType.words(EventFormat.class),
                            WasmFilter.Builder::setEventFormat,
                            WasmFilter::eventFormat,
                            "setEventFormat"),
                    optional(
                            WasmFilterOptions.ABI_VERSION,
                            OptionType.ABI_VERSION,
                            WasmFilter.Builder::setAbiVersion,
                            WasmFilter::abiVersion,
                            "setAbiVersion"),
                    filter(
                            WasmFilterOptions.ESCAPE_UNICODE,
                            OptionType.BOOLEAN,
                            WasmFilter.Builder::setEscapeUnicode,
                            WasmFilter::escapeUnicode,
                            "setEscapeUnicode"),
                    filter(
                            WasmFilterOptions.ON_FAILURE,
                            OptionType.words(FailureHandling.class),
                            WasmFilter.Builder::setFailureHandling,
                            WasmFilter::failureHandling,
                            "setFailureHandling"),
                    filter(
                            WasmFilterOptions.RESET,
                            OptionType.words(ResetPolicy.class),
                            WasmFilter.Builder::setResetPolicy,
                            WasmFilter::resetPolicy,
                            "setResetPolicy"),
                    new FilterOption<>(
                            WasmFilterOptions.ACCESSIBLE_PATHS,
                            OptionType.PATHS,
                            OptionType.FLUENT_BIT_PATHS,
                            (draft, paths) -> draft.builder().setAccessiblePaths(paths),
                            filter -> Optional.of(paths(filter, false)),
                            WasmFilter.Builder.class,
                            "setAccessiblePaths"),
                    new FilterOption<>(
                            WasmFilterOptions.WRITABLE_PATHS,
                            OptionType.WRITABLE_PATHS,
                            OptionType.WRITABLE_PATHS,
                            (draft, paths) ->
                                    paths.forEach(path -> draft.builder().addAccessiblePath(path)),
                            filter -> Optional.of(paths(filter, true)),
                            AccessiblePath.class,
                            "withWriteAccess"),
                    new FilterOption<>(
                            WasmFilterOptions.ENV,
                            OptionType.VARIABLES,
                            OptionType.VARIABLES,
                            FilterDraft::putEnvironmentVariables,
                            filter -> Optional.of(filter.environmentVariables()),
                            WasmFilter.Builder.class,
                            "setEnvironmentVariables"),
                    optional(
                            WasmFilterOptions.CLOCK,
                            OptionType.TIME,
                            WasmFilter.Builder::setFixedClock,
                            WasmFilter::fixedClock,
                            "setFixedClock"),
                    optional(
                            WasmFilterOptions.RANDOM_SEED,
                            OptionType.NUMBER,
                            WasmFilter.Builder::setRandomSeed,
                            filter -> filter.randomSeed().stream().boxed().findFirst(),
                            "setRandomSeed"),
                    size(
                            WasmFilterOptions.LIMITS_MEMORY,
                            FilterLimits::withMemory,
                            FilterLimits::memory,
                            "withMemory"),
                    duration(
                            WasmFilterOptions.LIMITS_CALL_TIMEOUT,
                            FilterLimits::withCallTimeout,
                            FilterLimits::callTimeout,
                            "withCallTimeout"),
                    duration(
                            WasmFilterOptions.LIMITS_STARTUP_TIMEOUT,
                            FilterLimits::withStartupTimeout,
                            FilterLimits::startupTimeout,
                            "withStartupTimeout"),
                    size(
                            WasmFilterOptions.LIMITS_MAX_OUTPUT,
                            FilterLimits::withMaxOutput,
                            FilterLimits::maxOutput,
                            "withMaxOutput"),
                    size(
                            WasmFilterOptions.LIMITS_MAX_MODULE_SIZE,
                            FilterLimits::withMaxModuleSize,
                            FilterLimits::maxModuleSize,
                            "withMaxModuleSize"),
                    count(
                            WasmFilterOptions.LIMITS_MAX_TABLE_ELEMENTS,
                            FilterLimits::withMaxTableElements,
                            FilterLimits::maxTableElements,
                            "withMaxTableElements"),
                    count(
                            WasmFilterOptions.LIMITS_MAX_NESTING_DEPTH,
                            FilterLimits::withMaxNestingDepth,
                            FilterLimits::maxNestingDepth,
                            "withMaxNestingDepth"),
                    count(
                            WasmFilterOptions.LIMITS_MAX_NUMBER_LENGTH,
                            FilterLimits::withMaxNumberLength,
                            FilterLimits::maxNumberLength,
                            "withMaxNumberLength"),
                    size(
                            WasmFilterOptions.LIMITS_MAX_GUEST_OUTPUT,
                            FilterLimits::withMaxGuestOutput,
                            FilterLimits::maxGuestOutput,
                            "withMaxGuestOutput"),
                    size(
                            WasmFilterOptions.LIMITS_MAX_GUEST_OUTPUT_PER_SECOND,
                            FilterLimits::withMaxGuestOutputPerSecond,
                            FilterLimits::maxGuestOutputPerSecond,
                            "withMaxGuestOutputPerSecond"));

    private FilterOptionList() {}

    private static List<AccessiblePath> paths(WasmFilter filter, boolean writable) {
        return filter.accessiblePaths().stream()
                .filter(path -> path.writable() == writable)
                .toList();
    }

    private static FilterOption<String> required(
            ConfigOption<?> option,
            BiConsumer<FilterDraft, String> set,
            Function<WasmFilter, String> get,
            Class<?> owner,
            String method) {
        return new FilterOption<>(
                option,
                OptionType.TEXT,
                OptionType.TEXT,
                set,
                filter -> Optional.of(get.apply(filter)),
                owner,
                method);
    }

    private static <T> FilterOption<T> filter(
            ConfigOption<?> option,
            OptionType<T> type,
            BiConsumer<WasmFilter.Builder, T> set,
            Function<WasmFilter, T> get,
            String method) {
        return optional(option, type, set, filter -> Optional.of(get.apply(filter)), method);
    }

    private static <T> FilterOption<T> optional(
            ConfigOption<?> option,
            OptionType<T> type,
            BiConsumer<WasmFilter.Builder, T> set,
            Function<WasmFilter, Optional<T>> get,
            String method) {
        return new FilterOption<>(
                option,
                type,
                type,
                (draft, value) -> set.accept(draft.builder(), value),
                get,
                WasmFilter.Builder.class,
                method);
    }

    private static FilterOption<Boolean> persistence(
            ConfigOption<?> option,
            BiFunction<ModulePersistence, Boolean, ModulePersistence> set,
            Function<ModulePersistence, Boolean> get,
            String method) {
        return new FilterOption<>(
                option,
                OptionType.BOOLEAN,
                OptionType.BOOLEAN,
                (draft, value) -> draft.changePersistence(old -> set.apply(old, value)),
                filter -> Optional.of(get.apply(filter.modulePersistence())),
                ModulePersistence.class,
                method);
    }

    private static <T> FilterOption<T> artifacts(
            ConfigOption<?> option,
            OptionType<T> type,
            BiFunction<ModuleArtifacts, T, ModuleArtifacts> set,
            Function<ModuleArtifacts, Optional<T>> get,
            String method) {
        return new FilterOption<>(
                option,
                type,
                type,
                (draft, value) -> draft.changeArtifacts(old -> set.apply(old, value)),
                filter -> get.apply(filter.artifacts()),
                ModuleArtifacts.class,
                method);
    }

    private static ModuleArtifacts inStore(String store) {
        return store.equals(ModuleArtifacts.BESIDE_MODULE)
                ? ModuleArtifacts.besideModule()
                : ModuleArtifacts.inStore(store);
    }

    private static Optional<String> storeOf(ModuleArtifacts artifacts) {
        return artifacts.isUsed()
                ? Optional.of(artifacts.store().orElse(ModuleArtifacts.BESIDE_MODULE))
                : Optional.empty();
    }

    private static FilterOption<MemorySize> size(
            ConfigOption<?> option,
            BiFunction<FilterLimits, MemorySize, FilterLimits> set,
            Function<FilterLimits, MemorySize> get,
            String method) {
        return limit(option, OptionType.SIZE, set, get, method);
    }

    private static FilterOption<Duration> duration(
            ConfigOption<?> option,
            BiFunction<FilterLimits, Duration, FilterLimits> set,
            Function<FilterLimits, Duration> get,
            String method) {
        return limit(option, OptionType.DURATION, set, get, method);
    }

    private static FilterOption<Integer> count(
            ConfigOption<?> option,
            BiFunction<FilterLimits, Integer, FilterLimits> set,
            Function<FilterLimits, Integer> get,
            String method) {
        return limit(option, OptionType.COUNT, set, get, method);
    }

    private static <T> FilterOption<T> limit(
            ConfigOption<?> option,
            OptionType<T> type,
            BiFunction<FilterLimits, T, FilterLimits> set,
            Function<FilterLimits, T> get,
            String method) {
        return new FilterOption<>(
                option,
                type,
                type,
                (draft, value) -> draft.changeLimits(old -> set.apply(old, value)),
                filter -> Optional.of(get.apply(filter.limits())),
                FilterLimits.class,
                method);
    }
}
