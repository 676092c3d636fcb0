package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single values at every edge of memory and windows. */
@Timeout(60)
class FlatMemoryTest {
    private static final int PAGE = FlatMemory.PAGE_SIZE;
    private static final int ARGUMENTS = FlatMemory.ARGUMENTS_BASE;
    private static final int HEAP = FlatMemory.HEAP_BASE;
    private static final int WINDOW_BYTES = 100;
    private static final int HEAP_BYTES = PAGE;

    /** One page of linear memory, 100 bytes of arguments, 64 KiB of heap. */
    private static FlatMemory memory() {
        FlatMemory memory = new FlatMemory(1, 4, false, HEAP_BYTES);
        memory.openArgumentWindow(WINDOW_BYTES);
        assertThat(memory.growHeap(HEAP_BYTES)).isTrue();
        return memory;
    }

    /** One way to read and to write a value, by address. */
    private record Access(String name, int width, IntConsumer read, IntConsumer write) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Access> accesses(FlatMemory memory) {
        return List.of(
                new Access("byte", 1, memory::read, a -> memory.writeByte(a, (byte) 1)),
                new Access("u8", 1, memory::readU8, a -> memory.writeByte(a, (byte) 1)),
                new Access("short", 2, memory::readShort, a -> memory.writeShort(a, (short) 1)),
                new Access("u16", 2, memory::readU16, a -> memory.writeShort(a, (short) 1)),
                new Access("i32", 4, memory::readInt, a -> memory.writeI32(a, 1)),
                new Access("i64", 8, memory::readLong, a -> memory.writeLong(a, 1)),
                new Access("f32", 4, memory::readFloat, a -> memory.writeF32(a, 1)),
                new Access("f32 bits", 4, memory::readF32, a -> memory.writeF32(a, 1)),
                new Access("f64", 8, memory::readDouble, a -> memory.writeF64(a, 1)),
                new Access("f64 bits", 8, memory::readF64, a -> memory.writeF64(a, 1)),
                new Access("atomic i32", 4, memory::atomicReadInt, a -> memory.atomicAddInt(a, 1)),
                new Access(
                        "atomic i64", 8, memory::atomicReadLong, a -> memory.atomicXchgLong(a, 1)));
    }

    static List<Arguments> regionsAndAccesses() {
        List<Arguments> cases = new ArrayList<>();
        for (int access = 0; access < accesses(memory()).size(); access++) {
            cases.add(Arguments.of("linear memory", 0, PAGE, access));
            cases.add(Arguments.of("argument window", ARGUMENTS, WINDOW_BYTES, access));
            cases.add(Arguments.of("heap window", HEAP, HEAP_BYTES, access));
        }
        return cases;
    }

    @ParameterizedTest(name = "{0}, access {3}")
    @MethodSource("regionsAndAccesses")
    void everyRegionEndsAtItsLastByte(String region, int base, int size, int index) {
        // Given
        FlatMemory memory = memory();
        Access access = accesses(memory).get(index);
        int last = base + size - access.width;

        // When
        access.write.accept(base);
        access.read.accept(base);
        access.write.accept(last);
        access.read.accept(last);

        // Then
        for (int beyond = last + 1; beyond <= last + access.width + 1; beyond++) {
            int address = beyond;
            assertOutOfBounds(() -> access.read.accept(address));
            assertOutOfBounds(() -> access.write.accept(address));
        }
        for (int before = base - 1; before >= base - access.width; before--) {
            int address = before;
            assertOutOfBounds(() -> access.read.accept(address));
            assertOutOfBounds(() -> access.write.accept(address));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x6fff_ffff,
                0x77ff_ffff,
                0x7fff_ffff,
                0x7fff_fff9,
                0x8000_0000,
                0x8000_0001,
                0xffff_fffc,
                0xffff_ffff
            })
    void addressesOfNothingTrapForEveryAccess(int address) {
        // Given
        FlatMemory memory = memory();

        for (Access access : accesses(memory)) {
            // When
            ThrowingCallable read = () -> access.read.accept(address);
            ThrowingCallable write = () -> access.write.accept(address);

            // Then
            assertOutOfBounds(read);
            assertOutOfBounds(write);
        }
    }

    @Test
    void valueAcrossTheEndOfTheArgumentWindowDoesNotReachTheHeap() {
        // Given
        FlatMemory memory = memory();
        memory.openArgumentWindow(FlatMemory.WINDOW_SIZE);

        // When
        memory.writeI32(HEAP - 4, 7);

        // Then
        assertThat(memory.readInt(HEAP - 4)).isEqualTo(7);
        assertOutOfBounds(() -> memory.readInt(HEAP - 3));
        assertOutOfBounds(() -> memory.writeLong(HEAP - 7, -1));
        assertThat(memory.readInt(HEAP)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, ARGUMENTS, ARGUMENTS + 5, HEAP, HEAP + 7})
    void valuesAreLittleEndianAtAnyAlignment(int address) {
        // Given
        FlatMemory memory = memory();
        ByteBuffer expected = ByteBuffer.allocate(29).order(ByteOrder.LITTLE_ENDIAN);
        expected.put((byte) 0x81).putShort((short) 0x8182).putInt(0x81828384);
        expected.putLong(0x8182838485868788L).putFloat(-1.5f).putDouble(-2.25);

        // When
        memory.writeByte(address, (byte) 0x81);
        memory.writeShort(address + 1, (short) 0x8182);
        memory.writeI32(address + 3, 0x81828384);
        memory.writeLong(address + 7, 0x8182838485868788L);
        memory.writeF32(address + 15, -1.5f);
        memory.writeF64(address + 19, -2.25);

        // Then
        assertThat(memory.readBytes(address, 27)).isEqualTo(Arrays.copyOf(expected.array(), 27));
        assertThat(memory.read(address)).isEqualTo((byte) 0x81);
        assertThat(memory.readU8(address)).isEqualTo(0x81);
        assertThat(memory.readShort(address + 1)).isEqualTo((short) 0x8182);
        assertThat(memory.readU16(address + 1)).isEqualTo(0x8182);
        assertThat(memory.readInt(address + 3)).isEqualTo(0x81828384);
        assertThat(memory.readLong(address + 7)).isEqualTo(0x8182838485868788L);
        assertThat(memory.readFloat(address + 15)).isEqualTo(-1.5f);
        assertThat(memory.readF32(address + 15)).isEqualTo(Float.floatToRawIntBits(-1.5f));
        assertThat(memory.readDouble(address + 19)).isEqualTo(-2.25);
        assertThat(memory.readF64(address + 19)).isEqualTo(Double.doubleToRawLongBits(-2.25));
    }

    @Test
    void messageSaysWhatWasAskedForAndWhereMemoryEnds() {
        // Given
        FlatMemory memory = memory();

        // When
        GuestTrap trap = catchThrowableOfType(GuestTrap.class, () -> memory.readLong(0xffff_fff0));

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.TRAP);
        assertThat(trap)
                .hasMessage(
                        "out of bounds memory access: 8 bytes at 0xfffffff0, memory ends at"
                                + " 0x00010000");
    }

    @Test
    void emptyMemoryHasNoByte() {
        // Given
        FlatMemory memory = new FlatMemory(0, 0, false, 0);

        for (Access access : accesses(memory)) {
            // When
            ThrowingCallable read = () -> access.read.accept(0);

            // Then
            assertOutOfBounds(read);
        }
        assertThat(memory.contains(0, 0)).isTrue();
        assertThat(memory.contains(ARGUMENTS, 1)).isFalse();
        assertThat(memory.contains(HEAP, 1)).isFalse();
    }

    @Test
    void atomicsAreOrdinaryReadsAndWritesOfOneThread() {
        // Given
        FlatMemory memory = memory();

        // When
        int before = memory.atomicAddInt(4, 5);
        int swapped = memory.atomicCmpxchgInt(4, 5, 9);
        int kept = memory.atomicCmpxchgInt(4, 5, 1);
        memory.atomicFence();

        // Then
        assertThat(before).isZero();
        assertThat(swapped).isEqualTo(5);
        assertThat(kept).isEqualTo(9);
        assertThat(memory.readInt(4)).isEqualTo(9);
    }

    private static void assertOutOfBounds(ThrowingCallable access) {
        assertThatThrownBy(access)
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith("out of bounds memory access: ");
    }
}
