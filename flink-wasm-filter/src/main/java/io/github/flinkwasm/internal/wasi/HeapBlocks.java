package io.github.flinkwasm.internal.wasi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Divides a range of 16-byte granules into allocated and free blocks without gaps, up to {@link
 * #top}, behind which everything is free. A block is named by its first granule. All operations
 * take the same short time however many blocks there are. What is known of a block stands in two
 * words for each granule, at the block's first two:
 *
 * <pre>
 * granule  word  allocated block          free block
 * first    0     -length in granules      length in granules
 * first    1     length of the block just before, 0 if there is none
 * second   2     bytes asked for          next free block of the bin, or NONE
 * second   3     -                        previous free block of the bin, or NONE
 * </pre>
 *
 * <p>Free blocks are coalesced at once, so two never lie side by side and none touches top. The
 * words take half as many bytes as the granules, at most.
 */
final class HeapBlocks {
    static final int MIN_LENGTH = 2;
    static final int NONE = -1;

    private static final int LENGTH = 0;
    private static final int BEFORE = 1;
    private static final int REQUESTED = 2;
    private static final int NEXT = 2;
    private static final int PREVIOUS = 3;

    /**
     * So many blocks of the best bin are looked at before a larger bin is taken, in which every
     * block fits.
     */
    private static final int MAX_STEPS = 16;

    private static final int BINS = 32 * 4;

    private int[] words = new int[0];

    /** One bit a granule: does a block start here? */
    private long[] starts = new long[0];

    /** Free blocks by length: four bins for each power of two. The first block of each, or NONE. */
    private final int[] bins = new int[BINS];

    /** One bit a bin: is there a free block? */
    private final long[] occupied = new long[BINS / 64];

    private int top;

    /** Length of the block that ends at top, 0 if there is none. */
    private int lastLength;

    /**
     * The state that the fields equal, or null when something changed since it was captured or
     * restored.
     */
    private @Nullable State unchanged;

    HeapBlocks() {
        Arrays.fill(bins, NONE);
    }

    /** How many granules are divided into blocks. */
    int top() {
        return top;
    }

    int length(int block) {
        return Math.abs(words[2 * block + LENGTH]);
    }

    boolean isAllocated(int block) {
        return words[2 * block + LENGTH] < 0;
    }

    boolean isLast(int block) {
        return block + length(block) == top;
    }

    /** The number that was noted for an allocated block. */
    int requested(int block) {
        return words[2 * block + REQUESTED];
    }

    void setRequested(int block, int bytes) {
        unchanged = null;
        words[2 * block + REQUESTED] = bytes;
    }

    /** The block that holds a granule, or NONE from top on. */
    int around(int granule) {
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

    /** Allocates a free block, cut to the length. Returns NONE if none is long enough. */
    int takeFree(int length) {
        unchanged = null;
        int block = findFree(length);
        if (block != NONE) {
            unlink(block);
            words[2 * block + LENGTH] = -words[2 * block + LENGTH];
            cutTo(block, length);
        }
        return block;
    }

    /** Allocates a block at top. Returns NONE if the host has no memory for the bookkeeping. */
    int extend(int length) {
        unchanged = null;
        int block = top;
        if (!reserve(block + MIN_LENGTH)) {
            return NONE;
        }
        setStart(block, -length, lastLength);
        top = block + length;
        lastLength = length;
        return block;
    }

    /** Makes the last block longer. Always possible; returns true. */
    boolean extendLast(int length) {
        unchanged = null;
        int block = top - lastLength;
        words[2 * block + LENGTH] = -length;
        top = block + length;
        lastLength = length;
        return true;
    }

    /**
     * Makes an allocated block as long as wanted or longer by the free block behind it, if that is
     * enough.
     */
    boolean absorbNext(int block, int wanted) {
        int length = length(block);
        int next = block + length;
        int nextLength = words[2 * next + LENGTH];
        if (nextLength < wanted - length) {
            return false; // allocated (negative), or too short
        }
        unchanged = null;
        unlink(next);
        clearStart(next);
        words[2 * block + LENGTH] = -(length + nextLength);
        setBefore(next + nextLength, length + nextLength);
        return true;
    }

    /** Gives the end of an allocated block back, if it is long enough to be a block. */
    void cutTo(int block, int length) {
        int rest = length(block) - length;
        if (rest < MIN_LENGTH || !reserve(block + length + MIN_LENGTH)) {
            return;
        }
        unchanged = null;
        words[2 * block + LENGTH] = -length;
        setStart(block + length, -rest, length);
        setBefore(block + length + rest, rest);
        release(block + length);
    }

    /** Makes an allocated block free, together with free neighbours. */
    void release(int block) {
        unchanged = null;
        int start = block;
        int length = length(block);
        int next = start + length;
        if (next < top && !isAllocated(next)) {
            unlink(next);
            clearStart(next);
            length += length(next);
        }
        int before = words[2 * start + BEFORE];
        if (before > 0 && !isAllocated(start - before)) {
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
        words[2 * start + LENGTH] = length;
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

    private void setBefore(int block, int before) {
        if (block == top) {
            lastLength = before;
        } else {
            words[2 * block + BEFORE] = before;
        }
    }

    /**
     * Makes room for the bookkeeping of blocks that start two or more granules before the given
     * one.
     */
    private boolean reserve(int granules) {
        if (2 * (long) granules <= words.length) {
            return true;
        }
        int generous = (int) Math.min(Math.max(256, 3L * granules), Integer.MAX_VALUE - 8);
        try {
            // The bitmap first: should the larger array fail, a bitmap that is too long does no
            // harm.
            starts = Arrays.copyOf(starts, generous / 2 / 64 + 1);
            words = Arrays.copyOf(words, generous);
            return true;
        } catch (OutOfMemoryError none) {
            // To the guest that is a denied allocation like any other.
            return false;
        }
    }

    // ---- bins
    // -------------------------------------------------------------------------------------------

    private static int binOf(int length) {
        int log = 31 - Integer.numberOfLeadingZeros(length);
        int quarter = log >= 2 ? length >>> (log - 2) : length << (2 - log);
        return log * 4 + (quarter & 3);
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

    private int nextOccupied(int bin) {
        int word = bin >>> 6;
        if (word == occupied.length) {
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

    // ---- snapshot
    // ---------------------------------------------------------------------------------------

    /** A copy of everything up to top; the same copy until something changes. */
    Object captureState() {
        if (unchanged == null) {
            unchanged = new State(this);
        }
        return unchanged;
    }

    /** Puts everything back; right also when an operation ended in the middle. */
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
        System.arraycopy(captured.bins, 0, bins, 0, BINS);
        System.arraycopy(captured.occupied, 0, occupied, 0, occupied.length);
        top = captured.top;
        lastLength = captured.lastLength;
        unchanged = captured;
    }

    // A class, not a record: it is compared by identity, and its arrays are never shown to anyone.
    private static final class State {
        private final int[] words;
        private final long[] starts;
        private final int[] bins;
        private final long[] occupied;
        private final int top;
        private final int lastLength;

        State(HeapBlocks blocks) {
            int lastBlock = blocks.top - blocks.lastLength;
            int usedWords = blocks.top == 0 ? 0 : 2 * (lastBlock + MIN_LENGTH);
            words = Arrays.copyOf(blocks.words, usedWords);
            starts = blocks.starts.clone();
            bins = blocks.bins.clone();
            occupied = blocks.occupied.clone();
            top = blocks.top;
            lastLength = blocks.lastLength;
        }
    }
}
