package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapBuiltinsTest {
    private final FakeGuestCall call = new FakeGuestCall(4096);
    private final BoundFunctions env = BoundFunctions.env(call);
    private final List<String> guestCalls = new ArrayList<>();

    @Test
    void mallocReturns0AndNotesTheDenialWhenThereIsNoRoom() {
        // When
        int address = env.call("malloc", 4097);

        // Then
        assertThat(address).isZero();
        assertThat(call.deniedAllocations).isEqualTo(1);
    }

    @Test
    void callocZeroesWhatAnEarlierBlockLeft() {
        // Given
        int block = env.call("malloc", 64);
        call.memory().fill(block, (byte) 7, 64);
        env.call("malloc", 1);
        env.call("free", block);

        // When
        int again = env.call("calloc", 8, 8);

        // Then
        assertThat(again).isEqualTo(block);
        assertThat(call.bytes(again, 64)).containsOnly(0);
    }

    @Test
    void callocRefusesAProductThatOverflows() {
        // When
        int wraps = env.call("calloc", 0x10000, 0x10000);
        int negative = env.call("calloc", -1, -1);
        int large = env.call("calloc", 0x8000, 0x10000);

        // Then
        assertThat(new int[] {wraps, negative, large}).containsOnly(0);
        assertThat(call.deniedAllocations).isEqualTo(3);
    }

    @Test
    void reallocOfNullAllocatesAndToZeroFrees() {
        // Given
        int block = env.call("realloc", 0, 100);

        // When
        int freed = env.call("realloc", block, 0);

        // Then
        assertThat(block).isNotZero();
        assertThat(freed).isZero();
        assertThatThrownBy(() -> env.call("free", block)).isInstanceOf(GuestTrap.class);
    }

    @Test
    void reallocKeepsTheBlockWhenThereIsNoRoom() {
        // Given
        int block = env.call("malloc", 100);
        call.string(block, "kept");

        // When
        int moved = env.call("realloc", block, 1 << 20);

        // Then
        assertThat(moved).isZero();
        assertThat(call.deniedAllocations).isEqualTo(1);
        assertThat(call.string(block)).isEqualTo("kept");
        assertThat(env.call("realloc", block, 100)).isEqualTo(block);
    }

    @Test
    void reallocMovesTheContentsToALargerBlock() {
        // Given
        int block = env.call("malloc", 8);
        call.string(block, "moved");
        env.call("malloc", 8);

        // When
        int moved = env.call("realloc", block, 200);

        // Then
        assertThat(moved).isNotEqualTo(block);
        assertThat(call.string(moved)).isEqualTo("moved");
    }

    @Test
    void freeOfNullDoesNothing() {
        // When, Then: does not trap
        env.call("free", 0);
    }

    @Test
    void strdupCopiesIntoABlockOfItsOwn() {
        // Given
        call.string(100, "text");

        // When
        int copy = env.call("strdup", 100);
        int sameByItsOtherName = env.call("_strdup", 100);

        // Then
        assertThat(call.string(copy)).isEqualTo("text");
        assertThat(call.string(sameByItsOtherName)).isEqualTo("text");
        assertThat(copy).isNotEqualTo(sameByItsOtherName);
        assertThat(env.call("strdup", 0)).isZero();
    }

    @Test
    void asksTheGuestWhereItExportsMallocAndFree() {
        // Given
        exportAllocator();
        call.memory().fill(500, (byte) 7, 40);
        call.string(100, "text");

        // When
        int malloced = env.call("malloc", 10);
        int calloced = env.call("calloc", 2, 20);
        int duplicated = env.call("strdup", 100);
        env.call("free", 500);

        // Then
        assertThat(guestCalls).containsExactly("malloc 10", "malloc 40", "malloc 5", "free 500");
        assertThat(new int[] {malloced, calloced, duplicated}).containsOnly(500);
        assertThat(call.string(500)).isEqualTo("text");
        assertThat(call.bytes(505, 35)).containsOnly(0);
    }

    @Test
    void usesItsOwnHeapWhereTheGuestExportsMallocAlone() {
        // Given
        call.export("malloc", "i:i", a -> 500L);

        // When
        int address = env.call("malloc", 10);

        // Then
        assertThat(address).isEqualTo(call.memory().heapBase());
    }

    @Test
    void reallocAsksTheGuestsReallocIfItHasOne() {
        // Given
        exportAllocator();
        call.export("realloc", "ii:i", a -> a[0] + a[1]);

        // When
        int address = env.call("realloc", 500, 7);

        // Then
        assertThat(address).isEqualTo(507);
    }

    @Test
    void reallocTrapsWhereOnlyTheGuestKnowsTheSize() {
        // Given
        exportAllocator();

        // When, Then
        assertThat(env.call("realloc", 0, 20)).isEqualTo(500);
        assertThat(env.call("realloc", 500, 0)).isZero();
        assertThatThrownBy(() -> env.call("realloc", 500, 20))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("export realloc too");
    }

    @Test
    void usesItsOwnHeapWhereTheGuestOnlyExportsWhatItImports() {
        // Given
        call.export("malloc", "i:i", a -> env.callLong("malloc", a));
        call.export("free", "i:", a -> env.callLong("free", a));

        // When
        int address = env.call("malloc", 10);
        int second = env.call("calloc", 1, 10);
        env.call("free", address);

        // Then
        assertThat(address).isEqualTo(call.memory().heapBase());
        assertThat(second).isGreaterThan(address);
        assertThatThrownBy(() -> env.call("free", address)).isInstanceOf(GuestTrap.class);
    }

    @Test
    void asksTheGuestAgainAfterItsAllocatorTrapped() {
        // Given
        exportAllocator();
        call.export(
                "malloc",
                "i:i",
                a -> {
                    throw GuestTrap.trap("out of memory");
                });
        assertThatThrownBy(() -> env.call("malloc", 1)).hasMessage("out of memory");

        // When
        call.export("malloc", "i:i", a -> 600L);

        // Then
        assertThat(env.call("malloc", 1)).isEqualTo(600);
    }

    private void exportAllocator() {
        call.export(
                "malloc",
                "i:i",
                a -> {
                    guestCalls.add("malloc " + a[0]);
                    return 500L;
                });
        call.export(
                "free",
                "i:",
                a -> {
                    guestCalls.add("free " + a[0]);
                    return 0L;
                });
    }
}
