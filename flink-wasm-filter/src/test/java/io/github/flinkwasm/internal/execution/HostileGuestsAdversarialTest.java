package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guests that misbehave on records whose first key starts with "b" (see guests/wat/hostile): such
 * an event fails with the expected reason, and the next one is right, under every reset policy.
 */
class HostileGuestsAdversarialTest {
    private static final Map<String, FailureReason> EXPECTED = expected();

    private static Map<String, FailureReason> expected() {
        Map<String, FailureReason> expected = new TreeMap<>();
        expected.put("array", FailureReason.INVALID_RECORD);
        expected.put("bad-pointer", FailureReason.INVALID_POINTER);
        expected.put("blocks", FailureReason.TRAP);
        expected.put("deep", FailureReason.INVALID_RECORD);
        expected.put("divide-by-zero", FailureReason.TRAP);
        expected.put("env-exit", FailureReason.EXITED);
        expected.put("fill-forever", FailureReason.TIMEOUT);
        expected.put("grow-then-loop", FailureReason.TIMEOUT);
        expected.put("grow-then-null", FailureReason.MEMORY_LIMIT);
        expected.put("grow-then-trap", FailureReason.MEMORY_LIMIT);
        expected.put("incomplete-at-nul", FailureReason.INVALID_RECORD);
        expected.put("load-out-of-bounds", FailureReason.TRAP);
        expected.put("loop", FailureReason.TIMEOUT);
        expected.put("loop-conditional", FailureReason.TIMEOUT);
        expected.put("missing-import", FailureReason.TRAP);
        expected.put("negative-pointer", FailureReason.INVALID_POINTER);
        expected.put("no-nul", FailureReason.INVALID_POINTER);
        expected.put("proc-exit", FailureReason.EXITED);
        expected.put("recursion", FailureReason.STACK_EXHAUSTED);
        expected.put("recursion-host-call", FailureReason.STACK_EXHAUSTED);
        expected.put("recursion-indirect", FailureReason.STACK_EXHAUSTED);
        expected.put("sleep", FailureReason.TIMEOUT);
        expected.put("state-then-trap", FailureReason.TRAP);
        expected.put("store-out-of-bounds", FailureReason.TRAP);
        expected.put("table-grow-then-trap", FailureReason.TRAP);
        expected.put("unreachable", FailureReason.TRAP);
        expected.put("wrong-indirect-call", FailureReason.TRAP);
        return expected;
    }

    static List<Arguments> guestsAndPolicies() {
        List<Arguments> cases = new ArrayList<>();
        EXPECTED.forEach(
                (guest, reason) -> {
                    for (ResetPolicy policy : ResetPolicy.values()) {
                        cases.add(Arguments.of(guest, policy, reason));
                    }
                });
        return cases;
    }

    @ParameterizedTest(name = "{0} under {1} fails with {2}")
    @MethodSource("guestsAndPolicies")
    void failsItsOneEventAndTheNextIsRight(String guest, ResetPolicy policy, FailureReason reason)
            throws InterruptedException {
        // Given
        boolean runsIntoTheDeadline = reason == FailureReason.TIMEOUT;
        WasmFilter.Builder filter =
                TestFilters.filter("guests/wat/hostile/" + guest + ".wasm", "f")
                        .setResetPolicy(policy)
                        .setLimits(
                                FilterLimits.DEFAULT
                                        .withMemory(MemorySize.ofMebiBytes(40))
                                        .withCallTimeout(
                                                runsIntoTheDeadline
                                                        ? Duration.ofMillis(50)
                                                        : Duration.ofMinutes(1)));
        List<String> outcomes = new ArrayList<>();

        // When
        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (String record :
                    List.of("{\"k\":1}", "{\"bad\":1}", "{\"k\":2}", "{\"bad\":2}", "{\"k\":3}")) {
                outcomes.add(TestFilters.describe(executor.execute(TestFilters.event(record))));
            }
        }

        // Then
        assertThat(outcomes)
                .containsExactly(
                        "{\"k\":1}", reason.name(), "{\"k\":2}", reason.name(), "{\"k\":3}");
    }

    @Test
    void timeoutAfterDeniedMemoryIsNotTriedAgain() throws InterruptedException {
        // Given
        WasmFilter.Builder filter =
                TestFilters.filter("guests/wat/hostile/grow-then-loop.wasm", "f")
                        .setLimits(
                                FilterLimits.DEFAULT
                                        .withMemory(MemorySize.ofMebiBytes(2))
                                        .withCallTimeout(Duration.ofMillis(50)));

        try (FilterExecutor executor = TestFilters.open(filter)) {

            // When
            String outcome =
                    TestFilters.describe(executor.execute(TestFilters.event("{\"bad\":1}")));

            // Then: one reset, for the failure; a second try would have needed another
            assertThat(outcome).isEqualTo("TIMEOUT");
            assertThat(executor.instance().resets()).isEqualTo(1);
        }
    }

    @Test
    void everyHostileGuestIsCovered() {
        // Given
        java.io.File directory = new java.io.File("src/test/guests/wat/hostile");

        // When
        String[] sources = directory.list((parent, name) -> name.endsWith(".wat"));

        // Then
        assertThat(sources)
                .extracting(name -> name.substring(0, name.length() - ".wat".length()))
                .containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
    }

    @Test
    void loggingAndClassLoadingStillWorkAfterRecursionThroughTheHost() throws Exception {
        // Given
        WasmFilter.Builder filter =
                TestFilters.filter("guests/wat/hostile/recursion-host-call.wasm", "f");

        // When
        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = 0; i < 20; i++) {
                assertThat(TestFilters.describe(executor.execute(TestFilters.event("{\"bad\":1}"))))
                        .isEqualTo("STACK_EXHAUSTED");
            }
        }

        // Then: these classes were not needed before, so they are initialized now
        assertThat(java.time.chrono.ThaiBuddhistDate.of(2569, 1, 1).isLeapYear()).isFalse();
        assertThat(String.format("%,.3f %s", Math.PI, java.util.Currency.getInstance("THB")))
                .contains("THB");
        org.slf4j.LoggerFactory.getLogger("after-recursion").info("logging works");
        assertThat(new java.util.Formatter().format("%e", 1e300).toString())
                .isEqualTo("1.000000e+300");
    }
}
