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
    void firstHolderLoadsAndTheOthersShare() throws InterruptedException {
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
    void differentModulesAreApart() throws InterruptedException {
        // Given
        try (Holder first = modules.acquire(sha256, SharedModulesTest::goodModule);
                // When
                Holder second = modules.acquire(sha256 + "b", SharedModulesTest::goodModule)) {
            // Then
            assertThat(second.module().compiled()).isNotSameAs(first.module().compiled());
        }
    }

    @Test
    void afterTheLastCloseItIsLoadedAnew() throws InterruptedException {
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
    void closingTwiceTakesNobodyElsesModuleAway() throws InterruptedException {
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
    void failureReachesTheCallerAsItIsAndTheNextTriesAgain() throws InterruptedException {
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
                            } catch (ModuleRejectedException | InterruptedException refused) {
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
                            } catch (ModuleRejectedException | InterruptedException refused) {
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
    void errorReachesTheCallerAsItIs() throws InterruptedException {
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

    @Test
    void aJobKeepsItsModuleWhileNobodyUsesIt() throws InterruptedException {
        // Given
        Holder first = modules.acquire(sha256, SharedModulesTest::goodModule);
        first.keepFor("job " + sha256, "operator");
        first.keepFor("job " + sha256, "operator");
        first.close();

        // When
        try (Holder next = modules.acquire(sha256, SharedModulesTest::neverLoaded)) {
            // Then
            assertThat(next.module()).isSameAs(first.module());
        }
        modules.endJob("job " + sha256);
        assertThatThrownBy(() -> modules.acquire(sha256, SharedModulesTest::neverLoaded))
                .hasMessage("loaded although somebody holds it");
    }

    @Test
    void theEndOfAJobTakesNothingFromAnother() throws InterruptedException {
        // Given
        try (Holder holder = modules.acquire(sha256, SharedModulesTest::goodModule)) {
            holder.keepFor("one " + sha256, "operator");
            holder.keepFor("two " + sha256, "operator");
        }

        // When
        modules.endJob("one " + sha256);

        // Then
        modules.acquire(sha256, SharedModulesTest::neverLoaded).close();
        modules.endJob("two " + sha256);
    }

    @Test
    void theEndOfAJobTakesNothingFromWhoeverUsesIt() throws InterruptedException {
        // Given
        try (Holder holder = modules.acquire(sha256, SharedModulesTest::goodModule)) {
            holder.keepFor("job " + sha256, "operator");

            // When
            modules.endJob("job " + sha256);

            // Then
            modules.acquire(sha256, SharedModulesTest::neverLoaded).close();
        }
    }

    @Test
    void aClosedHolderKeepsNothing() throws InterruptedException {
        // Given
        Holder holder = modules.acquire(sha256, SharedModulesTest::goodModule);
        holder.close();

        // When, Then
        assertThatThrownBy(() -> holder.keepFor("job", "operator"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void waitingForANeighboursCompilationEndsWithAnInterrupt() throws InterruptedException {
        // Given
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread first = new Thread(() -> holdBriefly(() -> slowly(loading, done)));
        first.start();
        loading.await();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread second =
                new Thread(
                        () -> {
                            try {
                                modules.acquire(sha256, SharedModulesTest::neverLoaded);
                            } catch (InterruptedException cancelled) {
                                seen.set(cancelled);
                                flag.set(Thread.currentThread().isInterrupted());
                            }
                        });
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        // When
        second.interrupt();
        second.join();

        // Then: while the first is still loading
        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        assertThat(flag.get()).isTrue();
        done.countDown();
        first.join();
    }

    @Test
    void whoWaitsForAThreadThatIsCancelledLoadsTheModuleItself() throws InterruptedException {
        // Given
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread first =
                new Thread(
                        () ->
                                holdBriefly(
                                        () -> {
                                            slowly(loading, done);
                                            Thread.currentThread().interrupt();
                                            throw new ModuleLoadException("interrupted");
                                        }));
        first.start();
        loading.await();
        AtomicReference<String> origin = new AtomicReference<>();
        Thread second =
                new Thread(
                        () -> {
                            try (Holder holder =
                                    modules.acquire(sha256, SharedModulesTest::goodModule)) {
                                origin.set(holder.module().loaded().origin());
                            } catch (InterruptedException unexpected) {
                                origin.set("interrupted");
                            }
                        });
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        // When
        done.countDown();
        second.join();
        first.join();

        // Then
        assertThat(origin.get()).isEqualTo("test module");
    }

    private static LoadedModule slowly(CountDownLatch loading, CountDownLatch done) {
        loading.countDown();
        awaitUninterruptibly(done);
        return goodModule();
    }

    private void holdBriefly(Supplier<LoadedModule> loader) {
        try {
            modules.acquire(sha256, loader).close();
        } catch (ModuleLoadException | InterruptedException ended) {
            // What the caller wanted.
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
