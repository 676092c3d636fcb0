package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import java.util.Arrays;

/** {@code memcpy} and its family. */
final class MemoryBuiltins {
    /** Loops look at the deadline after so many bytes: well under a millisecond. */
    static final int CHUNK = 1 << 18;

    private final EnvHeap heap;

    MemoryBuiltins(EnvHeap heap) {
        this.heap = heap;
    }

    void register(HostFunctionTable env) {
        env.addLeaf(
                "memcmp", "iii:i", (call, a) -> compare(call, (int) a[0], (int) a[1], (int) a[2]));
        env.addLeaf("memchr", "iii:i", (call, a) -> find(call, (int) a[0], (int) a[1], (int) a[2]));
        env.addLeaf("memset", "iii:i", (call, a) -> set(call, (int) a[0], (int) a[1], (int) a[2]));
        env.addLeaf(
                "memcpy",
                "iii:i",
                (call, a) -> copy(call, "memcpy", (int) a[0], (int) a[1], (int) a[2]));
        env.addLeaf(
                "memmove",
                "iii:i",
                (call, a) -> copy(call, "memmove", (int) a[0], (int) a[1], (int) a[2]));
        env.addLeaf(
                "emscripten_memcpy_big",
                "iii:i",
                (call, a) ->
                        copy(call, "emscripten_memcpy_big", (int) a[0], (int) a[1], (int) a[2]));
        // Newer Emscripten declares it without a result.
        env.addLeaf(
                "emscripten_memcpy_big",
                "iii:",
                (call, a) ->
                        copy(call, "emscripten_memcpy_big", (int) a[0], (int) a[1], (int) a[2]));
    }

    /** Overlapping ranges are copied right, in memcpy too. */
    private int copy(GuestCall call, String function, int target, int source, int length) {
        heap.checkWrite(call.memory(), function, target, Integer.toUnsignedLong(length));
        call.memory().copy(target, source, length);
        return target;
    }

    private int set(GuestCall call, int target, int value, int length) {
        heap.checkWrite(call.memory(), "memset", target, Integer.toUnsignedLong(length));
        call.memory().fill(target, (byte) value, length);
        return target;
    }

    private static int compare(GuestCall call, int left, int right, int length) {
        if (length == 0) {
            return 0;
        }
        GuestMemory memory = call.memory();
        require(memory, "memcmp", left, length);
        require(memory, "memcmp", right, length);
        byte[] a = memory.arrayOf(left);
        byte[] b = memory.arrayOf(right);
        int i = memory.indexOf(left);
        int j = memory.indexOf(right);
        for (int rest = length; rest > 0; ) {
            int part = Math.min(rest, CHUNK);
            int at = Arrays.mismatch(a, i, i + part, b, j, j + part);
            if (at >= 0) {
                return (a[i + at] & 0xff) - (b[j + at] & 0xff);
            }
            i += part;
            j += part;
            rest -= part;
            call.checkDeadline();
        }
        return 0;
    }

    /** Traps unless all bytes of a range are there. */
    static void require(GuestMemory memory, String function, int address, int length) {
        if (!memory.contains(address, length)) {
            throw GuestTrap.trap(
                    "out of bounds memory access: "
                            + function
                            + " of "
                            + HarmlessText.count(Integer.toUnsignedLong(length))
                            + " bytes at "
                            + HarmlessText.address(address));
        }
    }

    /**
     * A count that reaches past the end of memory is allowed while the byte comes before that, as
     * in C.
     */
    private static int find(GuestCall call, int address, int value, int count) {
        if (count == 0) {
            return 0;
        }
        GuestMemory memory = call.memory();
        byte[] array = memory.arrayOf(address);
        int start = memory.indexOf(address);
        int end = memory.endOf(address);
        long wanted = Integer.toUnsignedLong(count);
        int stop = (int) Math.min(end, start + wanted);
        byte searched = (byte) value;
        for (int i = start; i < stop; ) {
            int chunkEnd = stop - i > CHUNK ? i + CHUNK : stop;
            for (; i < chunkEnd; i++) {
                if (array[i] == searched) {
                    return address + (i - start);
                }
            }
            call.checkDeadline();
        }
        if (stop - start < wanted) {
            require(memory, "memchr", address, count);
        }
        return 0;
    }
}
