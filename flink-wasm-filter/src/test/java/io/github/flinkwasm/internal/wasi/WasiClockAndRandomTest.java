package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.WasiGuest.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasiClockAndRandomTest {
    private static final int BUFFER = 0x1000;

    @ParameterizedTest
    @CsvSource({"0,1234567890,1000", "1,42,1", "2,42,1", "3,42,1"})
    void readsTheClocksThatWereGiven(int clock, long time, long resolution) {
        // Given
        WasiGuest guest =
                new WasiGuest(
                        WasiOptions.NONE.withClocks(
                                new GuestClocks(() -> 1_234_567_890L, () -> 42L)));

        // When
        int errno = guest.call("clock_time_get", clock, 0L, RESULT);
        int resolutionErrno = guest.call("clock_res_get", clock, RESULT + 8);

        // Then
        assertThat(errno).isZero();
        assertThat(resolutionErrno).isZero();
        assertThat(guest.call.memory().readLong(RESULT)).isEqualTo(time);
        assertThat(guest.call.memory().readLong(RESULT + 8)).isEqualTo(resolution);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void refusesAnUnknownClock(int clock) {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);

        // When, Then
        assertThat(guest.call("clock_time_get", clock, 0L, RESULT)).isEqualTo(Errno.INVAL.number());
        assertThat(guest.call("clock_res_get", clock, RESULT)).isEqualTo(Errno.INVAL.number());
    }

    @Test
    void fillsExactlyTheBytesAskedFor() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE.withRandomSeed(1));

        // When
        guest.call("random_get", BUFFER, 13);

        // Then
        assertThat(guest.call.bytes(BUFFER - 8, 8)).containsOnly(0);
        assertThat(guest.call.bytes(BUFFER + 13, 8)).containsOnly(0);
        assertThat(guest.call.memory().readLong(BUFFER)).isNotZero();
        assertThat(guest.call.memory().readLong(BUFFER + 5)).isNotZero();
    }

    @Test
    void everyByteAndBitOccursAboutAsOftenAsByChance() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);
        int length = 48 << 10;

        // When
        guest.call("random_get", BUFFER, length);

        // Then
        int[] counts = new int[256];
        int bits = 0;
        for (byte value : guest.call.bytes(BUFFER, length)) {
            counts[value & 0xff]++;
            bits += Integer.bitCount(value & 0xff);
        }
        // 192 of each expected, standard deviation 13.8: seven of them either way.
        assertThat(IntStream.of(counts)).allMatch(count -> count > 95 && count < 289);
        assertThat(bits).isBetween(length * 4 - 2_200, length * 4 + 2_200);
    }

    @Test
    void differsBetweenInstances() {
        // When, Then
        assertThat(draw(new WasiGuest(WasiOptions.NONE)))
                .isNotEqualTo(draw(new WasiGuest(WasiOptions.NONE)));
    }

    @Test
    void aSeedMakesItRepeatAlsoAfterARestore() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE.withRandomSeed(7));
        long first = draw(guest);
        Object state = guest.wasi.captureState();
        long second = draw(guest);

        // When
        guest.wasi.restoreState(state);

        // Then
        assertThat(draw(guest)).isEqualTo(second);
        assertThat(draw(new WasiGuest(WasiOptions.NONE.withRandomSeed(7)))).isEqualTo(first);
        assertThat(draw(new WasiGuest(WasiOptions.NONE.withRandomSeed(8)))).isNotEqualTo(first);
    }

    @Test
    void withoutASeedNoEventGetsTheIdOfAnEarlierOne() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);
        Object state = guest.wasi.captureState();
        long first = draw(guest);

        // When
        guest.wasi.restoreState(state);

        // Then
        assertThat(draw(guest)).isNotEqualTo(first);
    }

    @Test
    void trapsOutOfBoundsAndAtTheDeadline() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);
        guest.call.checksLeft = 0;

        // When, Then
        assertThatThrownBy(() -> guest.call("random_get", BUFFER, 1 << 16))
                .hasMessageContaining("random_get of 65,536 bytes at 0x00001000");
        assertThatThrownBy(() -> guest.call("random_get", BUFFER, -1))
                .isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.call("random_get", BUFFER, 1))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }

    private static long draw(WasiGuest guest) {
        guest.call("random_get", BUFFER, 8);
        return guest.call.memory().readLong(BUFFER);
    }
}
