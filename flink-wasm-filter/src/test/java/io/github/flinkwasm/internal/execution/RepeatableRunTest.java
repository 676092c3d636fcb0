package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clock and random numbers can be fixed, so that a run can be repeated. */
class RepeatableRunTest {

    private static WasmFilter.Builder filter() {
        return TestFilters.filter("guests/wat/sandbox/clock-and-random.wasm", "f");
    }

    private static List<String> outcomes(WasmFilter.Builder filter, String... records)
            throws InterruptedException {
        List<String> outcomes = new ArrayList<>();
        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (String record : records) {
                outcomes.add(TestFilters.describe(executor.execute(TestFilters.event(record))));
            }
        }
        return outcomes;
    }

    /** The value of a key, all of which are 16 hexadecimal digits. */
    private static String value(String outcome, String key) {
        int at = outcome.indexOf("\"" + key + "\":\"") + key.length() + 4;
        return outcome.substring(at, at + 16);
    }

    @Test
    void fixedClocksStandStill() throws InterruptedException {
        // Given
        WasmFilter.Builder filter =
                filter().setFixedClock(Instant.parse("2026-01-01T00:00:00.000000001Z"));

        // When
        List<String> outcomes = outcomes(filter, "{}", "{}");

        // Then
        assertThat(outcomes)
                .allSatisfy(
                        outcome -> {
                            assertThat(Long.parseLong(value(outcome, "time"), 16))
                                    .isEqualTo(1_767_225_600_000_000_001L);
                            assertThat(value(outcome, "steady")).isEqualTo("0".repeat(16));
                        });
    }

    @ParameterizedTest
    @EnumSource(ResetPolicy.class)
    void seededNumbersDependOnTheEventAndOnNothingBeforeIt(ResetPolicy policy)
            throws InterruptedException {
        // Given
        WasmFilter.Builder filter =
                filter().setFixedClock(Instant.EPOCH).setRandomSeed(7).setResetPolicy(policy);

        // When
        List<String> there = outcomes(filter, "{\"k\":1}", "{\"k\":2}", "{\"k\":3}");
        List<String> back = outcomes(filter, "{\"k\":3}", "{\"k\":2}", "{\"k\":1}");

        // Then
        assertThat(back).containsExactly(there.get(2), there.get(1), there.get(0));
        assertThat(new HashSet<>(there)).hasSize(3);
        assertThat(there)
                .allSatisfy(
                        outcome ->
                                assertThat(value(outcome, "first"))
                                        .isNotEqualTo(value(outcome, "second")));
    }

    @Test
    void anotherSeedGivesOtherNumbersAlsoToStartCode() throws InterruptedException {
        // Given
        WasmFilter.Builder filter = filter().setFixedClock(Instant.EPOCH);

        // When
        String seven = outcomes(filter.setRandomSeed(7), "{}").get(0);
        String eight = outcomes(filter.setRandomSeed(8), "{}").get(0);

        // Then
        assertThat(value(seven, "begun")).isNotEqualTo(value(eight, "begun"));
        assertThat(value(seven, "first")).isNotEqualTo(value(eight, "first"));
    }

    @Test
    void withoutASeedNumbersAreNotRepeatedEvenAfterARestore() throws InterruptedException {
        // Given
        WasmFilter.Builder filter =
                filter().setFixedClock(Instant.EPOCH).setResetPolicy(ResetPolicy.EVERY_EVENT);

        // When
        List<String> outcomes = outcomes(filter, "{}", "{}", "{}");

        // Then
        assertThat(new HashSet<>(outcomes)).hasSize(3);
    }
}
