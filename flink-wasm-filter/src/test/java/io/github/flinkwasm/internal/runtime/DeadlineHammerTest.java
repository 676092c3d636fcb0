package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that ran out and calls that did not, in quick turns, under an inspector that never rests.
 */
@Timeout(60)
class DeadlineHammerTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long DURATION = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void markMeantForOneCallNeverHitsTheNext() throws InterruptedException {
        // Given
        AtomicBoolean over = new AtomicBoolean();
        int expired = 0;
        int wronglyMarked = 0;
        try (CallClock clock = new CallClock()) {
            Thread inspector =
                    new Thread(
                            () -> {
                                while (!over.get()) {
                                    clock.inspect(System.nanoTime());
                                }
                            });
            inspector.start();

            // When
            long end = System.nanoTime() + DURATION;
            while (System.nanoTime() < end || expired == 0) {
                clock.start(0);
                expired += clock.stop() ? 1 : 0;
                clock.start(HOUR);
                wronglyMarked += clock.stop() ? 1 : 0;
            }
            over.set(true);
            inspector.join();
        }

        // Then
        assertThat(wronglyMarked).isZero();
    }
}
