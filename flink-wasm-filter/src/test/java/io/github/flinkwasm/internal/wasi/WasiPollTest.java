package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.WasiGuest.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasiPollTest {
    private static final int SUBSCRIPTIONS = 0x1000;
    private static final int EVENTS = 0x3000;
    private static final int REALTIME = 0;
    private static final int MONOTONIC = 1;

    private final WasiOptions options =
            WasiOptions.NONE.withClocks(new GuestClocks(() -> 1_000_000L, () -> 5_000L));
    private WasiGuest guest = new WasiGuest(options);
    private GuestMemory memory = guest.call.memory();

    @Test
    void waitsForTheShortestTimeout() {
        // Given
        clock(0, 11, MONOTONIC, 3_000_000, false);
        clock(1, 22, REALTIME, 2_000_000, false);
        clock(2, 33, MONOTONIC, 2_000_000, false);

        // When
        int errno = poll(3);

        // Then
        assertThat(errno).isZero();
        assertThat(guest.call.slept).isEqualTo(2_000_000);
        assertThat(memory.readInt(RESULT)).isEqualTo(2);
        assertThat(memory.readLong(EVENTS)).isEqualTo(22);
        assertThat(memory.readShort(EVENTS + 8)).isZero();
        assertThat(memory.readByte(EVENTS + 10)).isZero();
        assertThat(memory.readLong(EVENTS + 32)).isEqualTo(33);
    }

    @ParameterizedTest
    @CsvSource({"0,1500000,500000", "1,7000,2000", "1,4000,0", "0,0,0"})
    void waitsUntilAnAbsoluteTime(int clock, long time, long wait) {
        // Given
        clock(0, 1, clock, time, true);

        // When
        poll(1);

        // Then
        assertThat(guest.call.slept).isEqualTo(wait);
        assertThat(memory.readInt(RESULT)).isEqualTo(1);
    }

    @Test
    void takesATimeoutAsUnsigned() {
        // Given
        clock(0, 1, MONOTONIC, -1, false);

        // When
        poll(1);

        // Then
        assertThat(guest.call.slept).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void doesNotOutliveTheDeadline() {
        // Given
        clock(0, 1, MONOTONIC, Long.MAX_VALUE, false);
        guest.call.checksLeft = 0;

        // When, Then
        assertThatThrownBy(() -> poll(1))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }

    @Test
    void descriptorsAreReadyAtOnce() {
        // Given
        clock(0, 1, MONOTONIC, 1_000, false);
        descriptor(1, 2, 1, 0);
        descriptor(2, 3, 2, 1);
        descriptor(3, 4, 2, 99);

        // When
        poll(4);

        // Then
        assertThat(guest.call.slept).isZero();
        assertThat(memory.readInt(RESULT)).isEqualTo(3);
        assertThat(memory.readLong(EVENTS)).isEqualTo(2);
        assertThat(memory.readShort(EVENTS + 24)).as("hang-up").isEqualTo((short) 1);
        assertThat(memory.readShort(EVENTS + 32 + 8)).isZero();
        assertThat(memory.readByte(EVENTS + 32 + 10)).isEqualTo((byte) 2);
        assertThat(memory.readShort(EVENTS + 64 + 8)).isEqualTo((short) Errno.BADF.number());
    }

    @Test
    void anUnknownClockIsAnErrorOfItsEvent() {
        // Given
        clock(0, 1, 9, 1_000, false);

        // When
        int errno = poll(1);

        // Then
        assertThat(errno).isZero();
        assertThat(memory.readShort(EVENTS + 8)).isEqualTo((short) Errno.INVAL.number());
    }

    @Test
    void unstableHasLargerSubscriptions() {
        // Given
        guest = new WasiGuest(options, "wasi_unstable");
        memory = guest.call.memory();
        for (int i = 0; i < 2; i++) {
            int at = SUBSCRIPTIONS + i * 56;
            memory.writeLong(at, 7 + i);
            memory.writeInt(at + 24, MONOTONIC);
            memory.writeLong(at + 32, 6_000);
            memory.writeShort(at + 48, (short) 1);
        }

        // When
        int errno = poll(2);

        // Then
        assertThat(errno).isZero();
        assertThat(guest.call.slept).isEqualTo(1_000);
        assertThat(memory.readLong(EVENTS + 32)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1025, Integer.MAX_VALUE})
    void boundsTheNumberOfSubscriptions(int count) {
        // When, Then
        assertThat(poll(count)).isEqualTo(Errno.INVAL.number());
    }

    @Test
    void refusesAnUnknownKindOfSubscription() {
        // Given
        memory.writeByte(SUBSCRIPTIONS + 8, (byte) 3);

        // When, Then
        assertThat(poll(1)).isEqualTo(Errno.INVAL.number());
    }

    @Test
    void trapsOnPointersOutOfBounds() {
        // Given
        clock(0, 1, MONOTONIC, 1, false);

        // When, Then
        assertThatThrownBy(() -> guest.call("poll_oneoff", 0xfff0, EVENTS, 1, RESULT))
                .isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.call("poll_oneoff", SUBSCRIPTIONS, 0xfff0, 1, RESULT))
                .isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.call("poll_oneoff", 0x5000, EVENTS, 1024, RESULT))
                .isInstanceOf(GuestTrap.class);
    }

    private int poll(int count) {
        return guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, count, RESULT);
    }

    private void clock(int index, long userData, int clock, long timeout, boolean absolute) {
        int at = SUBSCRIPTIONS + index * 48;
        memory.writeLong(at, userData);
        memory.writeByte(at + 8, (byte) 0);
        memory.writeInt(at + 16, clock);
        memory.writeLong(at + 24, timeout);
        memory.writeShort(at + 40, (short) (absolute ? 1 : 0));
    }

    private void descriptor(int index, long userData, int type, int number) {
        int at = SUBSCRIPTIONS + index * 48;
        memory.writeLong(at, userData);
        memory.writeByte(at + 8, (byte) type);
        memory.writeInt(at + 16, number);
    }
}
