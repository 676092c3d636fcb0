package io.github.flinkwasm.internal.runtime;

/**
 * The host's bounds-checked view of what a guest can address: linear memory, the argument window
 * and the heap window (see {@link FlatMemory}). Addresses are 32 bit and unsigned in the guest's
 * sense; lengths too, so a "negative" one is out of bounds, never a surprise. Not thread-safe:
 * belongs to the thread that runs the instance.
 *
 * <p>Every access throws {@link GuestTrap} of kind {@link TrapKind#TRAP} when any byte of it is out
 * of bounds; nothing is written in that case.
 */
public final class GuestMemory {
    private final FlatMemory memory;

    GuestMemory(FlatMemory memory) {
        this.memory = memory;
    }

    public byte readByte(int address) {
        return memory.read(address);
    }

    public short readShort(int address) {
        return memory.readShort(address);
    }

    public int readInt(int address) {
        return memory.readInt(address);
    }

    public long readLong(int address) {
        return memory.readLong(address);
    }

    public double readDouble(int address) {
        return memory.readDouble(address);
    }

    public void writeByte(int address, byte value) {
        memory.writeByte(address, value);
    }

    public void writeShort(int address, short value) {
        memory.writeShort(address, value);
    }

    public void writeInt(int address, int value) {
        memory.writeI32(address, value);
    }

    public void writeLong(int address, long value) {
        memory.writeLong(address, value);
    }

    /** Copies {@code length} bytes out of the guest. */
    public void read(int address, byte[] target, int offset, int length) {
        memory.read(address, target, offset, length);
    }

    /** Copies {@code length} bytes into the guest. */
    public void write(int address, byte[] source, int offset, int length) {
        memory.write(address, source, offset, length);
    }

    /** Copies inside the guest; the ranges may overlap. Looks at the deadline on large ranges. */
    public void copy(int target, int source, int length) {
        memory.copy(target, source, length);
    }

    /** Sets {@code length} bytes. Looks at the deadline on large ranges. */
    public void fill(int address, byte value, int length) {
        memory.fill(value, address, address + length);
    }

    /** Whether every byte of the range can be read and written. */
    public boolean contains(int address, int length) {
        return memory.contains(address, length);
    }

    /**
     * The length of the C string at an address, without its NUL. Looks at the deadline on long
     * strings.
     *
     * @throws GuestTrap also when no NUL comes before the end of the region the address lies in
     */
    public int stringLength(int address) {
        return memory.stringLength(address);
    }

    /**
     * The array that holds an address. With {@link #indexOf} and {@link #endOf} it lets a scanner
     * read a result in place. Only for reading, and only until the guest runs again.
     */
    public byte[] arrayOf(int address) {
        return memory.arrayOf(address);
    }

    /** Where in {@link #arrayOf} the address lies. */
    public int indexOf(int address) {
        return memory.indexOf(address);
    }

    /** Where in {@link #arrayOf} the bytes that the guest may use end (exclusive). */
    public int endOf(int address) {
        return memory.endOf(address);
    }

    /** The first address of the heap window, in which {@code env.malloc} hands out blocks. */
    public int heapBase() {
        return FlatMemory.HEAP_BASE;
    }

    /** How many bytes of the heap window can be used now. */
    public int heapSize() {
        return memory.heapSize();
    }

    /**
     * Makes at least {@code size} bytes of the heap window usable; new bytes are 0. Never shrinks.
     *
     * @return false, with nothing changed, when that is more than the instance may have
     */
    public boolean growHeap(int size) {
        return memory.growHeap(size);
    }
}
