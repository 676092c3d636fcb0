package io.github.flinkwasm.internal.runtime;

import java.time.Duration;

/**
 * What an instance may use.
 *
 * @param maxMemoryPages pages of 64 KiB of linear memory
 * @param maxHeapBytes bytes of the heap window, from which {@code env.malloc} serves
 * @param maxTableElements entries of all tables together
 * @param startupTimeout how long start section and start functions may run, together
 */
public record ModuleLimits(
        int maxMemoryPages, long maxHeapBytes, int maxTableElements, Duration startupTimeout) {

    /** The most pages that fit below the host windows: 1,792 MiB. */
    public static final int HIGHEST_MEMORY_PAGES = FlatMemory.MAX_PAGES;

    public ModuleLimits {
        if (maxMemoryPages < 0
                || maxMemoryPages > HIGHEST_MEMORY_PAGES
                || maxHeapBytes < 0
                || maxTableElements < 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "Limits of %,d pages, %,d heap bytes and %,d table elements, but none"
                                    + " can be negative, and no more than %,d pages can be given",
                            maxMemoryPages, maxHeapBytes, maxTableElements, HIGHEST_MEMORY_PAGES));
        }
    }
}
