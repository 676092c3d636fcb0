package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestoreTunerTest {
    private static final int MEASUREMENT =
            RestoreTuner.ROUNDS * IntStream.of(RestoreTuner.WINDOWS).sum();

    private static RestoreTuner measured(IntToLongFunction nanosByInterval) {
        RestoreTuner tuner = new RestoreTuner();
        measure(tuner, nanosByInterval);
        return tuner;
    }

    private static void measure(RestoreTuner tuner, IntToLongFunction nanosByInterval) {
        for (int i = 0; i < MEASUREMENT; i++) {
            tuner.ran(nanosByInterval.applyAsLong(tuner.interval()), 400);
        }
    }

    @Test
    void choosesTheIntervalThatIsFastest() {
        // When
        RestoreTuner tuner = measured(interval -> interval == 8 ? 40_000 : 60_000);

        // Then
        assertThat(tuner.isMeasuring()).isFalse();
        assertThat(tuner.interval()).isEqualTo(8);
    }

    @Test
    void doesNotResetForAnAdvantageThatMayBeNoise() {
        // When
        RestoreTuner tuner = measured(interval -> interval == 8 ? 57_000 : 60_000);

        // Then
        assertThat(tuner.interval()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void oneDisturbedWindowDecidesNothing() {
        // Given
        int[] events = {0};

        // When
        RestoreTuner tuner =
                measured(
                        interval -> {
                            boolean disturbed = events[0]++ < MEASUREMENT / RestoreTuner.ROUNDS;
                            long nanos = interval == 32 ? 40_000 : 60_000;
                            return disturbed && interval == 32 ? 1_000_000 : nanos;
                        });

        // Then
        assertThat(tuner.interval()).isEqualTo(32);
    }

    /** How many events the choice holds. */
    private static int held(RestoreTuner tuner) {
        int events = 0;
        while (!tuner.isMeasuring()) {
            tuner.ran(0, 400);
            events++;
        }
        return events;
    }

    @Test
    void looksAtItsChoiceAgain() {
        // Given
        RestoreTuner tuner = measured(interval -> interval == 8 ? 40_000 : 60_000);
        int first = held(tuner);

        // When
        measure(tuner, interval -> interval == 128 ? 40_000 : 60_000);

        // Then
        assertThat(first).isEqualTo(RestoreTuner.HOLDS_FIRST);
        assertThat(tuner.isMeasuring()).isFalse();
        assertThat(tuner.interval()).isEqualTo(128);
    }

    @Test
    void aChoiceHoldsTwiceAsLongAsTheOneBeforeUpToALimit() {
        // Given
        RestoreTuner tuner = measured(interval -> 60_000);
        List<Integer> holds = new ArrayList<>();

        // When
        for (int i = 0; i < 8; i++) {
            holds.add(held(tuner));
            measure(tuner, interval -> 60_000);
        }

        // Then
        assertThat(holds)
                .startsWith(RestoreTuner.HOLDS_FIRST, 2 * RestoreTuner.HOLDS_FIRST)
                .endsWith(RestoreTuner.HOLDS, RestoreTuner.HOLDS);
    }

    @Test
    void largerEventsInOneWindowDoNotCountAsSlower() {
        // Given
        RestoreTuner tuner = new RestoreTuner();

        // When
        for (int i = 0; i < MEASUREMENT; i++) {
            int factor = tuner.interval() == 2 ? 10 : 1;
            tuner.ran(factor * (tuner.interval() == 2 ? 40_000L : 60_000L), factor * 400L);
        }

        // Then
        assertThat(tuner.interval()).isEqualTo(2);
    }

    @Test
    void theChosenIntervalIsHeldOnceTheAgeIsProven() {
        // Given
        AutoReset schedule = new AutoReset(measured(interval -> interval == 8 ? 40_000 : 60_000));
        boolean early = false;
        for (int i = 0; schedule.isProving(); i++) {
            early |= i == 9 && schedule.resetBefore(400);
            schedule.ran(400);
        }
        schedule.wasReset();

        // When
        int events = 0;
        while (!schedule.resetBefore(400)) {
            schedule.ran(400);
            events++;
        }

        // Then
        assertThat(early).isFalse();
        assertThat(events).isEqualTo(8);
    }
}
