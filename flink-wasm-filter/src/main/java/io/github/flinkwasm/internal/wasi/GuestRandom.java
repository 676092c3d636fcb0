package io.github.flinkwasm.internal.wasi;

import java.security.SecureRandom;
import java.util.OptionalLong;

/**
 * Random numbers for one instance: xoshiro256**, a fast generator whose output nobody can tell from
 * chance without knowing its seed, but which is not made for secrets that must resist an attacker.
 */
final class GuestRandom {
    private final boolean repeatable;
    private final long seed;
    private final long[] state = new long[4];

    /** Unpredictable, or for a given seed always the same. */
    GuestRandom(OptionalLong seed) {
        repeatable = seed.isPresent();
        this.seed = repeatable ? seed.getAsLong() : SeedSource.SHARED.nextLong();
        begin(this.seed);
        for (int i = 0; i < state.length && !repeatable; i++) {
            state[i] = scrambled(state[i] ^ SeedSource.SHARED.nextLong());
        }
    }

    private void begin(long number) {
        long mixed = number;
        for (int i = 0; i < state.length; i++) {
            mixed += 0x9e3779b97f4a7c15L;
            state[i] = scrambled(mixed);
        }
    }

    /** Begins the sequence that belongs to the number and, if there is one, the seed. */
    void beginEvent(long number) {
        begin((repeatable ? seed : 0) + scrambled(number + 1));
    }

    /** Made once: asking the system for a source of entropy is slow. Thread-safe. */
    private static final class SeedSource {
        static final SecureRandom SHARED = new SecureRandom();
    }

    private static long scrambled(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    void fill(byte[] target, int length) {
        for (int i = 0; i < length; ) {
            long bits = next();
            for (int k = 0; k < 8 && i < length; k++, i++) {
                target[i] = (byte) (bits >>> (8 * k));
            }
        }
    }

    private long next() {
        long result = Long.rotateLeft(state[1] * 5, 7) * 9;
        long shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = Long.rotateLeft(state[3], 45);
        return result;
    }

    Object captureState() {
        return state.clone();
    }

    /**
     * Goes back to a captured state, but only in a sequence that is meant to repeat. Otherwise a
     * filter that draws an id for every event would give the same "random" id to every event after
     * a restore.
     */
    void restoreState(Object captured) {
        if (repeatable) {
            System.arraycopy((long[]) captured, 0, state, 0, state.length);
        }
    }
}
