package io.github.flinkwasm.internal.runtime;

/**
 * Makes sure that a host function starts with enough stack to finish.
 *
 * <p>A guest may call the host at any depth of its recursion. Running out of stack in the middle of
 * Java code is worse than a failed call: a class whose initializer is cut short stays unusable for
 * the life of the JVM, and a lock may stay held. So before such code the stack is tried out by a
 * recursion that does nothing; if that overflows, it does so where it hurts nobody, and the guest
 * ends with an exhausted stack.
 *
 * <p>Measured on HotSpot 17 and 25, x86-64: a frame of {@link #probe} takes 544 bytes compiled by
 * C2, 608 by C1 and 1,144 interpreted, so that {@link #FRAMES} of them try out 51 KiB or more;
 * compiled, that takes about 0.2 µs. What host code needs most for is the first use of something:
 * the first {@code String.format} took 21 KiB interpreted, the first class out of a jar 13 KiB, the
 * first string concatenation 9 KiB. The JVM itself keeps its shadow pages (80 KiB) below that free
 * before any Java frame may start. See docs/rationale.md, "Why is the stack tried out before a host
 * function runs?".
 */
final class StackHeadroom {
    static final int FRAMES = 96;

    /** Read for every frame; what is in it does not matter. */
    private static final long[] VALUES = new long[64];

    private StackHeadroom() {}

    /** Overflows the stack now if less than the headroom is left. */
    static void ensure() {
        if (probe(FRAMES) == 0) {
            throw new AssertionError("every frame of the probe adds 1 to its result");
        }
    }

    /**
     * Few large frames instead of many small ones, since time goes by frames. A compiler makes
     * every frame as large as the one at the end of the recursion needs it, where 64 values have to
     * survive a call. That much code is also too large for it to inline the recursion into itself.
     */
    static long probe(int depth) {
        if (depth > 1) {
            return probe(depth - 1) + 1;
        }
        long[] v = VALUES;
        long a0 = v[0], a1 = v[1], a2 = v[2], a3 = v[3];
        long a4 = v[4], a5 = v[5], a6 = v[6], a7 = v[7];
        long b0 = v[8], b1 = v[9], b2 = v[10], b3 = v[11];
        long b4 = v[12], b5 = v[13], b6 = v[14], b7 = v[15];
        long c0 = v[16], c1 = v[17], c2 = v[18], c3 = v[19];
        long c4 = v[20], c5 = v[21], c6 = v[22], c7 = v[23];
        long d0 = v[24], d1 = v[25], d2 = v[26], d3 = v[27];
        long d4 = v[28], d5 = v[29], d6 = v[30], d7 = v[31];
        long e0 = v[32], e1 = v[33], e2 = v[34], e3 = v[35];
        long e4 = v[36], e5 = v[37], e6 = v[38], e7 = v[39];
        long f0 = v[40], f1 = v[41], f2 = v[42], f3 = v[43];
        long f4 = v[44], f5 = v[45], f6 = v[46], f7 = v[47];
        long g0 = v[48], g1 = v[49], g2 = v[50], g3 = v[51];
        long g4 = v[52], g5 = v[53], g6 = v[54], g7 = v[55];
        long h0 = v[56], h1 = v[57], h2 = v[58], h3 = v[59];
        long h4 = v[60], h5 = v[61], h6 = v[62], h7 = v[63];
        long sum = depth > 0 ? probe(depth - 1) : 1;
        sum += a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7;
        sum += b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7;
        sum += c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7;
        sum += d0 + d1 + d2 + d3 + d4 + d5 + d6 + d7;
        sum += e0 + e1 + e2 + e3 + e4 + e5 + e6 + e7;
        sum += f0 + f1 + f2 + f3 + f4 + f5 + f6 + f7;
        sum += g0 + g1 + g2 + g3 + g4 + g5 + g6 + g7;
        sum += h0 + h1 + h2 + h3 + h4 + h5 + h6 + h7;
        return sum;
    }
}
