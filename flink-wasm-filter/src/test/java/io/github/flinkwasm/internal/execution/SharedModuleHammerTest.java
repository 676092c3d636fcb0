package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sixteen threads share one compiled module. The test tagged {@code long} makes a million calls of
 * each, and writes how long they took to {@code target/reports}.
 */
@Timeout(600)
class SharedModuleHammerTest {
    private static final int THREADS = 16;

    /** What one thread saw. */
    private record Work(CompiledModule module, int calls, int wrong) {}

    @ParameterizedTest
    @CsvSource({
        "guests/leaking-c/leak_libc.wasm, add_length",
        "guests/wat/sandbox/leak-and-drop.wasm, f"
    })
    void everyOutcomeOfEveryThreadIsRight(String guest, String function) throws Exception {
        hammer(guest, function, 32_000);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "guests/leaking-c/leak_libc.wasm, add_length",
        "guests/wat/sandbox/leak-and-drop.wasm, f"
    })
    void everyOutcomeOfAMillionIsRight(String guest, String function) throws Exception {
        hammer(guest, function, 1_000_000);
    }

    private static void hammer(String guest, String function, int calls) throws Exception {
        // Given
        WasmFilter filter = TestFilters.filter(guest, function).build();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier allHaveOpened = new CyclicBarrier(THREADS);
        List<Future<Work>> running = new ArrayList<>();
        List<Work> done = new ArrayList<>();
        long start = System.nanoTime();

        // When
        try {
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(threads.submit(work(filter, thread, calls / THREADS, allHaveOpened)));
            }
            for (Future<Work> work : running) {
                done.add(work.get());
            }
        } finally {
            threads.shutdownNow();
        }

        // Then
        int wrong = done.stream().mapToInt(Work::wrong).sum();
        LongRunReport.write(
                "hammer-" + function,
                List.of(
                        "%d threads, `%s`: %,d calls, %,d wrong outcomes, %.1f s."
                                .formatted(
                                        THREADS,
                                        guest,
                                        done.stream().mapToInt(Work::calls).sum(),
                                        wrong,
                                        (System.nanoTime() - start) / 1e9)));
        assertThat(wrong).isZero();
        assertThat(done).extracting(Work::calls).containsOnly(calls / THREADS);
        CompiledModule shared = done.get(0).module();
        assertThat(done).extracting(Work::module).allMatch(module -> module == shared);
    }

    private static Callable<Work> work(
            WasmFilter filter, int thread, int calls, CyclicBarrier allHaveOpened) {
        return () -> {
            int wrong = 0;
            try (FilterExecutor executor = FilterExecutor.open(filter, (stream, text) -> {})) {
                // Whoever opens after the others have closed would compile it anew.
                allHaveOpened.await();
                for (int i = 0; i < calls; i++) {
                    String outcome = describe(executor, record(filter, thread, i));
                    wrong += outcome.equals(expected(filter, thread, i)) ? 0 : 1;
                }
                return new Work(executor.compiledModule(), calls, wrong);
            }
        };
    }

    private static String describe(FilterExecutor executor, String record)
            throws InterruptedException {
        return TestFilters.describe(executor.execute(TestFilters.event(record)));
    }

    private static boolean addsLength(WasmFilter filter) {
        return filter.functionName().equals("add_length");
    }

    /** {@code leak-and-drop} drops what starts with "d", and traps on what starts with "t". */
    private static String record(WasmFilter filter, int thread, int i) {
        String key = addsLength(filter) || i % 5 < 3 ? "k" : i % 5 == 3 ? "drop" : "trap";
        return "{\"%s\":%d,\"i\":%d}".formatted(key, thread, i);
    }

    private static String expected(WasmFilter filter, int thread, int i) {
        String record = record(filter, thread, i);
        if (addsLength(filter)) {
            String open = record.substring(0, record.length() - 1);
            return open + ",\"length\":" + record.length() + "}";
        }
        return i % 5 < 3 ? record : i % 5 == 3 ? "dropped" : "TRAP";
    }
}
