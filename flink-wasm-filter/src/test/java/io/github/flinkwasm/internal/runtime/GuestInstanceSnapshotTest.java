package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestInstance.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuestInstanceSnapshotTest {
    private static final CompiledModule STATE = TestGuest.compile("wat/runtime/state");

    private final TestHost host =
            new TestHost()
                    .offerNumber()
                    .offer(
                            "host",
                            "grow_heap",
                            "i:i",
                            (call, arguments) ->
                                    call.memory().growHeap((int) arguments[0]) ? 1 : 0);
    private final TestGuest guest = TestGuest.start(STATE, host);

    @AfterEach
    void close() {
        guest.close();
    }

    private Snapshot snapshot() {
        return guest.instance().snapshot();
    }

    private boolean restore(Snapshot snapshot) {
        return guest.instance().restore(snapshot);
    }

    @Test
    void globalsOfEveryTypeComeBack() {
        // Given
        Snapshot snapshot = snapshot();
        guest.call("set_int", -9);
        guest.call("set_long", Long.MIN_VALUE + 5);
        guest.call("set_float", Float.floatToRawIntBits(99));
        guest.call("set_double", Double.doubleToRawLongBits(-0.0));

        // When
        boolean restored = restore(snapshot);

        // Then
        assertThat(restored).isTrue();
        assertThat(guest.callInt("int")).isEqualTo(1);
        assertThat(guest.call("long")).isEqualTo(0x100000002L);
        assertThat(Float.intBitsToFloat(guest.callInt("float"))).isEqualTo(3);
        assertThat(Double.longBitsToDouble(guest.call("double"))).isEqualTo(4);
    }

    @Test
    void memoryComesBackAlsoWhereItWasZeroOrShorter() {
        // Given
        guest.call("poke", 1000, 5);
        Snapshot snapshot = snapshot();
        guest.call("poke", 1000, 6);
        guest.call("poke", 60_000, 7);
        guest.call("grow", 2);
        guest.call("poke", 100_000, 8);

        // When
        restore(snapshot);

        // Then
        assertThat(guest.callInt("pages")).isEqualTo(1);
        assertThat(guest.callInt("peek", 1000)).isEqualTo(5);
        assertThat(guest.callInt("peek", 60_000)).isZero();
        assertThat(guest.callInt("peek", 16)).isEqualTo('s' | 't' << 8 | 'a' << 16 | 'r' << 24);
        assertThatThrownBy(() -> guest.call("peek", 100_000)).isInstanceOf(GuestTrap.class);
        assertThat(guest.callInt("grow", 2)).isEqualTo(1);
        assertThat(guest.callInt("peek", 100_000)).isZero();
    }

    @Test
    void snapshotIsTakenAtItsMomentAndServesManyTimes() {
        // Given
        guest.call("grow", 1);
        guest.call("poke", 70_000, 1);
        Snapshot snapshot = snapshot();

        for (int round = 0; round < 3; round++) {
            guest.call("poke", 70_000, 2);
            guest.call("set_int", 50);

            // When
            restore(snapshot);

            // Then
            assertThat(guest.callInt("peek", 70_000)).isEqualTo(1);
            assertThat(guest.callInt("int")).isEqualTo(1);
        }
    }

    @Test
    void heapWindowComesBackWithItsSize() {
        // Given
        int heap = FlatMemory.HEAP_BASE;
        guest.call("grow_heap", 1000);
        guest.call("poke", heap + 8, 1);
        Snapshot snapshot = snapshot();
        long bytes = guest.instance().memoryBytes();
        guest.call("poke", heap + 8, 2);
        guest.call("grow_heap", 500_000);
        guest.call("poke", heap + 400_000, 3);

        // When
        restore(snapshot);

        // Then
        assertThat(guest.callInt("peek", heap + 8)).isEqualTo(1);
        assertThat(guest.instance().memoryBytes()).isEqualTo(bytes);
        assertThatThrownBy(() -> guest.call("peek", heap + 400_000)).isInstanceOf(GuestTrap.class);
        guest.call("grow_heap", 500_000);
        assertThat(guest.callInt("peek", heap + 400_000)).isZero();
    }

    @Test
    void tableElementsComeBack() {
        // Given
        Snapshot snapshot = snapshot();
        guest.call("set_table_to_eight", 0);
        guest.call("set_table_to_eight", 2);
        assertThat(guest.callInt("call_table", 0)).isEqualTo(8);

        // When
        boolean restored = restore(snapshot);

        // Then
        assertThat(restored).isTrue();
        assertThat(guest.callInt("call_table", 0)).isEqualTo(7);
        assertThatThrownBy(() -> guest.call("call_table", 2)).isInstanceOf(GuestTrap.class);
    }

    @Test
    void clearedTableElementComesBack() {
        // Given
        Snapshot snapshot = snapshot();
        guest.call("clear_table", 0);

        // When
        restore(snapshot);

        // Then
        assertThat(guest.callInt("call_table", 0)).isEqualTo(7);
    }

    @Test
    void grownTableCannotComeBackAndNothingIsRestored() {
        // Given
        Snapshot snapshot = snapshot();
        guest.call("set_int", 5);
        guest.call("grow_table", 1);

        // When
        boolean restored = restore(snapshot);

        // Then
        assertThat(restored).isFalse();
        assertThat(guest.callInt("int")).isEqualTo(5);
    }

    @Test
    void droppedSegmentsComeBack() {
        // Given
        Snapshot snapshot = snapshot();
        guest.call("drop_data");
        guest.call("drop_elements");
        assertThatThrownBy(() -> guest.call("init_data", 100)).isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.call("init_elements")).isInstanceOf(GuestTrap.class);

        // When
        restore(snapshot);

        // Then
        guest.call("init_data", 100);
        guest.call("init_elements");
        assertThat(guest.callInt("peek", 100)).isEqualTo('d' | 'a' << 8 | 't' << 16 | 'a' << 24);
        assertThat(guest.callInt("call_table", 1)).isEqualTo(8);
    }

    @Test
    void segmentsDroppedBeforeTheSnapshotStayDropped() {
        // Given
        guest.call("drop_data");
        guest.call("drop_elements");
        Snapshot snapshot = snapshot();

        // When
        restore(snapshot);

        // Then
        assertThatThrownBy(() -> guest.call("init_data", 100)).isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.call("init_elements")).isInstanceOf(GuestTrap.class);
    }

    @Test
    void stateOfTheHostComesBack() {
        // Given
        guest.call("put", 11);
        Snapshot snapshot = snapshot();
        guest.call("put", 12);

        // When
        restore(snapshot);

        // Then
        assertThat(guest.callInt("get")).isEqualTo(11);
    }

    @Test
    void restoreIsPossibleAfterEveryAbnormalEnd() {
        // Given
        Snapshot snapshot = snapshot();
        guest.call("set_int", 3);

        // When
        assertThatThrownBy(() -> guest.call("peek", 0xffff_ffffL)).isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.call("recurse")).isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> guest.callWithin(1_000_000, "spin")).isInstanceOf(GuestTrap.class);
        boolean restored = restore(snapshot);

        // Then
        assertThat(restored).isTrue();
        assertThat(guest.callInt("int")).isEqualTo(1);
        assertThat(guest.callInt("call_table", 0)).isEqualTo(7);
    }

    @Test
    void instancesOfOneModuleShareNothing() {
        // Given
        TestHost otherHost = new TestHost().offerNumber();
        try (TestGuest other = TestGuest.start(STATE, otherHost)) {
            // When
            guest.call("grow_table", 5);
            guest.call("grow", 1);
            guest.call("set_int", 42);
            guest.call("poke", 500, 42);
            guest.call("drop_data");
            guest.call("drop_elements");
            guest.call("put", 42);
            try (TestGuest later = TestGuest.start(STATE, new TestHost().offerNumber())) {
                // Then
                for (TestGuest neighbour : new TestGuest[] {other, later}) {
                    assertThat(neighbour.callInt("table_size")).isEqualTo(3);
                    assertThat(neighbour.callInt("pages")).isEqualTo(1);
                    assertThat(neighbour.callInt("int")).isEqualTo(1);
                    assertThat(neighbour.callInt("peek", 500)).isZero();
                    neighbour.call("init_data", 100);
                    neighbour.call("init_elements");
                    assertThat(neighbour.callInt("get")).isZero();
                }
            }
        }
    }

    @Test
    void sizesCountLinearMemoryAndHeap() {
        // Given
        long bytes = guest.instance().memoryBytes();

        // When
        guest.call("grow", 2);
        guest.call("grow_heap", 100_000);

        // Then
        assertThat(bytes).isEqualTo(FlatMemory.PAGE_SIZE);
        assertThat(guest.instance().memoryPages()).isEqualTo(3);
        assertThat(guest.instance().memoryBytes()).isBetween(3L * 65_536 + 100_000, 1_500_000L);
        assertThat(snapshot().memoryBytes()).isEqualTo(guest.instance().memoryBytes());
    }

    @Test
    void closeClosesTheEnvironment() {
        // Given
        TestHost ownHost = new TestHost();
        TestGuest own = TestGuest.start(STATE, ownHost);

        // When
        own.close();

        // Then
        assertThat(ownHost.isClosed()).isTrue();
    }
}
