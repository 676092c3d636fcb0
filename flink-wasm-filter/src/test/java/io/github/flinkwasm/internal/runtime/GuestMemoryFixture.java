package io.github.flinkwasm.internal.runtime;

/** Makes guest memory without a guest, for tests of host functions. */
public final class GuestMemoryFixture {
    private GuestMemoryFixture() {}

    /** One page of linear memory, all zero, and a heap window that can grow to the given size. */
    public static GuestMemory onePage(long maxHeapBytes) {
        return new GuestMemory(new FlatMemory(1, 1, false, maxHeapBytes));
    }
}
