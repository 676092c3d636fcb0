package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;

/**
 * {@code malloc} and its family. Where the guest exports both {@code malloc} and {@code free}, its
 * own allocator is the only one: blocks of two allocators would sooner or later be given to the
 * wrong {@code free}. Otherwise blocks come from the {@link EnvHeap}.
 */
final class HeapBuiltins {
    private static final FunctionSignature MALLOC = HostFunctionTable.signature("i:i");
    private static final FunctionSignature FREE = HostFunctionTable.signature("i:");
    private static final FunctionSignature REALLOC = HostFunctionTable.signature("ii:i");

    private final EnvHeap heap;

    /** Whether the guest is asked; found out at the first call, since exports never change. */
    private boolean decided;

    private boolean guestAllocates;

    /** Whether the running call of the guest's allocator is ours. */
    private boolean asking;

    HeapBuiltins(EnvHeap heap) {
        this.heap = heap;
    }

    // Leaf: bookkeeping in arrays of the host. An overflow of the stack in its middle leaves it
    // inconsistent, but
    // then the instance is restored before it is used again, and the heap with it.
    void register(HostFunctionTable env) {
        env.addLeaf("malloc", "i:i", (call, a) -> malloc(call, (int) a[0]));
        env.addLeaf("calloc", "ii:i", (call, a) -> calloc(call, (int) a[0], (int) a[1]));
        env.addLeaf("realloc", "ii:i", (call, a) -> realloc(call, (int) a[0], (int) a[1]));
        env.addLeaf("free", "i:", (call, a) -> free(call, (int) a[0]));
        env.addLeaf("strdup", "i:i", (call, a) -> strdup(call, (int) a[0]));
        env.addLeaf("_strdup", "i:i", (call, a) -> strdup(call, (int) a[0]));
        env.addLeaf("__cxa_allocate_exception", "i:i", (call, a) -> malloc(call, (int) a[0]));
    }

    /** Which allocator is asked: what a guest's calls have decided, so it belongs to a snapshot. */
    Object captureState() {
        return new State(decided, guestAllocates);
    }

    void restoreState(Object state) {
        State captured = (State) state;
        decided = captured.decided();
        guestAllocates = captured.guestAllocates();
    }

    private record State(boolean decided, boolean guestAllocates) {}

    private int malloc(GuestCall call, int size) {
        if (guestAllocates(call)) {
            return ask(call, "malloc", size);
        }
        int address = heap.allocate(call.memory(), size);
        if (address == 0) {
            call.noteDeniedAllocation();
        }
        return address;
    }

    private int calloc(GuestCall call, int count, int size) {
        long total = Integer.toUnsignedLong(count) * Integer.toUnsignedLong(size);
        if (total < 0 || total > Integer.MAX_VALUE) {
            call.noteDeniedAllocation();
            return 0;
        }
        int address = malloc(call, (int) total);
        if (address != 0) {
            call.memory().fill(address, (byte) 0, (int) total);
        }
        return address;
    }

    private int realloc(GuestCall call, int address, int size) {
        if (guestAllocates(call)) {
            return reallocInGuest(call, address, size);
        }
        if (address == 0) {
            return malloc(call, size);
        }
        GuestMemory memory = call.memory();
        if (size == 0) {
            heap.free(memory, address);
            return 0;
        }
        if (heap.resize(memory, address, size)) {
            return address;
        }
        int moved = malloc(call, size);
        if (moved != 0) {
            // The block only ever moves to grow.
            memory.copy(moved, address, heap.sizeOf(memory, "realloc", address));
            heap.free(memory, address);
        }
        return moved;
    }

    private int reallocInGuest(GuestCall call, int address, int size) {
        if (call.hasExport("realloc", REALLOC)) {
            return ask(call, "realloc", address, size);
        }
        if (address == 0) {
            return malloc(call, size);
        }
        if (size == 0) {
            free(call, address);
            return 0;
        }
        throw GuestTrap.trap(
                "realloc of "
                        + HarmlessText.address(address)
                        + ": the guest exports malloc and free but not realloc, so the host cannot"
                        + " know how large the block is; export realloc too");
    }

    private long free(GuestCall call, int address) {
        if (guestAllocates(call)) {
            ask(call, "free", address);
        } else {
            heap.free(call.memory(), address);
        }
        return 0;
    }

    private int strdup(GuestCall call, int string) {
        if (string == 0) {
            return 0;
        }
        int length = call.memory().stringLength(string) + 1;
        int copy = malloc(call, length);
        if (copy != 0) {
            call.memory().copy(copy, string, length);
        }
        return copy;
    }

    private boolean guestAllocates(GuestCall call) {
        if (!decided) {
            guestAllocates = call.hasExport("malloc", MALLOC) && call.hasExport("free", FREE);
            decided = true;
        } else if (asking) {
            // The guest's allocator asks us in turn: its exports are nothing but our functions
            // again, as a linker
            // makes them that is told to export what it imports.
            guestAllocates = false;
        }
        return guestAllocates;
    }

    private int ask(GuestCall call, String name, int... arguments) {
        long[] slots = new long[arguments.length];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = arguments[i];
        }
        asking = true;
        try {
            return (int) call.callExport(name, slots);
        } finally {
            asking = false;
        }
    }
}
