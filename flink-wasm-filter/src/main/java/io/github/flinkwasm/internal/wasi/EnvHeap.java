package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The heap behind {@code env.malloc}: hands out blocks of the host's heap window. Which bytes are free is known
 * only here, never in guest memory, so no guest can corrupt it; and a builtin can ask {@link #checkWrite} before
 * it writes past the end of a block. All operations take the same short time however many blocks there are.
 *
 * <p>The window is divided into granules of 16 bytes, and the granules below {@link #top} into blocks without
 * gaps. What is known of a block stands in {@link #words}, two for each granule, at the block's first two:
 *
 * <pre>
 * granule  word  allocated block          free block
 * first    0     -length in granules      length in granules
 * first    1     length of the block just before, 0 if there is none
 * second   2     bytes asked for          next free block of the bin, or NONE
 * second   3     -                        previous free block of the bin, or NONE
 * </pre>
 *
 * <p>Free blocks are coalesced at once, so two never lie side by side and none touches {@code top}. The contents
 * of blocks belong to the runtime's snapshot, this bookkeeping to {@link #captureState}; it takes the host up to half
 * as many bytes as the window has in use. Not thread-safe.
 */
final class EnvHeap {
    static final int GRANULE = 16;

    private static final int MIN_LENGTH = 2;
    private static final int NONE = -1;

    private static final int LENGTH = 0;
    private static final int BEFORE = 1;
    private static final int REQUESTED = 2;
    private static final int NEXT = 2;
    private static final int PREVIOUS = 3;

    /** So many blocks of the best bin are looked at before a larger bin is taken, in which every block fits. */
    private static final int MAX_STEPS = 16;

    private static final int BINS = 32 * 4;

    private final long limit;

    private int[] words = new int[0];

    /** One bit a granule: does a block start here? */
    private long[] starts = new long[0];

    /** Free blocks by size: four bins for each power of two. The first block of each, or NONE. */
    private int[] bins = newBins();

    /** One bit a bin: is there a free block? */
    private final long[] occupied = new long[BINS / 64];

    /** How many granules are in use; from here on the window is free. */
    private int top;

    /** Length of the block that ends at top. */
    private int lastLength;

    /** The state that the fields equal, or null when something changed since it was captured or restored. */
    private @Nullable State unchanged;

    /**
     * @param limit the most bytes of the window to use; the window itself may end before that
     */
    EnvHeap(long limit) {
        this.limit = limit;
    }

    private static int[] newBins() {
        int[] bins = new int[BINS];
        Arrays.fill(bins, NONE);
        return bins;
    }

    /**
     * Allocates a block, aligned to 16 bytes, with whatever bytes an earlier block left there. A size above 2 GiB
     * (a negative one) never fits.
     *
     * @return its address, or 0 when the heap has no room
     */
    int allocate(GuestMemory memory, int size) {
        if (size < 0) {
            return 0;
        }
        unchanged = null;
        int length = lengthFor(size);
        int block = takeFree(length);
        if (block == NONE) {
            block = extend(memory, length);
            if (block == NONE) {
                return 0;
            }
        }
        words[2 * block + REQUESTED] = size;
        return memory.heapBase() + block * GRANULE;
    }

    /** Frees a block; address 0 is nothing. Traps when the address is not one that is allocated. */
    void free(GuestMemory memory, int address) {
        if (address == 0) {
            return;
        }
        int block = allocatedBlock(memory, "free", address);
        unchanged = null;
        release(block);
    }

    /** How many bytes were asked for. Traps when the address is not that of an allocated block. */
    int sizeOf(GuestMemory memory, String function, int address) {
        return words[2 * allocatedBlock(memory, function, address) + REQUESTED];
    }

    /**
     * Changes the size of a block where it is.
     *
     * @return false, with nothing changed, when there is no room behind it
     */
    boolean resize(GuestMemory memory, int address, int size) {
        int block = allocatedBlock(memory, "realloc", address);
        if (size < 0) {
            return false;
        }
        unchanged = null;
        int wanted = lengthFor(size);
        int length = -words[2 * block + LENGTH];
        if (wanted > length && !growInPlace(memory, block, wanted)) {
            return false;
        }
        words[2 * block + REQUESTED] = size;
        cutTo(block, wanted);
        return true;
    }

    /**
     * Traps when a builtin is about to write outside of allocated blocks, or past the end of the one it begins
     * in. Addresses outside the heap window are not judged.
     */
    void checkWrite(GuestMemory memory, String function, int address, long length) {
        int offset = address - memory.heapBase();
        if (address < memory.heapBase() || length == 0) {
            return;
        }
        int block = blockAround(offset / GRANULE);
        if (block == NONE || words[2 * block + LENGTH] > 0) {
            throw HeapTrap.notAllocated(function, address, length);
        }
        int size = words[2 * block + REQUESTED];
        long left = Math.max(0, block * (long) GRANULE + size - offset);
        if (length > left) {
            int start = memory.heapBase() + block * GRANULE;
            throw HeapTrap.overflow(function, address, length, start, size);
        }
    }

    // ---- blocks -----------------------------------------------------------------------------------------

    private static int lengthFor(int size) {
        return Math.max(MIN_LENGTH, (int) (((long) size + GRANULE - 1) / GRANULE));
    }

    private int allocatedBlock(GuestMemory memory, String function, int address) {
        int offset = address - memory.heapBase();
        if (address < memory.heapBase()) {
            throw HeapTrap.foreign(function, address);
        }
        int block = blockAround(offset / GRANULE);
        if (block == NONE || words[2 * block + LENGTH] > 0) {
            throw HeapTrap.alreadyFree(function, address);
        }
        if (offset != block * GRANULE) {
            int start = memory.heapBase() + block * GRANULE;
            throw HeapTrap.inside(function, address, start, words[2 * block + REQUESTED]);
        }
        return block;
    }

    /** The block that holds a granule, or NONE from top on. */
    private int blockAround(int granule) {
        if (granule >= top - lastLength) {
            return granule < top ? top - lastLength : NONE;
        }
        int index = granule >>> 6;
        long bits = starts[index] & (-1L >>> (63 - (granule & 63)));
        while (bits == 0) {
            bits = starts[--index]; // ends: while there is any block, granule 0 starts one
        }
        return (index << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }

    /** A free block cut to the length, now allocated, or NONE. */
    private int takeFree(int length) {
        int block = findFree(length);
        if (block != NONE) {
            unlink(block);
            words[2 * block + LENGTH] = -words[2 * block + LENGTH];
            cutTo(block, length);
        }
        return block;
    }

    private int findFree(int length) {
        int bin = binOf(length);
        int block = bins[bin];
        for (int steps = 0; block != NONE && steps < MAX_STEPS; steps++) {
            if (words[2 * block + LENGTH] >= length) {
                return block;
            }
            block = words[2 * block + NEXT];
        }
        int larger = nextOccupied(bin + 1);
        return larger == NONE ? NONE : bins[larger];
    }

    /** A new allocated block at top, or NONE. */
    private int extend(GuestMemory memory, int length) {
        int block = top;
        if (!claim(memory, length)) {
            return NONE;
        }
        setStart(block, -length, lastLength);
        lastLength = length;
        return block;
    }

    /** Moves top up, if window and limit allow. */
    private boolean claim(GuestMemory memory, int length) {
        long end = ((long) top + length) * GRANULE;
        if (end > limit || end > Integer.MAX_VALUE) {
            return false;
        }
        boolean enough = end <= memory.heapSize() || memory.growHeap((int) end);
        if (!enough || !reserve(top + MIN_LENGTH)) {
            return false;
        }
        top += length;
        return true;
    }

    /** Gives the end of an allocated block back, if it is long enough to be a block. */
    private void cutTo(int block, int length) {
        int rest = -words[2 * block + LENGTH] - length;
        if (rest < MIN_LENGTH || !reserve(block + length + MIN_LENGTH)) {
            return;
        }
        setLength(block, -length);
        setStart(block + length, -rest, length);
        setBefore(block + length + rest, rest);
        release(block + length);
    }

    private boolean growInPlace(GuestMemory memory, int block, int wanted) {
        int length = -words[2 * block + LENGTH];
        int next = block + length;
        if (next == top) {
            if (!claim(memory, wanted - length)) {
                return false;
            }
            setLength(block, -wanted);
            lastLength = wanted;
            return true;
        }
        int nextLength = words[2 * next + LENGTH];
        if (nextLength < wanted - length) {
            return false; // allocated (negative), or too small
        }
        unlink(next);
        clearStart(next);
        setLength(block, -(length + nextLength));
        setBefore(next + nextLength, length + nextLength);
        return true;
    }

    /** Makes an allocated block free, together with free neighbours. */
    private void release(int block) {
        int start = block;
        int length = -words[2 * block + LENGTH];
        int next = start + length;
        if (next < top && words[2 * next + LENGTH] > 0) {
            unlink(next);
            clearStart(next);
            length += words[2 * next + LENGTH];
        }
        int before = words[2 * start + BEFORE];
        if (before > 0 && words[2 * (start - before) + LENGTH] > 0) {
            clearStart(start);
            start -= before;
            unlink(start);
            length += before;
        }
        if (start + length == top) {
            lastLength = words[2 * start + BEFORE];
            clearStart(start);
            top = start;
            return;
        }
        setLength(start, length);
        setBefore(start + length, length);
        link(start, length);
    }

    private void setStart(int block, int length, int before) {
        starts[block >>> 6] |= 1L << (block & 63);
        words[2 * block + LENGTH] = length;
        words[2 * block + BEFORE] = before;
    }

    private void clearStart(int block) {
        starts[block >>> 6] &= ~(1L << (block & 63));
    }

    private void setLength(int block, int length) {
        words[2 * block + LENGTH] = length;
    }

    private void setBefore(int block, int before) {
        if (block == top) {
            lastLength = before;
        } else {
            words[2 * block + BEFORE] = before;
        }
    }

    /** Makes room for the bookkeeping of blocks that end their entry before the granule. */
    private boolean reserve(int granules) {
        if (2 * (long) granules <= words.length) {
            return true;
        }
        long generous = Math.max(256, 3L * granules);
        try {
            // The bitmap is the smaller of the two: were the second one to fail, a larger first does no harm.
            starts = Arrays.copyOf(starts, (int) (generous / 2 + 63) / 64 + 1);
            words = Arrays.copyOf(words, (int) Math.min(generous, Integer.MAX_VALUE - 8));
            return true;
        } catch (OutOfMemoryError none) {
            // To the guest that is a denied allocation like any other.
            return false;
        }
    }

    // ---- bins -------------------------------------------------------------------------------------------

    private static int binOf(int length) {
        int log = 31 - Integer.numberOfLeadingZeros(length);
        int quarter = log >= 2 ? length >>> (log - 2) : length << (2 - log);
        return log * 4 + (quarter & 3);
    }

    private int nextOccupied(int bin) {
        int word = bin >>> 6;
        if (word >= occupied.length) {
            return NONE;
        }
        long bits = occupied[word] & (-1L << (bin & 63));
        while (bits == 0) {
            if (++word == occupied.length) {
                return NONE;
            }
            bits = occupied[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    private void link(int block, int length) {
        int bin = binOf(length);
        int head = bins[bin];
        words[2 * block + NEXT] = head;
        words[2 * block + PREVIOUS] = NONE;
        if (head != NONE) {
            words[2 * head + PREVIOUS] = block;
        }
        bins[bin] = block;
        occupied[bin >>> 6] |= 1L << (bin & 63);
    }

    private void unlink(int block) {
        int next = words[2 * block + NEXT];
        int previous = words[2 * block + PREVIOUS];
        if (next != NONE) {
            words[2 * next + PREVIOUS] = previous;
        }
        if (previous != NONE) {
            words[2 * previous + NEXT] = next;
            return;
        }
        int bin = binOf(words[2 * block + LENGTH]);
        bins[bin] = next;
        if (next == NONE) {
            occupied[bin >>> 6] &= ~(1L << (bin & 63));
        }
    }

    // ---- snapshot ---------------------------------------------------------------------------------------

    /** A copy of the bookkeeping up to top. */
    Object captureState() {
        if (unchanged == null) {
            int usedWords = Math.min(words.length, 2 * (top - lastLength + MIN_LENGTH));
            unchanged =
                    new State(
                            Arrays.copyOf(words, top == 0 ? 0 : usedWords),
                            Arrays.copyOf(starts, Math.min(starts.length, (top >>> 6) + 1)),
                            bins.clone(),
                            occupied.clone(),
                            top,
                            lastLength);
        }
        return unchanged;
    }

    /** Puts the bookkeeping back; right also when an operation ended in the middle. */
    void restoreState(Object state) {
        if (state == unchanged) {
            return;
        }
        State captured = (State) state;
        if (words.length < captured.words.length) {
            words = captured.words.clone();
        } else {
            System.arraycopy(captured.words, 0, words, 0, captured.words.length);
        }
        if (starts.length < captured.starts.length) {
            starts = captured.starts.clone();
        } else {
            System.arraycopy(captured.starts, 0, starts, 0, captured.starts.length);
            Arrays.fill(starts, captured.starts.length, starts.length, 0);
        }
        bins = captured.bins.clone();
        System.arraycopy(captured.occupied, 0, occupied, 0, occupied.length);
        top = captured.top;
        lastLength = captured.lastLength;
        unchanged = captured;
    }

    /** How many bytes of the window blocks take, free ones between them included. */
    long usedBytes() {
        return (long) top * GRANULE;
    }

    // A class, not a record: it is compared by identity, and its arrays are never shown to anyone.
    private static final class State {
        private final int[] words;
        private final long[] starts;
        private final int[] bins;
        private final long[] occupied;
        private final int top;
        private final int lastLength;

        State(int[] words, long[] starts, int[] bins, long[] occupied, int top, int lastLength) {
            this.words = words;
            this.starts = starts;
            this.bins = bins;
            this.occupied = occupied;
            this.top = top;
            this.lastLength = lastLength;
        }
    }
}
