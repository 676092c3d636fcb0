package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The linear memory of one instance in one {@code byte[]}, and above it two windows that belong to
 * the host.
 *
 * <pre>
 * 0x0000_0000  linear memory: what memory.size and memory.grow speak of, at most 1,792 MiB
 * 0x7000_0000  argument window: tag and record of the running call
 * 0x7800_0000  heap window: blocks of env.malloc, for guests without an allocator of their own
 * 0x8000_0000  nothing
 * </pre>
 *
 * <p>The guest can load and store in the windows like anywhere else, but none of its allocators or
 * collectors owns them: nothing the host puts there can be handed out, reclaimed or overwritten by
 * accident. See docs/rationale.md, "Why do arguments live above the guest's memory?".
 *
 * <p>This is the only {@code Memory} implementation of the library, on purpose: a second one in the
 * same JVM would make every access of compiled code polymorphic, several times slower. Not
 * thread-safe.
 */
final class FlatMemory implements Memory {
    static final int ARGUMENTS_BASE = 0x7000_0000;
    static final int HEAP_BASE = 0x7800_0000;
    static final int WINDOW_SIZE = 0x0800_0000;

    /** The most pages that linear memory can have below the windows. */
    static final int MAX_PAGES = ARGUMENTS_BASE / PAGE_SIZE;

    private static final int WINDOW_MASK = WINDOW_SIZE - 1;

    /**
     * Long copies and fills look at the deadline after this many bytes (about a millisecond of
     * work).
     */
    private static final int CHUNK = 4 << 20;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        linkAccesses();
    }

    private final int initialPages;
    private final int maximumPages;
    private final boolean shared;
    private final int maximumHeap;

    /**
     * Linear memory; may be longer than {@link #limit}, so that growing page by page stays cheap.
     */
    private byte[] bytes;

    /** How many of {@link #bytes} the guest has. */
    private int limit;

    /**
     * Bytes from here on were never written since they were allocated; growing need not clear them.
     */
    private int dirtyEnd;

    private byte[] arguments = new byte[0];

    /** How many of {@link #arguments} the guest can reach. */
    private int argumentsLimit;

    private byte[] heap = new byte[0];

    private DataSegment @Nullable [] dataSegments;
    private boolean growthDenied;

    /**
     * @param initialPages pages of 64 KiB at the start
     * @param maximumPages the most pages the guest may grow to
     * @param maximumHeapBytes the most bytes of the heap window, capped at its 128 MiB
     */
    FlatMemory(int initialPages, int maximumPages, boolean shared, long maximumHeapBytes) {
        this.initialPages = initialPages;
        this.maximumPages = Math.min(maximumPages, MAX_PAGES);
        this.shared = shared;
        this.maximumHeap = (int) Math.min(maximumHeapBytes, WINDOW_SIZE);
        this.limit = initialPages * PAGE_SIZE;
        this.bytes = new byte[limit];
    }

    /**
     * Makes the JVM link every variable handle access of this class now. It does so at the first
     * execution, in Java code of its own, which must not run out of stack: a guest might make its
     * first access at the end of a recursion (see {@link StackHeadroom}).
     */
    private static void linkAccesses() {
        FlatMemory memory = new FlatMemory(1, 1, false, 0);
        memory.openArgumentWindow(8);
        for (int address : new int[] {0, ARGUMENTS_BASE}) {
            memory.writeByte(address, memory.read(address));
            memory.writeShort(address, memory.readShort(address));
            memory.writeI32(address, memory.readInt(address));
            memory.writeLong(address, memory.readLong(address));
            memory.writeF32(address, memory.readFloat(address));
            memory.writeF64(address, memory.readDouble(address));
        }
    }

    @Override
    public int pages() {
        return limit / PAGE_SIZE;
    }

    @Override
    public int initialPages() {
        return initialPages;
    }

    @Override
    public int maximumPages() {
        return maximumPages;
    }

    @Override
    public boolean shared() {
        return shared;
    }

    @Override
    public int grow(int pages) {
        int before = pages();
        if (pages < 0 || pages > maximumPages - before) {
            growthDenied = true;
            return -1;
        }
        int newLimit = (before + pages) * PAGE_SIZE;
        if (newLimit > bytes.length) {
            byte[] larger = allocate(newLimit);
            if (larger == null) {
                growthDenied = true;
                return -1;
            }
            System.arraycopy(bytes, 0, larger, 0, limit);
            bytes = larger;
            dirtyEnd = limit;
        } else if (dirtyEnd > limit) {
            Arrays.fill(bytes, limit, Math.min(dirtyEnd, newLimit), (byte) 0);
        }
        limit = newLimit;
        return before;
    }

    /**
     * A larger array with room to grow by half again, or the exact size, or null when the JVM has
     * neither.
     */
    private byte @Nullable [] allocate(int size) {
        long generous = Math.min((long) size + size / 2, (long) maximumPages * PAGE_SIZE);
        try {
            return new byte[(int) Math.max(generous, size)];
        } catch (OutOfMemoryError tooGenerous) {
            try {
                return new byte[size];
            } catch (OutOfMemoryError none) {
                // The guest asked for more than the JVM can give: to it, that is a denied growth
                // like any other.
                return null;
            }
        }
    }

    /** Whether the guest was refused memory since {@link #clearDenied}. */
    boolean wasDenied() {
        return growthDenied;
    }

    void noteDenied() {
        growthDenied = true;
    }

    void clearDenied() {
        growthDenied = false;
    }

    /**
     * Makes the argument window exactly {@code size} bytes long, all 0, and returns the array
     * behind it, which may be longer: address {@link #ARGUMENTS_BASE} is its index 0.
     */
    byte[] openArgumentWindow(int size) {
        // One oversized record must not pin its size for good.
        boolean tooLarge = arguments.length > 1 << 20 && size < arguments.length / 8;
        if (size > arguments.length || tooLarge) {
            int rounded = (size + 0xFFF) & ~0xFFF;
            arguments = new byte[Math.min(WINDOW_SIZE, Math.max(rounded, PAGE_SIZE))];
        } else {
            // The guest cannot have written beyond the limit, so nothing of an earlier event stays.
            Arrays.fill(arguments, 0, argumentsLimit, (byte) 0);
        }
        argumentsLimit = size;
        return arguments;
    }

    int heapSize() {
        return heap.length;
    }

    boolean growHeap(int size) {
        if (size <= heap.length) {
            return size >= 0;
        }
        if (size > maximumHeap) {
            return false;
        }
        int generous = (int) Math.min(maximumHeap, Math.max(64L << 10, (long) size + size / 2));
        try {
            heap = Arrays.copyOf(heap, generous);
            return true;
        } catch (OutOfMemoryError none) {
            return false;
        }
    }

    boolean contains(int address, int length) {
        if (address < 0 || length < 0) {
            return false;
        }
        return address < ARGUMENTS_BASE
                ? length <= limit - address
                : length <= windowLimit(address) - (address & WINDOW_MASK);
    }

    byte[] arrayOf(int address) {
        check(address, 1);
        return address < ARGUMENTS_BASE ? bytes : windowOf(address);
    }

    int indexOf(int address) {
        return address < ARGUMENTS_BASE ? address : address & WINDOW_MASK;
    }

    int endOf(int address) {
        check(address, 1);
        return address < ARGUMENTS_BASE ? limit : windowLimit(address);
    }

    private byte[] windowOf(int address) {
        return address >= HEAP_BASE ? heap : arguments;
    }

    private int windowLimit(int address) {
        return address >= HEAP_BASE ? heap.length : argumentsLimit;
    }

    private void check(int address, int length) {
        if (!contains(address, length)) {
            throw outOfBounds(address, length);
        }
    }

    /** The window that holds all {@code length} bytes at an address outside linear memory. */
    private byte[] window(int address, int length) {
        if (address >= ARGUMENTS_BASE) {
            if ((address & WINDOW_MASK) <= windowLimit(address) - length) {
                return windowOf(address);
            }
        }
        throw outOfBounds(address, length);
    }

    private GuestTrap outOfBounds(int address, int length) {
        // Formatting runs much code, and the guest may be at the end of its stack.
        StackHeadroom.ensure();
        return GuestTrap.trap(
                String.format(
                        "out of bounds memory access: %,d bytes at 0x%08x, memory ends at 0x%08x",
                        Integer.toUnsignedLong(length), address, limit));
    }

    // The first condition of each is the hot path. It repeats what the array access checks anyway,
    // so that an address in a window takes a branch and not an exception.

    @Override
    public byte read(int address) {
        if (address >= 0 && address < limit) {
            return bytes[address];
        }
        return window(address, 1)[address & WINDOW_MASK];
    }

    @Override
    public short readShort(int address) {
        if (address >= 0 && address <= limit - 2) {
            return (short) SHORT.get(bytes, address);
        }
        return (short) SHORT.get(window(address, 2), address & WINDOW_MASK);
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public int readInt(int address) {
        if (address >= 0 && address <= limit - 4) {
            return (int) INT.get(bytes, address);
        }
        return (int) INT.get(window(address, 4), address & WINDOW_MASK);
    }

    @Override
    public long readLong(int address) {
        if (address >= 0 && address <= limit - 8) {
            return (long) LONG.get(bytes, address);
        }
        return (long) LONG.get(window(address, 8), address & WINDOW_MASK);
    }

    @Override
    public float readFloat(int address) {
        if (address >= 0 && address <= limit - 4) {
            return (float) FLOAT.get(bytes, address);
        }
        return (float) FLOAT.get(window(address, 4), address & WINDOW_MASK);
    }

    @Override
    public double readDouble(int address) {
        if (address >= 0 && address <= limit - 8) {
            return (double) DOUBLE.get(bytes, address);
        }
        return (double) DOUBLE.get(window(address, 8), address & WINDOW_MASK);
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeByte(int address, byte value) {
        if (address >= 0 && address < limit) {
            bytes[address] = value;
        } else {
            window(address, 1)[address & WINDOW_MASK] = value;
        }
    }

    @Override
    public void writeShort(int address, short value) {
        if (address >= 0 && address <= limit - 2) {
            SHORT.set(bytes, address, value);
        } else {
            SHORT.set(window(address, 2), address & WINDOW_MASK, value);
        }
    }

    @Override
    public void writeI32(int address, int value) {
        if (address >= 0 && address <= limit - 4) {
            INT.set(bytes, address, value);
        } else {
            INT.set(window(address, 4), address & WINDOW_MASK, value);
        }
    }

    @Override
    public void writeLong(int address, long value) {
        if (address >= 0 && address <= limit - 8) {
            LONG.set(bytes, address, value);
        } else {
            LONG.set(window(address, 8), address & WINDOW_MASK, value);
        }
    }

    @Override
    public void writeF32(int address, float value) {
        if (address >= 0 && address <= limit - 4) {
            FLOAT.set(bytes, address, value);
        } else {
            FLOAT.set(window(address, 4), address & WINDOW_MASK, value);
        }
    }

    @Override
    public void writeF64(int address, double value) {
        if (address >= 0 && address <= limit - 8) {
            DOUBLE.set(bytes, address, value);
        } else {
            DOUBLE.set(window(address, 8), address & WINDOW_MASK, value);
        }
    }

    @Override
    public byte[] readBytes(int address, int length) {
        check(address, length);
        byte[] result = new byte[length];
        read(address, result, 0, length);
        return result;
    }

    void read(int address, byte[] target, int offset, int length) {
        check(address, length);
        if (length > 0) {
            System.arraycopy(arrayOf(address), indexOf(address), target, offset, length);
        }
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        check(address, length);
        if (offset < 0 || offset > source.length - length) {
            throw outOfBounds(offset, length);
        }
        if (length > 0) {
            System.arraycopy(source, offset, arrayOf(address), indexOf(address), length);
        }
    }

    @Override
    public void fill(byte value, int from, int to) {
        int length = to - from;
        check(from, length);
        if (length == 0) {
            return;
        }
        byte[] array = arrayOf(from);
        int index = indexOf(from);
        int end = index + length;
        while (end - index > CHUNK) {
            Arrays.fill(array, index, index + CHUNK, value);
            index += CHUNK;
            DeadlineFlag.check();
        }
        Arrays.fill(array, index, end, value);
    }

    @Override
    public void copy(int target, int source, int length) {
        check(target, length);
        check(source, length);
        if (length == 0) {
            return;
        }
        byte[] from = arrayOf(source);
        byte[] to = arrayOf(target);
        int fromIndex = indexOf(source);
        int toIndex = indexOf(target);
        boolean forward = from != to || toIndex <= fromIndex;
        // From the end that is not overwritten before it is read.
        for (int done = 0; done < length; ) {
            int part = Math.min(CHUNK, length - done);
            int at = forward ? done : length - done - part;
            System.arraycopy(from, fromIndex + at, to, toIndex + at, part);
            done += part;
            checkDeadlineAfter(part);
        }
    }

    /** A guest may also string many copies together, without a call or a loop between them. */
    private static void checkDeadlineAfter(int length) {
        if (length >= CHUNK) {
            DeadlineFlag.check();
        }
    }

    int stringLength(int address) {
        byte[] array = arrayOf(address);
        int start = indexOf(address);
        int end = endOf(address);
        int index = start;
        while (index < end) {
            int chunkEnd = (int) Math.min(end, (long) index + CHUNK);
            for (; index < chunkEnd; index++) {
                if (array[index] == 0) {
                    return index - start;
                }
            }
            DeadlineFlag.check();
        }
        StackHeadroom.ensure();
        throw GuestTrap.trap(
                String.format("string at 0x%08x has no NUL before memory ends", address));
    }

    @Override
    public void zero() {
        Arrays.fill(bytes, 0, limit, (byte) 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments) {
        // The instance's own array, not a copy: data.drop changes it there.
        dataSegments = segments;
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] instanceof ActiveDataSegment active) {
                int offset = ConstantOffset.of(instance, active);
                byte[] data = active.data();
                if (offset < 0 || offset > limit || data.length > limit - offset) {
                    throw GuestTrap.trap(
                            String.format(
                                    "data segment of %,d bytes at 0x%08x does not fit into memory"
                                            + " of %,d bytes",
                                    data.length, offset, limit));
                }
                System.arraycopy(data, 0, bytes, offset, data.length);
                drop(i);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segmentId, int target, int offset, int length) {
        byte[] data = segments()[segmentId].data();
        if (offset < 0 || length < 0 || offset > data.length - length) {
            StackHeadroom.ensure();
            throw GuestTrap.trap(
                    String.format(
                            "memory.init reads %,d bytes at offset %,d of data segment %d, which"
                                    + " has %,d",
                            Integer.toUnsignedLong(length),
                            Integer.toUnsignedLong(offset),
                            segmentId,
                            data.length));
        }
        write(target, data, offset, length);
        checkDeadlineAfter(length);
    }

    @Override
    public void drop(int segment) {
        segments()[segment] = PassiveDataSegment.EMPTY;
    }

    private DataSegment[] segments() {
        if (dataSegments == null) {
            throw new IllegalStateException("Memory is used before its instance is initialized");
        }
        return dataSegments;
    }

    /**
     * Linear memory, heap window and data segments at one moment. The argument window is never part
     * of it.
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier from capture to restore, never compared
    record Contents(int limit, byte[] bytes, byte[] heap, DataSegment @Nullable [] dataSegments) {}

    Contents capture() {
        int used = limit;
        while (used > 0 && bytes[used - 1] == 0) {
            used--;
        }
        return new Contents(
                limit,
                Arrays.copyOf(bytes, used),
                heap.clone(),
                dataSegments == null ? null : dataSegments.clone());
    }

    void restore(Contents contents) {
        System.arraycopy(contents.bytes(), 0, bytes, 0, contents.bytes().length);
        Arrays.fill(bytes, contents.bytes().length, contents.limit(), (byte) 0);
        dirtyEnd = Math.max(dirtyEnd, limit);
        limit = contents.limit();
        if (heap.length != contents.heap().length) {
            heap = contents.heap().clone();
        } else {
            System.arraycopy(contents.heap(), 0, heap, 0, heap.length);
        }
        if (contents.dataSegments() != null) {
            System.arraycopy(
                    contents.dataSegments(), 0, segments(), 0, contents.dataSegments().length);
        }
        growthDenied = false;
    }

    @Override
    public void atomicFence() {
        // Nobody else looks.
    }

    @Override
    @SuppressWarnings("removal") // still abstract in Chicory's interface
    public Object lock(int address) {
        return this;
    }

    @Override
    @SuppressWarnings("removal") // still abstract in Chicory's interface
    public int waitOn(int address, int expected, long timeout) {
        return readInt(address) == expected ? waitAlone(timeout) : 1;
    }

    @Override
    @SuppressWarnings("removal") // still abstract in Chicory's interface
    public int waitOn(int address, long expected, long timeout) {
        return readLong(address) == expected ? waitAlone(timeout) : 1;
    }

    /**
     * Nobody can ever notify: the wait ends by its own timeout (result 2) or by the call's
     * deadline.
     */
    private static int waitAlone(long timeout) {
        CallClock.sleep(timeout < 0 ? Long.MAX_VALUE : timeout);
        return 2;
    }

    @Override
    @SuppressWarnings("removal") // still abstract in Chicory's interface
    public int notify(int address, int maxThreads) {
        return 0;
    }
}
