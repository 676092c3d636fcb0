package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit of {@link FilterLimits} holds against a guest that goes beyond it. */
@Timeout(120)
class FilterLimitsAdversarialTest {
    private static final String IDENTITY = "guests/wat/identity.wasm";
    private static final MemorySize TWO_MEBIBYTES = MemorySize.ofMebiBytes(2);

    private static WasmFilter.Builder filter(String resource, FilterLimits limits) {
        return TestFilters.filter(resource, "f").setLimits(limits);
    }

    private static FilterFailure failureOf(String record, WasmFilter.Builder filter)
            throws InterruptedException {
        try (FilterExecutor executor = TestFilters.open(filter)) {
            FilterOutcome outcome = executor.execute(TestFilters.event(record));
            assertThat(outcome).isInstanceOf(FilterOutcome.Failed.class);
            return ((FilterOutcome.Failed) outcome).failure();
        }
    }

    @Test
    void memoryEndsAtItsLimit() throws InterruptedException {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withMemory(TWO_MEBIBYTES);

        // When
        FilterFailure failure =
                failureOf("{\"bad\":1}", filter("guests/wat/hostile/grow-then-trap.wasm", limits));

        // Then
        assertThat(failure.reason()).hasToString("MEMORY_LIMIT");
        assertThat(failure.detail()).contains("in a fresh instance; the limit is 2.000mb");
    }

    @Test
    void tablesTogetherEndAtTheirLimit() throws InterruptedException {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withMaxTableElements(0x1234);

        // When
        String outcome;
        try (FilterExecutor executor =
                TestFilters.open(filter("guests/wat/sandbox/table-bomb.wasm", limits))) {
            outcome = TestFilters.describe(executor.execute(TestFilters.event("{}")));
        }

        // Then
        assertThat(outcome).isEqualTo("{\"elements\":\"00001234\"}");
    }

    @Test
    void callEndsAtItsTimeout() throws InterruptedException {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withCallTimeout(Duration.ofMillis(50));

        // When
        FilterFailure failure =
                failureOf("{\"bad\":1}", filter("guests/wat/hostile/loop.wasm", limits));

        // Then
        assertThat(failure.reason()).hasToString("TIMEOUT");
        assertThat(failure.detail()).contains("its limit is 50 ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command-line/start-loop",
                "wat/sandbox/start-section-waits",
                "wat/sandbox/initialize-waits",
                "wat/sandbox/initialize-keeps-host-busy"
            })
    void startUpEndsAtItsTimeoutAlsoInHostFunctionsAndWaits(String guest) {
        // Given
        WasmFilter.Builder filter =
                filter(
                        "guests/" + guest + ".wasm",
                        FilterLimits.DEFAULT.withStartupTimeout(Duration.ofMillis(50)));

        // When, Then
        assertThatThrownBy(() -> TestFilters.open(filter).close())
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("failed in its start code (TIMEOUT")
                .hasMessageContaining("its limit is 50 ms");
    }

    @Test
    void recordEndsAtTheOutputLimit() throws InterruptedException {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withMaxOutput(new MemorySize(20));

        // When
        FilterFailure failure =
                failureOf("{\"k\":\"" + "x".repeat(20) + "\"}", filter(IDENTITY, limits));

        // Then
        assertThat(failure.reason()).hasToString("OUTPUT_TOO_LARGE");
    }

    @Test
    void moduleLargerThanItsLimitIsNotRead() {
        // Given
        WasmFilter.Builder filter =
                filter(IDENTITY, FilterLimits.DEFAULT.withMaxModuleSize(new MemorySize(50)));

        // When, Then
        assertThatThrownBy(() -> TestFilters.open(filter).close())
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("has at least 51 bytes, but the limit is 50");
    }

    @Test
    void recordNestedDeeperThanItsLimitFails() throws InterruptedException {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withMaxNestingDepth(3);

        // When
        FilterFailure failure = failureOf("{\"k\":[[[1]]]}", filter(IDENTITY, limits));

        // Then
        assertThat(failure.reason()).hasToString("INVALID_RECORD");
        assertThat(failure.detail()).contains("nested deeper than the allowed 3 levels");
    }

    @Test
    void numberLongerThanItsLimitFails() throws InterruptedException {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withMaxNumberLength(5);

        // When
        FilterFailure failure = failureOf("{\"k\":123456}", filter(IDENTITY, limits));

        // Then
        assertThat(failure.reason()).hasToString("INVALID_RECORD");
        assertThat(failure.detail()).contains("more characters than the allowed 5");
    }

    @Test
    void guestOutputOfACallEndsAtItsLimit() throws InterruptedException {
        // Given
        FilterLimits limits = FilterLimits.DEFAULT.withMaxGuestOutput(new MemorySize(100));

        // When
        List<String> lines = printedBy(limits, 1, 200);

        // Then
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).hasSize(100).startsWith("called with tag xxx");
        assertThat(lines.get(1)).isEqualTo("… 117 more bytes dropped; one call may print 100");
    }

    @Test
    void guestOutputOfASecondEndsAtItsLimit() throws InterruptedException {
        // Given: 500 calls in less than a minute, two lines each
        FilterLimits limits =
                FilterLimits.DEFAULT.withMaxGuestOutputPerSecond(new MemorySize(1_000));

        // When
        List<String> lines = printedBy(limits, 500, 10);

        // Then: each second lets 10 lines and a note through
        assertThat(lines).hasSizeLessThan(60 * 11);
        assertThat(lines.get(lines.size() - 1)).contains("lines of guest output left out");
    }

    /** Prints two lines a call, the first with the tag. */
    private static List<String> printedBy(FilterLimits limits, int calls, int tagLength)
            throws InterruptedException {
        List<String> lines = new ArrayList<>();
        WasmFilter filter =
                TestFilters.filter("guests/command-line/surroundings.wasm", "surroundings")
                        .setLimits(limits)
                        .build();
        LogEvent event =
                LogEvent.of("x".repeat(tagLength), 0, 0, "{}".getBytes(StandardCharsets.UTF_8));
        try (FilterExecutor executor =
                FilterExecutor.open(filter, (stream, text) -> lines.add(text))) {
            for (int i = 0; i < calls; i++) {
                executor.execute(event);
            }
        }
        return lines;
    }
}
