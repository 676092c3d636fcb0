package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What options describe; what is wrong with them is the subject of the tests of the reader. */
final class WasmFilterOptionsTest {

    private static final String SHA_256 =
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /** For each option a value that is not its default. */
    private static final Map<ConfigOption<?>, String> OTHER_VALUES =
            Map.ofEntries(
                    Map.entry(WasmFilterOptions.WASM, "s3://filters/redact.wasm"),
                    Map.entry(WasmFilterOptions.MODULE_SHA256, SHA_256),
                    Map.entry(WasmFilterOptions.MODULE_STORE, "s3://filters/store"),
                    Map.entry(WasmFilterOptions.MODULE_EMBED_IN_STATE, "true"),
                    Map.entry(WasmFilterOptions.MODULE_ALLOW_UPGRADE_ON_RESTORE, "true"),
                    Map.entry(WasmFilterOptions.ARTIFACT_STORE, "beside-module"),
                    Map.entry(
                            WasmFilterOptions.ARTIFACT_TRUSTED_KEYS,
                            "MCowBQYDK2VwAyEAeMWQ8C6NQ0bNgA396lXHPT4NDZUB+MY8EygxDQPSnXI="),
                    Map.entry(WasmFilterOptions.ARTIFACT_DIGEST, SHA_256),
                    Map.entry(WasmFilterOptions.ARTIFACT_REQUIRED, "true"),
                    Map.entry(WasmFilterOptions.FUNCTION_NAME, "redact"),
                    Map.entry(WasmFilterOptions.EVENT_FORMAT, "msgpack"),
                    Map.entry(WasmFilterOptions.ABI_VERSION, "2"),
                    Map.entry(WasmFilterOptions.ESCAPE_UNICODE, "true"),
                    Map.entry(WasmFilterOptions.ON_FAILURE, "side-output"),
                    Map.entry(WasmFilterOptions.RESET, "every-event"),
                    Map.entry(WasmFilterOptions.ACCESSIBLE_PATHS, "/srv/a,/data=/srv/b"),
                    Map.entry(WasmFilterOptions.WRITABLE_PATHS, "/srv/c,/out=/srv/d"),
                    Map.entry(WasmFilterOptions.ENV, "REGION:eu"),
                    Map.entry(WasmFilterOptions.CLOCK, "2026-11-22T09:30:00.000000001Z"),
                    Map.entry(WasmFilterOptions.RANDOM_SEED, "-42"),
                    Map.entry(WasmFilterOptions.LIMITS_MEMORY, "32 mb"),
                    Map.entry(WasmFilterOptions.LIMITS_CALL_TIMEOUT, "50 ms"),
                    Map.entry(WasmFilterOptions.LIMITS_STARTUP_TIMEOUT, "2 min"),
                    Map.entry(WasmFilterOptions.LIMITS_MAX_OUTPUT, "1 mb"),
                    Map.entry(WasmFilterOptions.LIMITS_MAX_MODULE_SIZE, "8 mb"),
                    Map.entry(WasmFilterOptions.LIMITS_MAX_TABLE_ELEMENTS, "1000"),
                    Map.entry(WasmFilterOptions.LIMITS_MAX_NESTING_DEPTH, "64"),
                    Map.entry(WasmFilterOptions.LIMITS_MAX_NUMBER_LENGTH, "40"),
                    Map.entry(WasmFilterOptions.LIMITS_MAX_GUEST_OUTPUT_PER_SECOND, "1 kb"),
                    Map.entry(WasmFilterOptions.LIMITS_MAX_GUEST_OUTPUT, "0 bytes"));

    @Test
    void everyPropertyOfAFilterHasAnOption() {
        // When
        Set<String> inOptions =
                FilterOptionList.ALL.stream()
                        .map(option -> property(option.owner(), option.method()))
                        .collect(Collectors.toCollection(TreeSet::new));

        // Then
        Set<String> inJava = new TreeSet<>();
        inJava.add(property(ModuleReference.class, "of"));
        inJava.add(property(ModuleReference.class, "pinned"));
        // Made of options of their own.
        Set<String> composed =
                Set.of("setModule", "setLimits", "setModulePersistence", "setArtifacts");
        methods(WasmFilter.Builder.class, "set")
                .filter(method -> !composed.contains(method))
                .forEach(method -> inJava.add(property(WasmFilter.Builder.class, method)));
        methods(FilterLimits.class, "with")
                .forEach(method -> inJava.add(property(FilterLimits.class, method)));
        methods(ModulePersistence.class, "with")
                .forEach(method -> inJava.add(property(ModulePersistence.class, method)));
        inJava.add(property(ModuleArtifacts.class, "inStore"));
        methods(ModuleArtifacts.class, "with")
                // Made by the client for one job, and never written down.
                .filter(method -> !method.equals("withSecret"))
                // Takes away what an option sets.
                .filter(method -> !method.startsWith("without"))
                .forEach(method -> inJava.add(property(ModuleArtifacts.class, method)));
        methods(AccessiblePath.class, "with")
                .forEach(method -> inJava.add(property(AccessiblePath.class, method)));
        assertThat(inOptions).isEqualTo(inJava);
        assertThat(AccessiblePath.class.getRecordComponents())
                .extracting("name")
                .containsExactly("guestPath", "hostPath", "writable");
    }

    private static String property(Class<?> owner, String method) {
        return owner.getSimpleName() + "." + method;
    }

    private static Stream<String> methods(Class<?> type, String prefix) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> name.startsWith(prefix));
    }

    @Test
    void everyConstantIsInTheListOfAll() throws IllegalAccessException {
        // When
        List<ConfigOption<?>> all = WasmFilterOptions.all();

        // Then
        Set<Object> constants = new HashSet<>();
        for (Field field : WasmFilterOptions.class.getFields()) {
            constants.add(field.get(null));
        }
        assertThat(all).doesNotHaveDuplicates().hasSameSizeAs(constants);
        assertThat(constants).containsAll(all);
    }

    @Test
    void defaultsAreThoseOfTheFilter() {
        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(required());

        // Then
        assertThat(filter)
                .isEqualTo(
                        WasmFilter.builder()
                                .setModule(ModuleReference.of("s3://filters/redact.wasm"))
                                .setFunctionName("redact")
                                .build());
    }

    @ParameterizedTest
    @MethodSource("options")
    void theDefaultFlinkShowsIsTheOneThatHolds(FilterOption<?> option) {
        // Given
        Map<String, String> shown = required();
        if (option.option().hasDefaultValue()) {
            shown.putAll(typed(option.option()).toMap());
        }

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(shown);

        // Then
        assertThat(filter).isEqualTo(WasmFilterOptions.filterFrom(required()));
    }

    private static <T> Configuration typed(ConfigOption<T> option) {
        return new Configuration().set(option, option.defaultValue());
    }

    @ParameterizedTest
    @MethodSource("options")
    void everyOptionReachesTheFilterAndComesBack(FilterOption<?> option) {
        // Given
        WasmFilter before = WasmFilterOptions.filterFrom(required());
        Map<String, String> options = required();
        if (option.owner() == ModuleArtifacts.class) {
            options.put("artifact.store", "s3://filters/artifacts");
        }
        String value = OTHER_VALUES.get(option.option());
        options.put(option.key(), value);

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(options);

        // Then
        boolean isRequired = required().containsKey(option.key());
        assertThat(filter.equals(before)).isEqualTo(isRequired);
        Map<String, String> back = WasmFilterOptions.toMap(filter);
        assertThat(WasmFilterOptions.filterFrom(back)).isEqualTo(filter);
        if (!option.option().equals(WasmFilterOptions.ENV)) {
            assertThat(back).containsExactlyInAnyOrderEntriesOf(options);
        } else {
            assertThat(back).containsEntry("env.REGION", "eu");
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void everyFallbackKeyMeansTheSameInAnyCase(FilterOption<?> option) {
        for (String key : option.fallbackKeys()) {
            for (String spelling : List.of(key, key.toUpperCase(Locale.ROOT))) {
                // Given
                Map<String, String> own = required();
                Map<String, String> fallback = required();
                String value =
                        option.option().equals(WasmFilterOptions.ACCESSIBLE_PATHS)
                                ? "/srv/a, /srv/b"
                                : OTHER_VALUES.get(option.option());
                own.put(option.key(), value);
                fallback.remove(option.key());
                fallback.put(spelling, value);

                // When
                WasmFilter filter = WasmFilterOptions.filterFrom(fallback);

                // Then
                assertThat(filter).isEqualTo(WasmFilterOptions.filterFrom(own));
            }
        }
    }

    static Stream<FilterOption<?>> options() {
        return FilterOptionList.ALL.stream();
    }

    @Test
    void readsASectionOfFluentBitsConfiguration() {
        // Given
        Map<String, String> section =
                Map.of(
                        "WASM_Path", "/opt/filters/redact.wasm",
                        "Function_Name", "redact",
                        "Event_Format", "MsgPack",
                        "ABI_Version", "1",
                        "Accessible_Paths", ".,/srv/geo=ip");

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(section);

        // Then
        assertThat(filter)
                .isEqualTo(
                        WasmFilter.builder()
                                .setModule(ModuleReference.of("/opt/filters/redact.wasm"))
                                .setFunctionName("redact")
                                .setEventFormat(EventFormat.MSGPACK)
                                .setAbiVersion(AbiVersion.VERSION_1)
                                .addAccessiblePath(AccessiblePath.of("."))
                                .addAccessiblePath(AccessiblePath.of("/srv/geo=ip"))
                                .build());
    }

    @Test
    void readsAFlinkConfigurationWithTypedValues() {
        // Given
        Configuration configuration = new Configuration();
        configuration.set(WasmFilterOptions.WASM, "s3://filters/redact.wasm");
        configuration.set(WasmFilterOptions.FUNCTION_NAME, "redact");
        configuration.set(WasmFilterOptions.ABI_VERSION, 2);
        configuration.set(WasmFilterOptions.ON_FAILURE, FailureHandling.PASS_THROUGH);
        configuration.set(WasmFilterOptions.RESET, ResetPolicy.EVERY_EVENT);
        configuration.set(WasmFilterOptions.ENV, Map.of("REGION", "eu", "ZONE", "1 a"));
        configuration.set(WasmFilterOptions.LIMITS_CALL_TIMEOUT, Duration.ofMillis(1500));
        configuration.set(WasmFilterOptions.LIMITS_MEMORY, MemorySize.ofMebiBytes(32));

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(configuration);

        // Then
        assertThat(filter.abiVersion()).contains(AbiVersion.VERSION_2);
        assertThat(filter.failureHandling()).isEqualTo(FailureHandling.PASS_THROUGH);
        assertThat(filter.resetPolicy()).isEqualTo(ResetPolicy.EVERY_EVENT);
        assertThat(filter.environmentVariables())
                .containsExactly(Map.entry("REGION", "eu"), Map.entry("ZONE", "1 a"));
        assertThat(filter.limits())
                .isEqualTo(
                        FilterLimits.DEFAULT
                                .withCallTimeout(Duration.ofMillis(1500))
                                .withMemory(MemorySize.ofMebiBytes(32)));
    }

    @ParameterizedTest
    @CsvSource({
        "1795339800, 2026-11-22T09:30:00Z",
        "1795339800.5, 2026-11-22T09:30:00.5Z",
        "0.000000001, 1970-01-01T00:00:00.000000001Z",
        "2026-11-22T10:30:00+01:00, 2026-11-22T09:30:00Z",
    })
    void readsTheClockInSecondsToo(String written, Instant time) {
        // Given
        Map<String, String> options = required();
        options.put("clock", written);

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(options);

        // Then
        assertThat(filter.fixedClock()).contains(time);
    }

    @Test
    void givesTheGuestItsVariablesSortedByName() {
        // Given
        Map<String, String> options = required();
        options.put("env.ZONE", "");
        options.put("env.A.B", "x:y,z=1");
        options.put("env.lower", " spaces stay ");

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(options);

        // Then
        assertThat(filter.environmentVariables())
                .containsExactly(
                        Map.entry("A.B", "x:y,z=1"),
                        Map.entry("ZONE", ""),
                        Map.entry("lower", " spaces stay "));
    }

    @Test
    void leavesKeysWithoutThePrefixAlone() {
        // Given
        Map<String, String> options = new TreeMap<>();
        options.put("function.redact.wasm", "s3://filters/redact.wasm");
        options.put("function.redact.function-name", "redact");
        options.put("function.redact.kind", "scalar");
        options.put("function.other.nonsense", "1");
        options.put("parallelism.default", "2");

        // When
        WasmFilter filter =
                WasmFilterOptions.filterFrom(options, "function.redact.", Set.of("kind", "output"));

        // Then
        assertThat(filter).isEqualTo(WasmFilterOptions.filterFrom(required()));
    }

    @Test
    void writesReadableAndWritablePathsUnderTheirOwnKeys() {
        // Given
        WasmFilter filter =
                WasmFilterOptions.filterFrom(required()).toBuilder()
                        .addAccessiblePath(new AccessiblePath("/out", "/srv/out").withWriteAccess())
                        .addAccessiblePath(AccessiblePath.of("/srv/in"))
                        .build();

        // When
        Map<String, String> options = WasmFilterOptions.toMap(filter);

        // Then
        assertThat(options)
                .containsEntry("accessible-paths", "/srv/in")
                .containsEntry("writable-paths", "/out=/srv/out");
        assertThat(WasmFilterOptions.filterFrom(options)).isEqualTo(filter);
    }

    @Test
    void fluentBitsKeyNeverGrantsWriting() {
        // Given
        Map<String, String> section = required();
        section.put("Accessible_Paths", "/srv/a,/srv/b");

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(section);

        // Then
        assertThat(filter.accessiblePaths()).hasSize(2).noneMatch(AccessiblePath::writable);
    }

    @Test
    void refusesToWriteAPathThatWouldBeReadAsAnother() {
        // Given
        WasmFilter filter =
                WasmFilterOptions.filterFrom(required()).toBuilder()
                        .addAccessiblePath(AccessiblePath.of("/srv/a,b"))
                        .build();

        // When, Then
        assertThatThrownBy(() -> WasmFilterOptions.toMap(filter))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("\"/srv/a,b\"")
                .hasMessageContaining("a comma ends an entry")
                .hasMessageContaining("Rename the directory");
    }

    private static Map<String, String> required() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("wasm", "s3://filters/redact.wasm");
        options.put("function-name", "redact");
        return options;
    }
}
