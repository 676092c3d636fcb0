package io.github.flinkwasm.internal.abi;

import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;

/**
 * Arguments in objects of AssemblyScript's runtime: made by {@code __new} with class id 0 as Fluent
 * Bit does, pinned against its collector for the length of the call.
 */
final class ManagedArguments implements Arguments {
    private static final long CLASS_ID = 0;

    private final GuestInstance guest;
    private final Export newFunction;
    private final Export pin;
    private final Export unpin;
    private int tagAddress;
    private int recordAddress;

    ManagedArguments(GuestInstance guest, ModuleDescription module) {
        this.guest = guest;
        this.newFunction = module.exportedFunction("__new").orElseThrow();
        this.pin = module.exportedFunction("__pin").orElseThrow();
        this.unpin = module.exportedFunction("__unpin").orElseThrow();
    }

    @Override
    public void place(byte[] tag, byte[] record, boolean nulAfterRecord) {
        long recordBytes = record.length + (nulAfterRecord ? 1L : 0L);
        if (recordBytes > Integer.MAX_VALUE - 16) {
            throw new TooLargeException(
                    String.format(
                            "the record has %,d bytes, more than a guest can have", recordBytes));
        }
        tagAddress = allocate(tag.length + 1);
        recordAddress = allocate((int) recordBytes);
        requireApart(tag.length + 1, (int) recordBytes);
        write(tagAddress, tag, true);
        write(recordAddress, record, nulAfterRecord);
    }

    private int allocate(int size) {
        int address = (int) guest.call(newFunction, size, CLASS_ID);
        if (address == 0 || !guest.memory().contains(address, size)) {
            throw GuestTrap.trap(
                    String.format(
                            "the guest's __new(%,d) returned 0x%08x, where %,d bytes do not fit"
                                    + " into its memory",
                            size, address, size));
        }
        guest.call(pin, address);
        return address;
    }

    /** An allocator that hands out the same bytes twice would give the filter a wrong record. */
    private void requireApart(int tagBytes, int recordBytes) {
        long distance = (long) recordAddress - tagAddress;
        if (distance >= 0 ? distance < tagBytes : -distance < recordBytes) {
            throw GuestTrap.trap(
                    String.format(
                            "the guest's __new returned overlapping objects: 0x%08x and 0x%08x",
                            tagAddress, recordAddress));
        }
    }

    private void write(int address, byte[] bytes, boolean nulAfter) {
        guest.memory().write(address, bytes, 0, bytes.length);
        if (nulAfter) {
            guest.memory().writeByte(address + bytes.length, (byte) 0);
        }
    }

    @Override
    public int tagAddress() {
        return tagAddress;
    }

    @Override
    public int recordAddress() {
        return recordAddress;
    }

    @Override
    public void release() {
        guest.call(unpin, tagAddress);
        guest.call(unpin, recordAddress);
    }
}
