package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.HarmlessText.address;
import static io.github.flinkwasm.internal.wasi.HarmlessText.count;

import io.github.flinkwasm.internal.runtime.GuestTrap;

/** The ways in which a guest can misuse the heap of {@code env}, said in words. */
final class HeapTrap {
    private HeapTrap() {}

    static GuestTrap overflow(String function, int address, long length, int block, int size) {
        String at = address == block ? "" : " from " + count((long) address - block) + " on";
        return GuestTrap.trap(
                function
                        + " would write "
                        + count(length)
                        + " bytes"
                        + at
                        + " into a block of "
                        + count(size)
                        + " at "
                        + address(block)
                        + "; allocate more, or write less");
    }

    static GuestTrap notAllocated(String function, int address, long length) {
        return GuestTrap.trap(
                function
                        + " would write "
                        + count(length)
                        + " bytes to "
                        + address(address)
                        + ", where no block of the heap is allocated; it may have been freed");
    }

    static GuestTrap foreign(String function, int address) {
        return GuestTrap.trap(
                function
                        + " of "
                        + address(address)
                        + ", which malloc never returned; only blocks of malloc, calloc, realloc"
                        + " and strdup can be given back");
    }

    static GuestTrap alreadyFree(String function, int address) {
        return GuestTrap.trap(
                function
                        + " of "
                        + address(address)
                        + ", where no block is allocated: it was freed before, or malloc never"
                        + " returned it; free a block once");
    }

    static GuestTrap inside(String function, int address, int block, int size) {
        return GuestTrap.trap(
                function
                        + " of "
                        + address(address)
                        + ", which lies "
                        + count((long) address - block)
                        + " bytes inside the block of "
                        + count(size)
                        + " at "
                        + address(block)
                        + "; give back the address that malloc returned");
    }
}
