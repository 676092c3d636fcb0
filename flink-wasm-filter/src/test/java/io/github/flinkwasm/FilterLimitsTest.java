package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FilterLimitsTest {

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        // When
        FilterLimits limits = FilterLimits.DEFAULT;

        // Then
        assertThat(limits.memory()).isEqualTo(MemorySize.ofMebiBytes(128));
        assertThat(limits.callTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.startupTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.maxOutput()).isEqualTo(MemorySize.ofMebiBytes(16));
        assertThat(limits.maxModuleSize()).isEqualTo(MemorySize.ofMebiBytes(64));
        assertThat(limits.maxTableElements()).isEqualTo(1_000_000);
        assertThat(limits.maxNestingDepth()).isEqualTo(512);
        assertThat(limits.maxNumberLength()).isEqualTo(1_000);
        assertThat(limits.maxGuestOutput()).isEqualTo(MemorySize.parse("64kb"));
        assertThat(limits.maxGuestOutputPerSecond()).isEqualTo(MemorySize.parse("64kb"));
    }

    @ParameterizedTest
    @MethodSource("eachLimitChangedAndChangedBack")
    void changesOneLimitAndNoOther(
            UnaryOperator<FilterLimits> change, UnaryOperator<FilterLimits> changeBack) {
        // When
        FilterLimits changed = change.apply(FilterLimits.DEFAULT);

        // Then
        assertThat(changed).isNotEqualTo(FilterLimits.DEFAULT);
        assertThat(changed.toString()).isNotEqualTo(FilterLimits.DEFAULT.toString());
        assertThat(changeBack.apply(changed))
                .isEqualTo(FilterLimits.DEFAULT)
                .hasSameHashCodeAs(FilterLimits.DEFAULT);
    }

    static Stream<Arguments> eachLimitChangedAndChangedBack() {
        MemorySize other = MemorySize.parse("77kb");
        Duration otherTime = Duration.ofMillis(77);
        FilterLimits defaults = FilterLimits.DEFAULT;
        return Stream.of(
                change(l -> l.withMemory(other), l -> l.withMemory(defaults.memory())),
                change(
                        l -> l.withCallTimeout(otherTime),
                        l -> l.withCallTimeout(defaults.callTimeout())),
                change(
                        l -> l.withStartupTimeout(otherTime),
                        l -> l.withStartupTimeout(defaults.startupTimeout())),
                change(l -> l.withMaxOutput(other), l -> l.withMaxOutput(defaults.maxOutput())),
                change(
                        l -> l.withMaxModuleSize(other),
                        l -> l.withMaxModuleSize(defaults.maxModuleSize())),
                change(
                        l -> l.withMaxTableElements(77),
                        l -> l.withMaxTableElements(defaults.maxTableElements())),
                change(
                        l -> l.withMaxNestingDepth(77),
                        l -> l.withMaxNestingDepth(defaults.maxNestingDepth())),
                change(
                        l -> l.withMaxNumberLength(77),
                        l -> l.withMaxNumberLength(defaults.maxNumberLength())),
                change(
                        l -> l.withMaxGuestOutputPerSecond(other),
                        l -> l.withMaxGuestOutputPerSecond(defaults.maxGuestOutputPerSecond())),
                change(
                        l -> l.withMaxGuestOutput(other),
                        l -> l.withMaxGuestOutput(defaults.maxGuestOutput())));
    }

    @ParameterizedTest
    @MethodSource("valuesAtTheEdges")
    void acceptsTheEdgesOfEachRange(UnaryOperator<FilterLimits> change) {
        // When
        FilterLimits changed = change.apply(FilterLimits.DEFAULT);

        // Then
        assertThat(changed).isNotEqualTo(FilterLimits.DEFAULT);
    }

    static Stream<UnaryOperator<FilterLimits>> valuesAtTheEdges() {
        return Stream.of(
                l -> l.withMemory(new MemorySize(65_536)),
                l -> l.withMemory(MemorySize.ofMebiBytes(1792)),
                l -> l.withCallTimeout(Duration.ofNanos(1)),
                l -> l.withStartupTimeout(Duration.ofDays(365)),
                l -> l.withMaxOutput(new MemorySize(2)),
                l -> l.withMaxModuleSize(new MemorySize(8)),
                l -> l.withMaxTableElements(0),
                l -> l.withMaxNestingDepth(1),
                l -> l.withMaxNumberLength(1),
                l -> l.withMaxNumberLength(1_000_000),
                l -> l.withMaxGuestOutput(MemorySize.ZERO),
                l -> l.withMaxGuestOutputPerSecond(MemorySize.ZERO),
                l -> l.withMaxGuestOutputPerSecond(MemorySize.ofMebiBytes(1024)));
    }

    @ParameterizedTest
    @MethodSource("valuesOutOfRange")
    void refusesWhatIsOutOfRangeAndSaysTheRange(
            UnaryOperator<FilterLimits> change, String message) {
        // When, Then
        assertThatThrownBy(() -> change.apply(FilterLimits.DEFAULT))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("FilterLimits: " + message + ". Choose a value in that range.");
    }

    static Stream<Arguments> valuesOutOfRange() {
        return Stream.of(
                refused(
                        l -> l.withMemory(new MemorySize(65_535)),
                        "memory is 65535 bytes, but must be from 64 kb to 1792 mb"),
                refused(
                        l -> l.withMemory(MemorySize.ofMebiBytes(1793)),
                        "memory is 1793 mb, but must be from 64 kb to 1792 mb"),
                refused(
                        l -> l.withCallTimeout(Duration.ZERO),
                        "callTimeout is PT0S, but must be from 1 ns to 365 days"),
                refused(
                        l -> l.withCallTimeout(Duration.ofSeconds(-1)),
                        "callTimeout is PT-1S, but must be from 1 ns to 365 days"),
                refused(
                        l -> l.withStartupTimeout(Duration.ofDays(366)),
                        "startupTimeout is PT8784H, but must be from 1 ns to 365 days"),
                refused(
                        l -> l.withMaxOutput(new MemorySize(1)),
                        "maxOutput is 1 bytes, but must be from 2 bytes to 1792 mb"),
                refused(
                        l -> l.withMaxModuleSize(new MemorySize(7)),
                        "maxModuleSize is 7 bytes, but must be from 8 bytes to 1792 mb"),
                refused(
                        l -> l.withMaxTableElements(-1),
                        "maxTableElements is -1, but must be from 0 to 10000000"),
                refused(
                        l -> l.withMaxNestingDepth(0),
                        "maxNestingDepth is 0, but must be from 1 to 10000"),
                refused(
                        l -> l.withMaxNumberLength(0),
                        "maxNumberLength is 0, but must be from 1 to 1000000"),
                refused(
                        l -> l.withMaxGuestOutputPerSecond(MemorySize.ofMebiBytes(1025)),
                        "maxGuestOutputPerSecond is 1025 mb, but must be from 0 bytes to 1 gb"),
                refused(
                        l -> l.withMaxGuestOutput(MemorySize.ofMebiBytes(17)),
                        "maxGuestOutput is 17 mb, but must be from 0 bytes to 16 mb"));
    }

    @Test
    void survivesJavaSerialization() throws Exception {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withCallTimeout(Duration.ofMillis(50));

        // When
        FilterLimits copy = InstantiationUtil.clone(limits);

        // Then
        assertThat(copy).isEqualTo(limits);
    }

    private static Arguments change(
            UnaryOperator<FilterLimits> change, UnaryOperator<FilterLimits> changeBack) {
        return Arguments.of(change, changeBack);
    }

    private static Arguments refused(UnaryOperator<FilterLimits> change, String message) {
        return Arguments.of(change, message);
    }
}
