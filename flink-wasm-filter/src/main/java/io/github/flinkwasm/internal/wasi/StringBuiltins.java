package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;

/**
 * {@code strlen} and its family. A string that has no NUL before its region of memory ends is a
 * trap. Loops look at the deadline, so that a guest cannot hide work from it in here.
 */
final class StringBuiltins {
    private static final int CHUNK_MASK = MemoryBuiltins.CHUNK - 1;

    private final EnvHeap heap;

    StringBuiltins(EnvHeap heap) {
        this.heap = heap;
    }

    void register(HostFunctionTable env) {
        env.addLeaf("strlen", "i:i", (call, a) -> call.memory().stringLength((int) a[0]));
        env.addLeaf("strchr", "ii:i", (call, a) -> find(call, (int) a[0], (int) a[1]));
        env.addLeaf("strstr", "ii:i", (call, a) -> findString(call, (int) a[0], (int) a[1]));
        env.addLeaf("strspn", "ii:i", (call, a) -> span(call, (int) a[0], (int) a[1], true));
        env.addLeaf("strcspn", "ii:i", (call, a) -> span(call, (int) a[0], (int) a[1], false));
        env.addLeaf(
                "strcmp",
                "ii:i",
                (call, a) -> compare(call, (int) a[0], (int) a[1], Long.MAX_VALUE, false));
        env.addLeaf(
                "strncmp",
                "iii:i",
                (call, a) -> compare(call, (int) a[0], (int) a[1], a[2] & 0xffff_ffffL, false));
        env.addLeaf(
                "strncasecmp",
                "iii:i",
                (call, a) -> compare(call, (int) a[0], (int) a[1], a[2] & 0xffff_ffffL, true));
        env.addLeaf("strcpy", "ii:i", (call, a) -> copy(call, (int) a[0], (int) a[1]));
        env.addLeaf(
                "strncpy",
                "iii:i",
                (call, a) -> copyPadded(call, (int) a[0], (int) a[1], (int) a[2]));
    }

    private int copy(GuestCall call, int target, int source) {
        GuestMemory memory = call.memory();
        int length = memory.stringLength(source) + 1;
        heap.checkWrite(memory, "strcpy", target, length);
        memory.copy(target, source, length);
        return target;
    }

    private int copyPadded(GuestCall call, int target, int source, int size) {
        if (size == 0) {
            return target;
        }
        GuestMemory memory = call.memory();
        MemoryBuiltins.require(memory, "strncpy", target, size);
        heap.checkWrite(memory, "strncpy", target, size);
        int length = boundedLength(call, source, size);
        memory.copy(target, source, length);
        memory.fill(target + length, (byte) 0, size - length);
        return target;
    }

    /** The length of a string, or the bound if no NUL comes before it; then no NUL is needed. */
    static int boundedLength(GuestCall call, int string, long bound) {
        if (bound == 0) {
            return 0;
        }
        GuestMemory memory = call.memory();
        byte[] array = memory.arrayOf(string);
        int start = memory.indexOf(string);
        int end = memory.endOf(string);
        int stop = (int) Math.min(end, start + bound);
        for (int i = start; i < stop; i++) {
            if (array[i] == 0) {
                return i - start;
            }
            if ((i & CHUNK_MASK) == 0) {
                call.checkDeadline();
            }
        }
        if (stop - start < bound) {
            throw unterminated(string);
        }
        return stop - start;
    }

    private static int find(GuestCall call, int string, int value) {
        GuestMemory memory = call.memory();
        byte[] array = memory.arrayOf(string);
        int start = memory.indexOf(string);
        int end = memory.endOf(string);
        byte searched = (byte) value;
        for (int i = start; i < end; i++) {
            if (array[i] == searched) {
                return string + (i - start);
            }
            if (array[i] == 0) {
                return 0;
            }
            if ((i & CHUNK_MASK) == 0) {
                call.checkDeadline();
            }
        }
        throw unterminated(string);
    }

    private static int compare(GuestCall call, int left, int right, long bound, boolean foldCase) {
        if (bound == 0) {
            return 0;
        }
        GuestMemory memory = call.memory();
        byte[] a = memory.arrayOf(left);
        byte[] b = memory.arrayOf(right);
        int aEnd = memory.endOf(left);
        int bEnd = memory.endOf(right);
        int i = memory.indexOf(left);
        int j = memory.indexOf(right);
        for (long n = 0; n < bound; n++, i++, j++) {
            if (i == aEnd || j == bEnd) {
                throw unterminated(i == aEnd ? left : right);
            }
            int x = a[i] & 0xff;
            int y = b[j] & 0xff;
            if (foldCase) {
                x = CharacterBuiltins.toLower(x);
                y = CharacterBuiltins.toLower(y);
            }
            if (x != y || x == 0) {
                return x - y;
            }
            if ((n & CHUNK_MASK) == CHUNK_MASK) {
                call.checkDeadline();
            }
        }
        return 0;
    }

    private static int findString(GuestCall call, int haystack, int needle) {
        GuestMemory memory = call.memory();
        int wanted = memory.stringLength(needle);
        int length = memory.stringLength(haystack);
        if (wanted == 0) {
            return haystack;
        }
        byte[] a = memory.arrayOf(haystack);
        byte[] b = memory.arrayOf(needle);
        int first = memory.indexOf(haystack);
        int j = memory.indexOf(needle);
        int steps = 0;
        for (int i = 0; i <= length - wanted; i++) {
            int same = 0;
            while (same < wanted && a[first + i + same] == b[j + same]) {
                same++;
                if ((++steps & CHUNK_MASK) == 0) {
                    call.checkDeadline();
                }
            }
            if (same == wanted) {
                return haystack + i;
            }
            if ((++steps & CHUNK_MASK) == 0) {
                call.checkDeadline();
            }
        }
        return 0;
    }

    /** How many bytes at the start are all in the set, or all not in it. */
    private static int span(GuestCall call, int string, int set, boolean accept) {
        GuestMemory memory = call.memory();
        long[] members = new long[4];
        byte[] setArray = memory.arrayOf(set);
        int setStart = memory.indexOf(set);
        int setEnd = setStart + memory.stringLength(set);
        for (int i = setStart; i < setEnd; i++) {
            int value = setArray[i] & 0xff;
            members[value >>> 6] |= 1L << (value & 63);
            if ((i & CHUNK_MASK) == 0) {
                call.checkDeadline();
            }
        }
        byte[] array = memory.arrayOf(string);
        int start = memory.indexOf(string);
        int end = memory.endOf(string);
        for (int i = start; i < end; i++) {
            int value = array[i] & 0xff;
            boolean isMember = (members[value >>> 6] & 1L << (value & 63)) != 0;
            if (value == 0 || isMember != accept) {
                return i - start;
            }
            if ((i & CHUNK_MASK) == 0) {
                call.checkDeadline();
            }
        }
        throw unterminated(string);
    }

    private static GuestTrap unterminated(int string) {
        return GuestTrap.trap(
                "string at " + HarmlessText.address(string) + " has no NUL before memory ends");
    }
}
