package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestMemory;

/**
 * The heap behind {@code env.malloc}: hands out blocks of the host's heap window. Which bytes are
 * free is known only here, never in guest memory, so no guest can corrupt it; and a builtin can ask
 * {@link #checkWrite} before it writes past the end of a block.
 *
 * <p>The contents of blocks belong to the runtime's snapshot, the bookkeeping to {@link
 * #captureState}. Not thread-safe.
 */
final class EnvHeap {
    /** Blocks begin at multiples of this. */
    static final int GRANULE = 16;

    private final long limit;
    private final HeapBlocks blocks = new HeapBlocks();

    /**
     * @param limit the most bytes of the window to use; the window itself may end before that
     */
    EnvHeap(long limit) {
        this.limit = limit;
    }

    /**
     * Allocates a block, aligned to 16 bytes, with whatever bytes an earlier block left there. A
     * size above 2 GiB (a negative one) never fits.
     *
     * @return its address, or 0 when the heap has no room
     */
    int allocate(GuestMemory memory, int size) {
        if (size < 0) {
            return 0;
        }
        int length = lengthFor(size);
        int block = blocks.takeFree(length);
        if (block == HeapBlocks.NONE && windowHolds(memory, blocks.top() + (long) length)) {
            block = blocks.extend(length);
        }
        if (block == HeapBlocks.NONE) {
            return 0;
        }
        blocks.setRequested(block, size);
        return addressOf(memory, block);
    }

    /** Frees a block; address 0 is nothing. Traps when the address is not one that is allocated. */
    void free(GuestMemory memory, int address) {
        if (address != 0) {
            blocks.release(allocatedBlock(memory, "free", address));
        }
    }

    /** How many bytes were asked for. Traps when the address is not that of an allocated block. */
    int sizeOf(GuestMemory memory, String function, int address) {
        return blocks.requested(allocatedBlock(memory, function, address));
    }

    /**
     * Changes the size of a block where it is. Traps when the address is not one that is allocated.
     *
     * @return false, with nothing changed, when there is no room behind it
     */
    boolean resize(GuestMemory memory, int address, int size) {
        int block = allocatedBlock(memory, "realloc", address);
        if (size < 0) {
            return false;
        }
        int wanted = lengthFor(size);
        if (wanted > blocks.length(block)) {
            boolean hasRoom =
                    blocks.isLast(block)
                            ? windowHolds(memory, block + (long) wanted)
                                    && blocks.extendLast(wanted)
                            : blocks.absorbNext(block, wanted);
            if (!hasRoom) {
                return false;
            }
        }
        blocks.cutTo(block, wanted);
        blocks.setRequested(block, size);
        return true;
    }

    /**
     * Traps when a builtin is about to write outside of allocated blocks, or past the end of the
     * one it begins in. Addresses outside the heap window are not judged.
     */
    void checkWrite(GuestMemory memory, String function, int address, long length) {
        if (address < memory.heapBase() || length == 0) {
            return;
        }
        int offset = address - memory.heapBase();
        int block = blocks.around(offset / GRANULE);
        if (block == HeapBlocks.NONE || !blocks.isAllocated(block)) {
            throw HeapTrap.notAllocated(function, address, length);
        }
        int size = blocks.requested(block);
        long left = Math.max(0, block * (long) GRANULE + size - offset);
        if (length > left) {
            throw HeapTrap.overflow(function, address, length, addressOf(memory, block), size);
        }
    }

    /** How many bytes of the window blocks take, free ones between them included. */
    long usedBytes() {
        return (long) blocks.top() * GRANULE;
    }

    private boolean windowHolds(GuestMemory memory, long granules) {
        long end = granules * GRANULE;
        return end <= limit
                && end <= Integer.MAX_VALUE
                && (end <= memory.heapSize() || memory.growHeap((int) end));
    }

    private static int lengthFor(int size) {
        return Math.max(HeapBlocks.MIN_LENGTH, (int) (((long) size + GRANULE - 1) / GRANULE));
    }

    private static int addressOf(GuestMemory memory, int block) {
        return memory.heapBase() + block * GRANULE;
    }

    private int allocatedBlock(GuestMemory memory, String function, int address) {
        if (address < memory.heapBase()) {
            throw HeapTrap.foreign(function, address);
        }
        int block = blocks.around((address - memory.heapBase()) / GRANULE);
        if (block == HeapBlocks.NONE || !blocks.isAllocated(block)) {
            throw HeapTrap.alreadyFree(function, address);
        }
        int start = addressOf(memory, block);
        if (address != start) {
            throw HeapTrap.inside(function, address, start, blocks.requested(block));
        }
        return block;
    }

    /** A copy of the bookkeeping. */
    Object captureState() {
        return blocks.captureState();
    }

    /** Puts the bookkeeping back; right also when an operation ended in the middle. */
    void restoreState(Object state) {
        blocks.restoreState(state);
    }
}
