package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallClockTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final CallClock clock = new CallClock();

    @AfterEach
    void freeTheClockAndTheThread() {
        clock.stop();
        clock.close();
        Thread.interrupted();
    }

    @Test
    void callThatRanOutIsMarkedUntilItStops() {
        // Given
        clock.start(0);

        // When
        boolean marked = clock.inspect(System.nanoTime());

        // Then
        assertThat(marked).isTrue();
        assertThat(clock.isRunning()).isTrue();
        assertThat(clock.inspect(System.nanoTime())).isTrue();
        assertThat(clock.stop()).isTrue();
        assertThat(clock.isRunning()).isFalse();
        assertThat(clock.inspect(System.nanoTime())).isFalse();
    }

    @Test
    void callWithTimeLeftIsNotMarked() {
        // Given
        clock.start(HOUR);

        // When
        boolean marked = clock.inspect(System.nanoTime() + HOUR / 2);

        // Then
        assertThat(marked).isFalse();
        assertThat(clock.stop()).isFalse();
    }

    @Test
    void nextCallDoesNotInheritTheMark() {
        // Given
        clock.start(0);
        assertThat(clock.inspect(System.nanoTime())).isTrue();
        clock.stop();

        // When
        clock.start(HOUR);

        // Then
        assertThat(clock.inspect(System.nanoTime())).isFalse();
        assertThatCode(CallClock::endIfMeant).doesNotThrowAnyException();
    }

    @Test
    void markedCallEndsItselfAndSaysHowLongItRan() {
        // Given
        clock.start(TimeUnit.MILLISECONDS.toNanos(3));
        CallClockTest.await(() -> clock.inspect(System.nanoTime()));

        // When
        GuestTrap trap = catchThrowableOfType(GuestTrap.class, CallClock::endIfMeant);

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
        assertThat(trap).hasMessageMatching("the call ran for [\\d,.]+ ms and its limit is 3 ms");
    }

    @Test
    void interruptedOwnerCancelsTheCallAndStaysInterrupted() {
        // Given
        clock.start(HOUR);
        Thread.currentThread().interrupt();
        CallClockTest.await(() -> clock.inspect(System.nanoTime()));

        // When
        GuestTrap trap = catchThrowableOfType(GuestTrap.class, CallClock::endIfMeant);

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(clock.stop()).isTrue();
    }

    @Test
    void interruptWinsOverTheDeadlineSinceTheEventIsNotAtFault() {
        // Given
        Thread.currentThread().interrupt();
        clock.start(0);
        CallClockTest.await(() -> clock.inspect(System.nanoTime()));

        // When
        GuestTrap trap = catchThrowableOfType(GuestTrap.class, CallClock::endIfMeant);

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.CANCELLED);
    }

    @Test
    void centuriesDoNotOverflow() {
        // Given
        clock.start(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));

        // When
        boolean marked = clock.inspect(System.nanoTime() + HOUR);

        // Then
        assertThat(marked).isFalse();
    }

    @Test
    void sleepEndsAtTheDeadline() {
        // Given
        clock.start(TimeUnit.MILLISECONDS.toNanos(10));

        // When
        GuestTrap trap = catchThrowableOfType(GuestTrap.class, () -> CallClock.sleep(HOUR));

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
    }

    @Test
    void sleepEndsAtAnInterruptWithoutWaitingForTheWatchdog() {
        // Given
        clock.start(HOUR);
        Thread.currentThread().interrupt();

        // When
        GuestTrap trap = catchThrowableOfType(GuestTrap.class, () -> CallClock.sleep(HOUR));

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void sleepOfNothingReturnsAtOnce(long nanos) {
        // Given
        clock.start(HOUR);
        Thread.currentThread().interrupt();

        // When
        CallClock.sleep(nanos);

        // Then
        assertThat(clock.isRunning()).isTrue();
    }

    @Test
    void sleepLastsAsLongAsAsked() {
        // Given
        clock.start(HOUR);
        long start = System.nanoTime();

        // When
        CallClock.sleep(TimeUnit.MILLISECONDS.toNanos(5));

        // Then
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
