package io.github.flinkwasm.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.pool.SharedModules.Holder;
import io.github.flinkwasm.internal.pool.SharedModules.SharedModule;
import io.github.flinkwasm.internal.runtime.ModuleBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Subtasks that come and go at the same time, some of them with a store that is down now and then.
 */
@Timeout(60)
class SharedModulesHammerTest {
    private static final int THREADS = 8;
    private static final long DURATION = TimeUnit.MILLISECONDS.toNanos(100);

    private final SharedModules modules = SharedModules.instance();
    private final String prefix = UUID.randomUUID().toString();

    @Test
    void everybodyHasTheRightModuleAndNothingIsLeft() throws Exception {
        // Given
        int before = modules.size();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> results = new ArrayList<>();
        int wrong = 0;
        try (Holder held = modules.acquire(prefix + "held", () -> load(prefix + "held"))) {
            // When
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(threads.submit(worker(thread, held.module())));
            }
            for (Future<Integer> result : results) {
                wrong += result.get();
            }
        } finally {
            threads.shutdownNow();
        }

        // Then
        assertThat(wrong).isZero();
        assertThat(modules.size()).isEqualTo(before);
    }

    /** Counts what was wrong. */
    private Callable<Integer> worker(int seed, SharedModule held) {
        return () -> {
            Random random = new Random(seed);
            int wrong = 0;
            long end = System.nanoTime() + DURATION;
            while (System.nanoTime() < end) {
                try (Holder other =
                        modules.acquire(prefix + "held", SharedModulesHammerTest::never)) {
                    wrong += other.module().equals(held) ? 0 : 1;
                }
                String sha256 = prefix + random.nextInt(3);
                boolean down = random.nextInt(4) == 0;
                try (Holder module = modules.acquire(sha256, () -> loadUnless(down, sha256))) {
                    wrong += module.module().loaded().origin().equals(sha256) ? 0 : 1;
                } catch (ModuleLoadException expected) {
                    wrong += "down".equals(expected.getMessage()) ? 0 : 1;
                }
            }
            return wrong;
        };
    }

    private static LoadedModule never() {
        throw new AssertionError("loaded although it is held all the time");
    }

    private static LoadedModule loadUnless(boolean down, String sha256) {
        if (down) {
            throw new ModuleLoadException("down");
        }
        return load(sha256);
    }

    private static LoadedModule load(String sha256) {
        return new LoadedModule(ModuleBytes.moduleWithMemory().toArray(), sha256, sha256);
    }
}
