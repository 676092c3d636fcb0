package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineWatchdogTest {
    private static final String THREAD_NAME = "wasm-filter-deadlines";
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    @Test
    void neighboursExpiryDoesNotEndMyCall() throws InterruptedException {
        // Given
        CountDownLatch neighbourMarked = new CountDownLatch(1);
        CountDownLatch checked = new CountDownLatch(1);
        Thread neighbour =
                new Thread(
                        () ->
                                ExpiredCall.during(
                                        () -> {
                                            neighbourMarked.countDown();
                                            awaitUninterruptibly(checked);
                                        }));
        GuestTrap mine = null;
        try (CallClock clock = new CallClock()) {
            clock.start(HOUR);
            neighbour.start();
            neighbourMarked.await();

            // When
            try {
                for (int i = 0; i < 10_000; i++) {
                    DeadlineFlag.check();
                }
            } catch (GuestTrap trap) {
                mine = trap;
            }
            clock.stop();
        }
        checked.countDown();
        neighbour.join();

        // Then
        assertThat(mine).isNull();
    }

    @Test
    void threadWithoutACallIsNeverMeant() throws InterruptedException {
        // Given
        AtomicReference<GuestTrap> trap = new AtomicReference<>();
        Runnable checkWithoutCall =
                () -> {
                    try {
                        DeadlineFlag.check();
                    } catch (GuestTrap meant) {
                        trap.set(meant);
                    }
                };

        // When
        ExpiredCall.during(
                () -> {
                    Thread other = new Thread(checkWithoutCall);
                    other.start();
                    joinUninterruptibly(other);
                });

        // Then
        assertThat(trap.get()).isNull();
    }

    @Test
    void interruptOfItsThreadDoesNotStopIt() {
        // Given
        GuestTrap trap = null;
        try (CallClock clock = new CallClock()) {
            watchdogs().forEach(Thread::interrupt);

            // When
            clock.start(TimeUnit.MILLISECONDS.toNanos(1));
            while (trap == null) {
                try {
                    DeadlineFlag.check();
                } catch (GuestTrap ended) {
                    trap = ended;
                }
            }
            clock.stop();
        }

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
        assertThat(watchdogs()).hasSize(1).allMatch(Thread::isDaemon);
    }

    /** In a JVM of its own: what other tests leave open would keep the thread. */
    @Test
    void threadEndsWhenIdleAndComesBackWhenNeeded() throws IOException, InterruptedException {
        // When
        String output = ChildJvm.run(IdleWatchdog.class);

        // Then
        assertThat(output.lines().toList())
                .containsExactly("before 0", "used 1", "idle 0", "used again 1");
    }

    /** The program of {@link #threadEndsWhenIdleAndComesBackWhenNeeded}. */
    static final class IdleWatchdog {
        private IdleWatchdog() {}

        @SuppressWarnings("SystemOut") // the test reads it
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("before " + watchdogs().size());
            ExpiredCall.during(() -> {});
            List<Thread> used = watchdogs();
            System.out.println("used " + used.size());
            for (Thread thread : used) {
                thread.join();
            }
            System.out.println("idle " + watchdogs().size());
            ExpiredCall.during(() -> {});
            System.out.println("used again " + watchdogs().size());
        }
    }

    private static List<Thread> watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD_NAME))
                .toList();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
