package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockBuiltinsTest {
    private final FakeGuestCall call = new FakeGuestCall();
    private final EnvBuiltins builtins =
            new EnvBuiltins(
                    new GuestOutput(),
                    new GuestClocks(() -> 1_700_000_000_123_456_789L, () -> 5_000_000_007L),
                    0);
    private final BoundFunctions env = new BoundFunctions(builtins, "env", call);

    @ParameterizedTest
    @CsvSource({"0,1700000000,123456789", "1,5,7", "2,5,7", "3,5,7"})
    void clockGettimeWritesSecondsAndNanoseconds(int clock, long seconds, int nanos) {
        // When
        int result = env.call("clock_gettime", clock, 64);

        // Then
        assertThat(result).isZero();
        assertThat(call.memory().readLong(64)).isEqualTo(seconds);
        assertThat(call.memory().readInt(72)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void clockGettimeRefusesAnUnknownClock(int clock) {
        // When, Then
        assertThat(env.call("clock_gettime", clock, 64)).isEqualTo(-1);
        assertThat(call.memory().readLong(64)).isZero();
    }

    @Test
    void clockCountsNanoseconds() {
        // When, Then
        assertThat(env.callLong("clock")).isEqualTo(5_000_000_007L);
    }

    @Test
    void theSystemsClocksTellTheTimeAndNeverGoBack() {
        // When
        long before = System.currentTimeMillis();
        long realtime = GuestClocks.SYSTEM.realtimeNanos().getAsLong() / 1_000_000;
        long after = System.currentTimeMillis();
        long first = GuestClocks.SYSTEM.monotonicNanos().getAsLong();
        long second = GuestClocks.SYSTEM.monotonicNanos().getAsLong();

        // Then
        assertThat(realtime).isBetween(before, after);
        assertThat(second).isGreaterThanOrEqualTo(first);
    }
}
