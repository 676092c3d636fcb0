package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under {@code AUTO} an event has the outcome that a fresh instance gives it. */
@Timeout(300)
class AutoResetTest {
    private static final String LEAK_AND_DROP = "guests/wat/sandbox/leak-and-drop.wasm";

    private static String emit(int i) {
        return "{\"k\":%d,\"text\":\"%s\"}".formatted(i, "x".repeat(i % 97));
    }

    /** Emitted, or in one of three cases dropped on purpose. */
    private static String emitOrDrop(int i) {
        return i % 3 == 1 ? "{\"drop\":%d}".formatted(i) : emit(i);
    }

    private static String emitDropOrTrap(int i) {
        return i % 1_000 == 999 ? "{\"trap\":%d}".formatted(i) : emitOrDrop(i);
    }

    /** How many of the events had an outcome that differs from the expected one. */
    private static int wrongOutcomes(
            FilterExecutor executor, int events, IntFunction<String> record)
            throws InterruptedException {
        int wrong = 0;
        for (int i = 0; i < events; i++) {
            String given = record.apply(i);
            String expected =
                    given.startsWith("{\"drop")
                            ? "dropped"
                            : given.startsWith("{\"t") ? "TRAP" : given;
            String outcome = TestFilters.describe(executor.execute(TestFilters.event(given)));
            wrong += outcome.equals(expected) ? 0 : 1;
        }
        return wrong;
    }

    @Test
    void aLeakThatFillsFixedMemoryDropsNothing() throws InterruptedException {
        // Given
        WasmFilter.Builder filter = TestFilters.filter(LEAK_AND_DROP, "f");

        try (FilterExecutor executor = TestFilters.open(filter)) {
            // When
            int wrong = wrongOutcomes(executor, 100_000, AutoResetTest::emit);

            // Then: each life is a quarter of what the 64 KiB are good for, at most
            assertThat(wrong).isZero();
            assertThat(executor.instance().resets()).isBetween(100_000L / 1_000, 100_000L);
        }
    }

    @Test
    void aLeakIsToldFromDropsThatAreMeant() throws InterruptedException {
        // Given
        WasmFilter.Builder filter = TestFilters.filter(LEAK_AND_DROP, "f");

        try (FilterExecutor executor = TestFilters.open(filter)) {
            // When
            int wrong = wrongOutcomes(executor, 100_000, AutoResetTest::emitOrDrop);

            // Then
            assertThat(wrong).isZero();
        }
    }

    @Test
    void aLeakIsToldFromFailuresToo() throws InterruptedException {
        // Given
        WasmFilter.Builder filter = TestFilters.filter(LEAK_AND_DROP, "f");

        try (FilterExecutor executor = TestFilters.open(filter)) {
            // When
            int wrong = wrongOutcomes(executor, 100_000, AutoResetTest::emitDropOrTrap);

            // Then
            assertThat(wrong).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "guests/wat/sandbox/leak-and-trap.wasm, f",
        "guests/leaking-c/leak_fixed.wasm, add_length",
        "guests/leaking-c/leak_grow.wasm, add_length",
        "guests/leaking-c/leak_libc.wasm, add_length",
        "guests/gc-chain/gc_chain.wasm, tag_and_length",
        "../examples/filters/c-freestanding/drop_debug.wasm, drop_debug",
    })
    void outcomesAreThoseOfFreshInstances(String resource, String function)
            throws InterruptedException {
        // Given
        WasmFilter.Builder filter = TestFilters.filter(resource, function);
        if (resource.startsWith("..")) {
            filter.setModule(ModuleReference.of(resource));
        }
        List<Integer> differing = new ArrayList<>();

        try (FilterExecutor auto = TestFilters.open(filter.setResetPolicy(ResetPolicy.AUTO));
                FilterExecutor fresh =
                        TestFilters.open(filter.setResetPolicy(ResetPolicy.EVERY_EVENT))) {
            // When
            for (int i = 0; i < 100_000; i++) {
                String record =
                        "{\"level\":\"%s\",%s"
                                .formatted(i % 3 == 0 ? "debug" : "info", emit(i).substring(1));
                String expected = TestFilters.describe(fresh.execute(TestFilters.event(record)));
                String outcome = TestFilters.describe(auto.execute(TestFilters.event(record)));
                if (!outcome.equals(expected)) {
                    differing.add(i);
                }
            }

            // Then
            assertThat(differing).isEmpty();
        }
    }

    @Test
    void aFilterThatSamplesByChanceIsNotTakenForALeak() throws InterruptedException {
        // Given
        WasmFilter.Builder filter =
                TestFilters.filter("guests/wat/sandbox/drop-by-chance.wasm", "f");
        int dropped = 0;

        try (FilterExecutor executor = TestFilters.open(filter)) {
            // When
            for (int i = 0; i < 50_000; i++) {
                String outcome = TestFilters.describe(executor.execute(TestFilters.event(emit(i))));
                dropped += outcome.equals("dropped") ? 1 : 0;
            }

            // Then: half of them, and it may become as old as one that never was in doubt
            assertThat(dropped).isBetween(24_000, 26_000);
            assertThat(executor.autoReset().ageLimit()).isGreaterThanOrEqualTo(512 << 10);
        }
    }
}
