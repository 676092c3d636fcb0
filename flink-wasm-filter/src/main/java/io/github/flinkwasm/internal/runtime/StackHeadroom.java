package io.github.flinkwasm.internal.runtime;

/**
 * Makes sure that a host function starts with enough stack to finish.
 *
 * <p>A guest may call the host at any depth of its recursion. Running out of stack in the middle of Java code
 * is worse than a failed call: a class whose initializer is cut short stays unusable for the life of the JVM,
 * and a lock may stay held. So before such code the stack is tried out by a recursion that does nothing; if that
 * overflows, it does so where it hurts nobody, and the guest ends with an exhausted stack.
 */
final class StackHeadroom {
    /**
     * Measured on HotSpot 17 and 25: a frame of {@link #probe} takes at least 96 bytes compiled and 250 bytes
     * interpreted, so this many frames try out 48 KiB or more. The JVM itself keeps about 80 KiB below that free
     * (its shadow pages) before any Java frame may start.
     */
    private static final int FRAMES = 512;

    private StackHeadroom() {}

    /** Overflows the stack now if less than the headroom is left. */
    static void ensure() {
        if (probe(FRAMES, 1, 2, 3, 4) == 0) {
            throw new AssertionError("the probe's result depends on all its frames and is never 0");
        }
    }

    // The values are used after the inner call, so that every frame has to keep them.
    private static long probe(int depth, long a, long b, long c, long d) {
        if (depth == 0) {
            return a | 1;
        }
        long inner = probe(depth - 1, b + depth, c, d, a);
        return ((inner ^ a ^ (b << 1) ^ (c << 2) ^ (d << 3)) & 0) | inner;
    }
}
