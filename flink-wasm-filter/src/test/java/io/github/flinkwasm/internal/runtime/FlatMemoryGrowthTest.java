package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Growth of linear memory and of the host's windows. */
@Timeout(60)
class FlatMemoryGrowthTest {
    private static final int PAGE = FlatMemory.PAGE_SIZE;
    private static final int ARGUMENTS = FlatMemory.ARGUMENTS_BASE;
    private static final int HEAP = FlatMemory.HEAP_BASE;
    private static final int WINDOW_BYTES = 100;
    private static final int HEAP_BYTES = PAGE;

    /** One page of linear memory, 100 bytes of arguments, 64 KiB of heap. */
    private static FlatMemory memory() {
        FlatMemory memory = new FlatMemory(1, 4, false, HEAP_BYTES);
        memory.openArgumentWindow(WINDOW_BYTES);
        assertThat(memory.growHeap(HEAP_BYTES)).isTrue();
        return memory;
    }

    @Test
    void growsPageByPageUpToItsMaximumAndNoFurther() {
        // Given
        FlatMemory memory = new FlatMemory(1, 40, false, 0);
        memory.writeI32(PAGE - 4, 42);

        for (int pages = 1; pages < 40; pages++) {
            // When
            int before = memory.grow(1);

            // Then
            assertThat(before).isEqualTo(pages);
            int lastPage = pages * PAGE;
            assertThat(memory.readBytes(lastPage, PAGE)).containsOnly(0);
            memory.fill((byte) pages, lastPage, lastPage + PAGE);
        }
        assertThat(memory.wasDenied()).isFalse();
        assertThat(memory.grow(1)).isEqualTo(-1);
        assertThat(memory.wasDenied()).isTrue();
        assertThat(memory.pages()).isEqualTo(40);
        assertThat(memory.grow(0)).isEqualTo(40);
        assertThat(memory.readInt(PAGE - 4)).isEqualTo(42);
        for (int pages = 1; pages < 40; pages++) {
            assertThat(memory.readBytes(pages * PAGE, PAGE)).containsOnly(pages);
        }
        assertOutOfBounds(() -> memory.read(40 * PAGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 100, 0x7fff, 0x8000, 0xffff, 0x1_0000, Integer.MAX_VALUE, -1})
    void growthBeyondTheMaximumIsDeniedWhateverTheNumber(int pages) {
        // Given
        FlatMemory memory = memory();
        memory.clearDenied();

        // When
        int result = memory.grow(pages);

        // Then
        assertThat(result).isEqualTo(-1);
        assertThat(memory.wasDenied()).isTrue();
        assertThat(memory.pages()).isEqualTo(1);
    }

    @Test
    void deniedIsForgottenWhenAskedTo() {
        // Given
        FlatMemory memory = memory();
        memory.noteDenied();

        // When
        memory.clearDenied();

        // Then
        assertThat(memory.wasDenied()).isFalse();
    }

    @Test
    void maximumNeverReachesTheWindows() {
        // When
        FlatMemory memory = new FlatMemory(0, 65_536, false, 0);

        // Then
        assertThat(memory.maximumPages()).isEqualTo(FlatMemory.MAX_PAGES);
        assertThat((long) memory.maximumPages() * PAGE).isEqualTo(ARGUMENTS);
        assertThat(memory.grow(FlatMemory.MAX_PAGES + 1)).isEqualTo(-1);
    }

    @Test
    void growthAfterAShrinkBringsZerosNotWhatWasThereBefore() {
        // Given
        FlatMemory memory = new FlatMemory(1, 64, false, 0);
        FlatMemory.Contents start = memory.capture();
        memory.grow(20);
        memory.fill((byte) 9, 0, 21 * PAGE);
        memory.restore(start);

        for (int pages = 1; pages < 40; pages += 3) {
            // When
            int before = memory.grow(3);

            // Then
            assertThat(before).isEqualTo(pages);
            assertThat(memory.readBytes(pages * PAGE, 3 * PAGE)).containsOnly(0);
            memory.fill((byte) 8, pages * PAGE, (pages + 3) * PAGE);
        }
        assertThat(memory.readBytes(0, PAGE)).containsOnly(0);
    }

    @Test
    void argumentWindowIsCleanAndExactlyAsLargeAsAsked() {
        // Given
        FlatMemory memory = memory();

        for (int size : new int[] {50, 1, 70_000, 69_999, 3, 2_000_000, 10, 0}) {
            // When
            byte[] window = memory.openArgumentWindow(size);

            // Then
            assertThat(memory.contains(ARGUMENTS, size)).isTrue();
            assertThat(memory.contains(ARGUMENTS, size + 1)).isFalse();
            assertThat(memory.readBytes(ARGUMENTS, size)).isEqualTo(new byte[size]);
            if (size > 0) {
                window[size - 1] = 5;
                assertThat(memory.read(ARGUMENTS + size - 1)).isEqualTo((byte) 5);
                memory.fill((byte) 6, ARGUMENTS, ARGUMENTS + size);
            }
        }
    }

    @Test
    void oneLargeRecordDoesNotPinItsSize() {
        // Given
        FlatMemory memory = memory();
        int large = memory.openArgumentWindow(8 << 20).length;

        // When
        int next = memory.openArgumentWindow(400).length;

        // Then
        assertThat(large).isGreaterThanOrEqualTo(8 << 20);
        assertThat(next).isLessThanOrEqualTo(PAGE);
    }

    @Test
    void heapWindowGrowsToItsMaximumWithZerosAndKeepsItsContents() {
        // Given
        FlatMemory memory = new FlatMemory(1, 1, false, 3L * PAGE);

        // When
        boolean first = memory.growHeap(10);
        memory.writeI32(HEAP, 77);
        boolean second = memory.growHeap(3 * PAGE);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isTrue();
        assertThat(memory.readInt(HEAP)).isEqualTo(77);
        assertThat(memory.readBytes(HEAP + 4, memory.heapSize() - 4)).containsOnly(0);
        assertThat(memory.heapSize()).isEqualTo(3 * PAGE);
        assertThat(memory.growHeap(3 * PAGE + 1)).isFalse();
        assertThat(memory.growHeap(-1)).isFalse();
        assertThat(memory.growHeap(Integer.MIN_VALUE)).isFalse();
        assertThat(memory.heapSize()).isEqualTo(3 * PAGE);
        assertThat(memory.growHeap(1)).isTrue();
    }

    @Test
    void heapWindowIsCappedAtItsAddressRange() {
        // Given
        FlatMemory memory = new FlatMemory(0, 0, false, Long.MAX_VALUE);

        // When
        boolean grown = memory.growHeap(FlatMemory.WINDOW_SIZE);

        // Then
        assertThat(grown).isTrue();
        assertThat(memory.growHeap(FlatMemory.WINDOW_SIZE + 1)).isFalse();
        memory.writeByte(0x7fff_ffff, (byte) 1);
        assertOutOfBounds(() -> memory.writeShort(0x7fff_ffff, (short) 1));
    }

    private static void assertOutOfBounds(ThrowingCallable access) {
        assertThatThrownBy(access)
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith("out of bounds memory access: ");
    }
}
