package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestMemoryFixture;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import org.junit.jupiter.api.Test;

class EnvHeapTest {
    private final GuestMemory memory = GuestMemoryFixture.onePage(1 << 20);
    private final EnvHeap heap = new EnvHeap(1 << 20);

    @Test
    void alignsBlocksTo16Bytes() {
        // When
        int one = heap.allocate(memory, 1);
        int two = heap.allocate(memory, 33);
        int three = heap.allocate(memory, 0);

        // Then
        assertThat(one).isEqualTo(memory.heapBase());
        assertThat(two % 16).isZero();
        assertThat(three % 16).isZero();
        assertThat(three - two).isGreaterThanOrEqualTo(33);
    }

    @Test
    void hasNoBlockBeyondItsLimit() {
        // Given
        EnvHeap small = new EnvHeap(1024);

        // When
        int all = small.allocate(memory, 1024);
        int more = small.allocate(memory, 1);

        // Then
        assertThat(all).isNotZero();
        assertThat(more).isZero();
    }

    @Test
    void hasNoBlockBeyondTheWindow() {
        // Given
        GuestMemory tiny = GuestMemoryFixture.onePage(1024);

        // When
        int tooLarge = heap.allocate(tiny, 1025);
        int all = heap.allocate(tiny, 1024);

        // Then
        assertThat(tooLarge).isZero();
        assertThat(all).isNotZero();
    }

    @Test
    void hasNoBlockOfANegativeOrEnormousSize() {
        // When, Then
        assertThat(heap.allocate(memory, -1)).isZero();
        assertThat(heap.allocate(memory, Integer.MIN_VALUE)).isZero();
        assertThat(heap.allocate(memory, Integer.MAX_VALUE)).isZero();
        assertThat(heap.usedBytes()).isZero();
    }

    @Test
    void usesFreedBlocksAgain() {
        // Given
        int first = heap.allocate(memory, 100);
        heap.allocate(memory, 100);
        heap.free(memory, first);

        // When
        int again = heap.allocate(memory, 90);

        // Then
        assertThat(again).isEqualTo(first);
    }

    @Test
    void coalescesFreeNeighbours() {
        // Given
        int[] blocks = new int[5];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = heap.allocate(memory, 64);
        }
        heap.free(memory, blocks[0]);
        heap.free(memory, blocks[2]);
        heap.free(memory, blocks[1]);

        // When
        int large = heap.allocate(memory, 3 * 64);

        // Then
        assertThat(large).isEqualTo(blocks[0]);
    }

    @Test
    void growsTheLastBlockInPlaceAndTheOthersIntoFreeNeighbours() {
        // Given
        int first = heap.allocate(memory, 64);
        int second = heap.allocate(memory, 64);
        int last = heap.allocate(memory, 64);

        // When
        boolean lastGrows = heap.resize(memory, last, 10_000);
        boolean firstGrows = heap.resize(memory, first, 100);
        heap.free(memory, second);
        boolean firstGrowsThen = heap.resize(memory, first, 100);

        // Then
        assertThat(lastGrows).isTrue();
        assertThat(firstGrows).isFalse();
        assertThat(firstGrowsThen).isTrue();
        assertThat(heap.sizeOf(memory, "f", first)).isEqualTo(100);
        assertThat(heap.sizeOf(memory, "f", last)).isEqualTo(10_000);
    }

    @Test
    void givesBackTheEndOfAShrunkBlock() {
        // Given
        int block = heap.allocate(memory, 1_000);
        heap.allocate(memory, 16);

        // When
        heap.resize(memory, block, 100);

        // Then
        assertThat(heap.allocate(memory, 800)).isEqualTo(block + 112);
    }

    @Test
    void trapsWhenABlockIsFreedTwice() {
        // Given
        int block = heap.allocate(memory, 24);
        heap.allocate(memory, 24);
        heap.free(memory, block);

        // When, Then
        assertThatThrownBy(() -> heap.free(memory, block))
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith("free of 0x78000000, where no block is allocated");
    }

    @Test
    void trapsWhenTheLastBlockIsFreedTwice() {
        // Given
        int block = heap.allocate(memory, 24);
        heap.free(memory, block);

        // When, Then
        assertThatThrownBy(() -> heap.free(memory, block))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("it was freed before");
    }

    @Test
    void trapsWhenAnAddressIsFreedThatMallocNeverReturned() {
        // Given
        int block = heap.allocate(memory, 200);

        // When, Then
        assertThatThrownBy(() -> heap.free(memory, 1024)).hasMessageContaining("never returned");
        assertThatThrownBy(() -> heap.free(memory, -16)).hasMessageContaining("never returned");
        assertThatThrownBy(() -> heap.free(memory, block + 16))
                .hasMessageStartingWith(
                        "free of 0x78000010, which lies 16 bytes inside the block of 200 at"
                                + " 0x78000000");
    }

    @Test
    void trapsOnAWritePastTheEndOfABlock() {
        // Given
        heap.allocate(memory, 1_024);
        int block = heap.allocate(memory, 1_024);
        heap.allocate(memory, 1_024);

        // When, Then
        heap.checkWrite(memory, "sprintf", block, 1_024);
        heap.checkWrite(memory, "sprintf", block + 1_000, 24);
        assertThatThrownBy(() -> heap.checkWrite(memory, "sprintf", block, 1_300))
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith(
                        "sprintf would write 1,300 bytes into a block of 1,024 at 0x78000400");
        assertThatThrownBy(() -> heap.checkWrite(memory, "memcpy", block + 1_000, 25))
                .hasMessageStartingWith(
                        "memcpy would write 25 bytes from 1,000 on into a block of 1,024");
    }

    @Test
    void trapsOnAWriteBehindTheBytesAskedForAlsoInsideTheSameGranule() {
        // Given
        int block = heap.allocate(memory, 5);

        // When, Then
        assertThatThrownBy(() -> heap.checkWrite(memory, "memset", block, 6))
                .hasMessageContaining("6 bytes into a block of 5");
        assertThatThrownBy(() -> heap.checkWrite(memory, "memset", block + 8, 1))
                .hasMessageContaining("into a block of 5");
    }

    @Test
    void trapsOnAWriteToAFreedBlock() {
        // Given
        int block = heap.allocate(memory, 64);
        heap.allocate(memory, 64);
        heap.free(memory, block);

        // When, Then
        assertThatThrownBy(() -> heap.checkWrite(memory, "strcpy", block, 1))
                .hasMessageContaining("where no block of the heap is allocated");
        assertThatThrownBy(() -> heap.checkWrite(memory, "strcpy", block + 4096, 1))
                .hasMessageContaining("where no block of the heap is allocated");
    }

    @Test
    void doesNotJudgeWritesOutsideItsWindow() {
        // When, Then: none of them traps
        heap.checkWrite(memory, "memcpy", 0, 1 << 20);
        heap.checkWrite(memory, "memcpy", -1, 16);
        heap.checkWrite(memory, "memcpy", memory.heapBase() + 64, 0);
    }

    @Test
    void restoresItsBookkeeping() {
        // Given
        int kept = heap.allocate(memory, 100);
        int hole = heap.allocate(memory, 50);
        int end = heap.allocate(memory, 100);
        heap.free(memory, hole);
        Object state = heap.captureState();
        heap.free(memory, kept);
        heap.resize(memory, end, 10);
        for (int i = 0; i < 500; i++) {
            heap.allocate(memory, i);
        }

        // When
        heap.restoreState(state);

        // Then
        assertThat(heap.sizeOf(memory, "f", kept)).isEqualTo(100);
        assertThat(heap.sizeOf(memory, "f", end)).isEqualTo(100);
        assertThat(heap.allocate(memory, 50)).isEqualTo(hole);
        assertThat(heap.allocate(memory, 16)).isEqualTo(end + 112);
    }

    @Test
    void restoresTheSameStateAnyNumberOfTimes() {
        // Given
        heap.allocate(memory, 100);
        Object state = heap.captureState();

        // When, Then
        int first = heap.allocate(memory, 64);
        for (int i = 0; i < 3; i++) {
            heap.restoreState(state);
            assertThat(heap.allocate(memory, 64)).isEqualTo(first);
        }
    }

    @Test
    void restoresToEmpty() {
        // Given
        Object empty = heap.captureState();
        heap.allocate(memory, 10_000);

        // When
        heap.restoreState(empty);

        // Then
        assertThat(heap.usedBytes()).isZero();
        assertThat(heap.allocate(memory, 16)).isEqualTo(memory.heapBase());
    }
}
