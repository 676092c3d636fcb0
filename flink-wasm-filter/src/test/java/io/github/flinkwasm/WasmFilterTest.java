package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WasmFilterTest {

    private static final ModuleReference MODULE = ModuleReference.of("s3://filters/redact.wasm");

    @Test
    void needsNoMoreThanModuleAndFunction() {
        // When
        WasmFilter filter = minimal().build();

        // Then
        assertThat(filter.module()).isEqualTo(MODULE);
        assertThat(filter.functionName()).isEqualTo("redact");
        assertThat(filter.eventFormat()).isEqualTo(EventFormat.JSON);
        assertThat(filter.abiVersion()).isEmpty();
        assertThat(filter.limits()).isEqualTo(FilterLimits.DEFAULT);
        assertThat(filter.failureHandling()).isEqualTo(FailureHandling.FAIL);
        assertThat(filter.resetPolicy()).isEqualTo(ResetPolicy.AUTO);
        assertThat(filter.escapeUnicode()).isFalse();
        assertThat(filter.accessiblePaths()).isEmpty();
        assertThat(filter.environmentVariables()).isEmpty();
        assertThat(filter.fixedClock()).isEmpty();
        assertThat(filter.randomSeed()).isEmpty();
    }

    @Test
    void keepsEverythingThroughBuilderAndSerialization() throws Exception {
        // Given
        WasmFilter filter = maximal();

        // When
        WasmFilter rebuilt = filter.toBuilder().build();
        WasmFilter copy = InstantiationUtil.clone(filter);

        // Then
        assertThat(rebuilt).isEqualTo(filter).hasSameHashCodeAs(filter).isNotSameAs(filter);
        assertThat(copy).isEqualTo(filter).hasToString(filter.toString());
        assertThat(copy.environmentVariables().keySet()).containsExactly("ZONE", "API_TOKEN");
        assertThat(filter).isNotEqualTo(minimal().build());
    }

    @Test
    void isNotChangedByWhatItsBuilderDoesLater() {
        // Given
        List<AccessiblePath> paths = new ArrayList<>(List.of(AccessiblePath.of("/etc/filters")));
        Map<String, String> variables = new LinkedHashMap<>(Map.of("A", "1"));
        WasmFilter.Builder builder =
                minimal().setAccessiblePaths(paths).setEnvironmentVariables(variables);
        WasmFilter filter = builder.build();

        // When
        paths.clear();
        variables.put("B", "2");
        builder.addAccessiblePath(AccessiblePath.of("/tmp")).putEnvironmentVariable("C", "3");

        // Then
        assertThat(filter.accessiblePaths()).containsExactly(AccessiblePath.of("/etc/filters"));
        assertThat(filter.environmentVariables()).containsExactly(Map.entry("A", "1"));
        assertThat(builder.build().environmentVariables())
                .containsExactly(Map.entry("A", "1"), Map.entry("C", "3"));
    }

    @Test
    void saysThatTheModuleIsMissing() {
        // When, Then
        assertThatThrownBy(() -> WasmFilter.builder().setFunctionName("redact").build())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        "The filter has no module. Name one with"
                                + " setModule(ModuleReference.of(uri)).");
    }

    @Test
    void saysThatTheFunctionIsMissing() {
        // When, Then
        assertThatThrownBy(() -> WasmFilter.builder().setModule(MODULE).build())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("module s3://filters/redact.wasm has no function name")
                .hasMessageContaining("setFunctionName");
    }

    @Test
    void refusesToEscapeMsgpack() {
        // Given
        WasmFilter.Builder builder =
                minimal().setEventFormat(EventFormat.MSGPACK).setEscapeUnicode(true);

        // When, Then
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("setEscapeUnicode(true) and event format MSGPACK")
                .hasMessageContaining("Leave out one of the two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A\0B"})
    void refusesWhatCannotNameAnEnvironmentVariable(String name) {
        // Given
        WasmFilter.Builder builder = minimal().putEnvironmentVariable(name, "secret");

        // When, Then
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("An environment variable is called \"")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAnEnvironmentValueWithNulWithoutShowingIt() {
        // Given
        WasmFilter.Builder builder = minimal().putEnvironmentVariable("API_TOKEN", "secret\0");

        // When, Then
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("environment variable \"API_TOKEN\" holds a NUL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesTwoDirectoriesUnderOneGuestPath() {
        // Given
        WasmFilter.Builder builder =
                minimal()
                        .addAccessiblePath(new AccessiblePath("/data", "/srv/a"))
                        .addAccessiblePath(new AccessiblePath("/data", "/srv/b"));

        // When, Then
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("two accessible paths that the guest would see as \"/data\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/a\0b"})
    void refusesAnAccessiblePathThatNamesNoDirectory(String path) {
        // When, Then
        assertThatThrownBy(() -> new AccessiblePath("/data", path))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("The host path of an accessible path is \"");
        assertThatThrownBy(() -> new AccessiblePath(path, "/data"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("The guest path of an accessible path is \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999999999Z", "2262-01-01T00:00:00.000000001Z"})
    void refusesAClockThatAGuestCannotRead(String time) {
        // Given
        WasmFilter.Builder builder = minimal().setFixedClock(Instant.parse(time));

        // When, Then
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("clock fixed at " + time)
                .hasMessageContaining("from 1970-01-01T00:00:00Z to 2262-01-01T00:00:00Z");
    }

    @Test
    void showsNoSecrets() {
        // When
        String text = maximal().toString();

        // Then
        assertThat(text)
                .contains("s3://filters/redact.wasm", "[ZONE, API_TOKEN]", "VERSION_2", "PT0.05S")
                .doesNotContain("hunter2", "Europe");
    }

    private static WasmFilter.Builder minimal() {
        return WasmFilter.builder().setModule(MODULE).setFunctionName("redact");
    }

    private static WasmFilter maximal() {
        return minimal()
                .setEventFormat(EventFormat.JSON)
                .setAbiVersion(AbiVersion.VERSION_2)
                .setLimits(FilterLimits.DEFAULT.withCallTimeout(Duration.ofMillis(50)))
                .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                .setResetPolicy(ResetPolicy.EVERY_EVENT)
                .setEscapeUnicode(true)
                .addAccessiblePath(new AccessiblePath("/data", "/srv/data"))
                .putEnvironmentVariable("ZONE", "Europe/Helsinki")
                .putEnvironmentVariable("API_TOKEN", "hunter2")
                .setFixedClock(Instant.ofEpochSecond(1_700_000_000L))
                .setRandomSeed(77)
                .build();
    }
}
