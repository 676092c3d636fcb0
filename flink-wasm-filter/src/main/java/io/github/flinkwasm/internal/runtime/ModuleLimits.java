package io.github.flinkwasm.internal.runtime;

import java.time.Duration;

/**
 * What an instance may use.
 *
 * @param maxMemoryPages pages of 64 KiB of linear memory
 * @param maxHeapBytes bytes of the heap window, from which {@code env.malloc} serves
 * @param maxTableElements entries of one table
 * @param startupTimeout how long start section and start functions may run, together
 */
public record ModuleLimits(
        int maxMemoryPages, long maxHeapBytes, int maxTableElements, Duration startupTimeout) {

    /** The most pages that fit below the host windows: 1,792 MiB. */
    public static final int HIGHEST_MEMORY_PAGES = FlatMemory.MAX_PAGES;
}
