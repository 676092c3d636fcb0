package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.WasmFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sixteen threads share one compiled module. {@code -Dhammer.calls=1000000} makes a million calls
 * of it.
 */
@Timeout(600)
class SharedModuleHammerTest {
    private static final int THREADS = 16;
    private static final int CALLS = Integer.getInteger("hammer.calls", 32_000);

    @Test
    void everyOutcomeOfEveryThreadIsRight() throws Exception {
        // Given
        WasmFilter filter =
                TestFilters.filter("guests/leaking-c/leak_libc.wasm", "add_length").build();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> results = new ArrayList<>();
        int wrong = 0;

        // When
        try {
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(threads.submit(wrongOutcomes(filter, thread)));
            }
            for (Future<Integer> result : results) {
                wrong += result.get();
            }
        } finally {
            threads.shutdownNow();
        }

        // Then
        assertThat(wrong).isZero();
    }

    private static Callable<Integer> wrongOutcomes(WasmFilter filter, int thread) {
        return () -> {
            int wrong = 0;
            try (FilterExecutor executor = FilterExecutor.open(filter, (stream, text) -> {})) {
                for (int i = 0; i < CALLS / THREADS; i++) {
                    String body = "{\"thread\":" + thread + ",\"i\":" + i;
                    String outcome =
                            TestFilters.describe(executor.execute(TestFilters.event(body + "}")));
                    String expected = body + ",\"length\":" + (body.length() + 1) + "}";
                    wrong += outcome.equals(expected) ? 0 : 1;
                }
            }
            return wrong;
        };
    }
}
