package io.github.flinkwasm.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.pool.SharedModules.Holder;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.ModuleBytes;
import java.lang.ref.WeakReference;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedModulesTest {
    private final SharedModules modules = SharedModules.instance();

    /** Of no other test. */
    private final String sha256 = UUID.randomUUID().toString();

    private static LoadedModule module(ModuleBytes bytes) {
        return new LoadedModule(bytes.toArray(), "irrelevant here", "test module");
    }

    private static LoadedModule goodModule() {
        return module(ModuleBytes.moduleWithMemory());
    }

    private static LoadedModule neverLoaded() {
        throw new AssertionError("loaded although somebody holds it");
    }

    @Test
    void firstHolderLoadsAndTheOthersShare() {
        // Given
        int before = modules.size();
        try (Holder first = modules.acquire(sha256, SharedModulesTest::goodModule)) {
            // When
            Holder second = modules.acquire(sha256, SharedModulesTest::neverLoaded);

            // Then
            assertThat(second.module()).isSameAs(first.module());
            assertThat(modules.size()).isEqualTo(before + 1);
            assertThat(first.module().compiled().origin()).isEqualTo("test module");
            assertThat(first.module().compileTime()).isPositive();
            second.close();
            assertThat(modules.size()).isEqualTo(before + 1);
        }
        assertThat(modules.size()).isEqualTo(before);
    }

    @Test
    void differentModulesAreApart() {
        // Given
        try (Holder first = modules.acquire(sha256, SharedModulesTest::goodModule);
                // When
                Holder second = modules.acquire(sha256 + "b", SharedModulesTest::goodModule)) {
            // Then
            assertThat(second.module().compiled()).isNotSameAs(first.module().compiled());
        }
    }

    @Test
    void afterTheLastCloseItIsLoadedAnew() {
        // Given
        AtomicInteger loads = new AtomicInteger();
        Supplier<LoadedModule> counting =
                () -> {
                    loads.incrementAndGet();
                    return goodModule();
                };
        modules.acquire(sha256, counting).close();

        // When
        modules.acquire(sha256, counting).close();

        // Then
        assertThat(loads.get()).isEqualTo(2);
    }

    @Test
    void closingTwiceTakesNobodyElsesModuleAway() {
        // Given
        Holder first = modules.acquire(sha256, SharedModulesTest::goodModule);
        try (Holder second = modules.acquire(sha256, SharedModulesTest::neverLoaded)) {
            first.close();

            // When
            first.close();

            // Then
            try (Holder third = modules.acquire(sha256, SharedModulesTest::neverLoaded)) {
                assertThat(third.module()).isSameAs(second.module());
            }
        }
    }

    @Test
    void failureReachesTheCallerAsItIsAndTheNextTriesAgain() {
        // Given
        int before = modules.size();
        ModuleLoadException down = new ModuleLoadException("the store is down");

        // When
        assertThatThrownBy(
                        () ->
                                modules.acquire(
                                        sha256,
                                        () -> {
                                            throw down;
                                        }))

                // Then
                .isSameAs(down);
        assertThat(modules.size()).isEqualTo(before);
        modules.acquire(sha256, SharedModulesTest::goodModule).close();
    }

    @Test
    void moduleThatDoesNotCompileIsRefusedForEverybodyWhoWaits() throws InterruptedException {
        // Given
        int before = modules.size();
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Throwable> seenByFirst = new AtomicReference<>();
        Thread first =
                new Thread(
                        () -> {
                            try {
                                modules.acquire(
                                        sha256,
                                        () -> {
                                            loading.countDown();
                                            awaitUninterruptibly(waiting);
                                            return module(ModuleBytes.module());
                                        });
                            } catch (ModuleRejectedException refused) {
                                seenByFirst.set(refused);
                            }
                        });
        first.start();
        loading.await();

        // When
        AtomicReference<Throwable> seenBySecond = new AtomicReference<>();
        Thread second =
                new Thread(
                        () -> {
                            try {
                                modules.acquire(sha256, SharedModulesTest::neverLoaded);
                            } catch (ModuleRejectedException refused) {
                                seenBySecond.set(refused);
                            }
                        });
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        waiting.countDown();
        first.join();
        second.join();

        // Then
        assertThat(seenByFirst.get()).isInstanceOf(ModuleRejectedException.class);
        assertThat(seenBySecond.get()).isSameAs(seenByFirst.get());
        assertThat(modules.size()).isEqualTo(before);
    }

    @Test
    void errorReachesTheCallerAsItIs() {
        // Given
        Error broken = new AssertionError("broken");

        // When
        assertThatThrownBy(
                        () ->
                                modules.acquire(
                                        sha256,
                                        () -> {
                                            throw broken;
                                        }))

                // Then
                .isSameAs(broken);
    }

    @Test
    void lastCloseLetsTheClassesGo() throws InterruptedException {
        // Given
        Holder holder = modules.acquire(sha256, SharedModulesTest::goodModule);
        WeakReference<CompiledModule> compiled = new WeakReference<>(holder.module().compiled());
        holder.close();

        // When
        holder = null;
        while (compiled.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }

        // Then
        assertThat(compiled.get()).isNull();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
