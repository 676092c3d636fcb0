package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on a memory and on a model of it that keeps no spare room and reuses nothing.
 */
class FlatMemorySnapshotTest {
    private static final int PAGE = FlatMemory.PAGE_SIZE;
    private static final int MAX_PAGES = 24;
    private static final int MAX_HEAP = 5 * PAGE;

    private final FlatMemory memory = new FlatMemory(2, MAX_PAGES, false, MAX_HEAP);
    private byte[] linear = new byte[2 * PAGE];
    private byte[] heap = new byte[0];

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void restoreBringsBackExactlyWhatWasCaptured(long seed) {
        // Given
        Random random = new Random(seed);
        run(random, random.nextInt(40));
        byte[] capturedLinear = linear.clone();
        byte[] capturedHeap = heap.clone();
        FlatMemory.Contents contents = memory.capture();

        for (int round = 0; round < 12; round++) {
            // When
            run(random, random.nextInt(60));
            memory.restore(contents);
            linear = capturedLinear.clone();
            heap = capturedHeap.clone();

            // Then
            assertEqualToModel();
            run(random, random.nextInt(10));
            assertEqualToModel();
        }
    }

    private void run(Random random, int operations) {
        for (int i = 0; i < operations; i++) {
            switch (random.nextInt(6)) {
                case 0 -> grow(random.nextInt(random.nextBoolean() ? 2 : 6));
                case 1 -> growHeap(random.nextInt(MAX_HEAP + PAGE));
                case 2, 3 -> fill(random, linear, 0);
                case 4 -> fill(random, heap, FlatMemory.HEAP_BASE);
                default -> write(random);
            }
        }
    }

    private void grow(int pages) {
        boolean grown = memory.grow(pages) >= 0;
        assertThat(grown).isEqualTo(linear.length / PAGE + pages <= MAX_PAGES);
        if (grown) {
            linear = Arrays.copyOf(linear, linear.length + pages * PAGE);
        }
    }

    private void growHeap(int size) {
        boolean grown = memory.growHeap(size);
        assertThat(grown).isEqualTo(size <= MAX_HEAP);
        // How much more than asked is the memory's own business; that it is 0 is not.
        heap = Arrays.copyOf(heap, memory.heapSize());
    }

    private void fill(Random random, byte[] model, int base) {
        if (model.length > 0) {
            int from = random.nextInt(model.length);
            int to = from + random.nextInt(model.length - from) + 1;
            byte value = (byte) random.nextInt(3);
            memory.fill(value, base + from, base + to);
            Arrays.fill(model, from, to, value);
        }
    }

    private void write(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        int address = random.nextInt(linear.length - bytes.length + 1);
        memory.write(address, bytes, 0, bytes.length);
        System.arraycopy(bytes, 0, linear, address, bytes.length);
    }

    private void assertEqualToModel() {
        assertThat(memory.pages()).isEqualTo(linear.length / PAGE);
        assertThat(memory.heapSize()).isEqualTo(heap.length);
        assertThat(Arrays.equals(memory.readBytes(0, linear.length), linear)).isTrue();
        assertThat(Arrays.equals(memory.readBytes(FlatMemory.HEAP_BASE, heap.length), heap))
                .isTrue();
    }
}
