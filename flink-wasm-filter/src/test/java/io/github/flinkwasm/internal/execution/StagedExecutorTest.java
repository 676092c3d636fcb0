package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.pool.SharedModules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Modules that are made ready in the background leave nothing behind, whenever they are let go. */
@Timeout(60)
class StagedExecutorTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String THREAD = "staged-executor-test";

    private final Semaphore turn = new Semaphore(1);
    private final int modulesBefore = SharedModules.instance().size();

    private StagedExecutor start(WasmFilter filter) {
        return StagedExecutor.start(() -> filter, (stream, text) -> {}, List.of(), turn, THREAD);
    }

    private static WasmFilter identity() {
        return TestFilters.filter("guests/wat/identity.wasm", "f").build();
    }

    private static WasmFilter neverStarts() {
        return TestFilters.filter("guests/command-line/start-loop.wasm", "f").build();
    }

    private static Optional<Thread> thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .findFirst();
    }

    private static void awaitEndOfThreads() throws InterruptedException {
        for (Optional<Thread> left = thread(); left.isPresent(); left = thread()) {
            left.get().join();
        }
    }

    @Test
    void whatIsReadyAndDiscardedIsClosed() throws Exception {
        // Given
        StagedExecutor staged = start(identity());
        staged.await(LONG);

        // When
        staged.discard();

        // Then
        awaitEndOfThreads();
        assertThat(SharedModules.instance().size()).isEqualTo(modulesBefore);
    }

    @Test
    void whatIsDiscardedWhileItsStartCodeRunsEndsSoonAndIsClosed() throws Exception {
        // Given
        StagedExecutor staged = start(neverStarts());
        while (SharedModules.instance().size() == modulesBefore) {
            Thread.onSpinWait();
        }

        // When
        staged.discard();

        // Then
        awaitEndOfThreads();
        assertThat(SharedModules.instance().size()).isEqualTo(modulesBefore);
        assertThat(staged.take()).isNull();
    }

    @Test
    void aModuleWaitsUntilTheDiscardedOneBeforeItHasLeftItsThread() throws Exception {
        // Given
        CountDownLatch compiling = new CountDownLatch(1);
        CountDownLatch compiled = new CountDownLatch(1);
        StagedExecutor first =
                StagedExecutor.start(
                        () -> {
                            compiling.countDown();
                            awaitWithoutInterrupt(compiled);
                            return identity();
                        },
                        (stream, text) -> {},
                        List.of(),
                        turn,
                        THREAD);
        compiling.await();

        // When
        first.discard();
        StagedExecutor second = start(identity());
        second.discard();
        StagedExecutor third = start(identity());
        boolean beforeItsTurn = third.await(Duration.ofMillis(300));
        compiled.countDown();
        third.await(LONG);

        // Then
        assertThat(beforeItsTurn).isFalse();
        FilterExecutor ready = third.take();
        assertThat(ready).isNotNull();
        ready.close();
        awaitEndOfThreads();
        assertThat(SharedModules.instance().size()).isEqualTo(modulesBefore);
    }

    /** As the compiler does, which does not look at interrupts. */
    private static void awaitWithoutInterrupt(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void isWarmedWithTheEventsWhateverBecomesOfThem() throws Exception {
        // Given
        WasmFilter filter = TestFilters.filter("guests/ways-out/ways_out.wasm", "ways_out").build();

        // When
        StagedExecutor staged =
                StagedExecutor.start(
                        () -> filter,
                        (stream, text) -> {},
                        List.of(
                                TestFilters.event("{\"do\":\"emit\"}"),
                                TestFilters.event("{\"do\":\"trap\"}"),
                                TestFilters.event("{\"do\":\"drop\"}")),
                        turn,
                        THREAD);
        staged.await(LONG);

        // Then
        assertThat(staged.warmingCalls()).isPositive();
        FilterExecutor ready = staged.take();
        assertThat(ready).isNotNull();
        assertThat(TestFilters.describe(ready.execute(TestFilters.event("{\"do\":\"trap\"}"))))
                .isEqualTo(FailureReason.TRAP.name());
        ready.close();
    }

    @Test
    void aProblemIsThereForWhoeverAsksAndLeavesNoModule() throws Exception {
        // When
        StagedExecutor staged = start(TestFilters.filter("guests/wat/identity.wasm", "no").build());
        staged.await(LONG);

        // Then
        assertThat(staged.problem())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("\"no\"");
        assertThat(staged.take()).isNull();
        awaitEndOfThreads();
        assertThat(SharedModules.instance().size()).isEqualTo(modulesBefore);
    }
}
