package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

    // ---- single values
    // ----------------------------------------------------------------------------------

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

    // ---- ranges
    // -----------------------------------------------------------------------------------------

    @Test
    void rangesReachExactlyToTheEndOfTheirRegion() {
        // Given
        FlatMemory memory = memory();

        for (int[] region :
                new int[][] {{0, PAGE}, {ARGUMENTS, WINDOW_BYTES}, {HEAP, HEAP_BYTES}}) {
            int base = region[0];
            int size = region[1];

            // When
            boolean whole = memory.contains(base, size);

            // Then
            assertThat(whole).isTrue();
            assertThat(memory.contains(base, size + 1)).isFalse();
            assertThat(memory.contains(base + 1, size)).isFalse();
            assertThat(memory.contains(base + size - 1, 1)).isTrue();
            assertThat(memory.contains(base + size, 0)).isTrue();
            assertThat(memory.contains(base + size, 1)).isFalse();
            assertThat(memory.contains(base + size + 1, 0)).isFalse();
            assertThat(memory.endOf(base) - memory.indexOf(base)).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 0xffff_0000, Integer.MAX_VALUE, PAGE + 1})
    void lengthsAreUnsignedAndNeverWrap(int length) {
        // Given
        FlatMemory memory = memory();
        byte[] bytes = new byte[8];

        for (int address : new int[] {0, 1, PAGE - 1, ARGUMENTS, HEAP, 0x7fff_ffff, -1, -length}) {
            // When
            boolean contained = memory.contains(address, length);

            // Then
            assertThat(contained).isFalse();
            assertOutOfBounds(() -> memory.readBytes(address, length));
            assertOutOfBounds(() -> memory.read(address, bytes, 0, length));
            assertOutOfBounds(() -> memory.write(address, bytes, 0, length));
            assertOutOfBounds(() -> memory.fill((byte) 1, address, address + length));
            assertOutOfBounds(() -> memory.copy(address, 0, length));
            assertOutOfBounds(() -> memory.copy(0, address, length));
        }
        assertThat(memory.readBytes(0, PAGE)).containsOnly(0);
    }

    @Test
    void emptyRangesAreFineUpToTheEndAndTrapBeyondIt() {
        // Given
        FlatMemory memory = memory();

        // When
        memory.fill((byte) 1, PAGE, PAGE);
        memory.copy(PAGE, ARGUMENTS + WINDOW_BYTES, 0);
        memory.write(HEAP + HEAP_BYTES, new byte[0], 0, 0);

        // Then
        assertOutOfBounds(() -> memory.fill((byte) 1, PAGE + 1, PAGE + 1));
        assertOutOfBounds(() -> memory.copy(PAGE + 1, 0, 0));
        assertOutOfBounds(() -> memory.copy(0, 0x8000_0000, 0));
        assertOutOfBounds(() -> memory.write(-1, new byte[0], 0, 0));
    }

    @Test
    void fillTouchesItsRangeOnly() {
        // Given
        FlatMemory memory = memory();

        // When
        memory.fill((byte) 7, 10, 13);
        memory.fill((byte) 8, ARGUMENTS + 98, ARGUMENTS + 100);

        // Then
        assertThat(memory.readBytes(9, 5)).containsExactly(0, 7, 7, 7, 0);
        assertThat(memory.readBytes(ARGUMENTS + 97, 3)).containsExactly(0, 8, 8);
    }

    @Test
    void copyMovesOverlappingRangesBothWaysAndCrossesRegions() {
        // Given
        FlatMemory memory = memory();
        memory.write(0, new byte[] {1, 2, 3, 4, 5}, 0, 5);

        // When
        memory.copy(1, 0, 5);
        memory.copy(0, 2, 4);
        memory.copy(ARGUMENTS, 0, 6);
        memory.copy(HEAP, ARGUMENTS, 6);
        memory.copy(100, HEAP + 1, 3);

        // Then
        assertThat(memory.readBytes(0, 6)).containsExactly(2, 3, 4, 5, 4, 5);
        assertThat(memory.readBytes(HEAP, 6)).containsExactly(2, 3, 4, 5, 4, 5);
        assertThat(memory.readBytes(100, 3)).containsExactly(3, 4, 5);
    }

    @Test
    void rangeThatDoesNotFitWritesNothing() {
        // Given
        FlatMemory memory = memory();
        byte[] source = {1, 2, 3, 4};

        // When
        assertOutOfBounds(() -> memory.write(PAGE - 3, source, 0, 4));
        assertOutOfBounds(() -> memory.write(0, source, 1, 4));
        assertOutOfBounds(() -> memory.fill((byte) 1, PAGE - 3, PAGE + 1));
        assertOutOfBounds(() -> memory.copy(PAGE - 3, 0, 4));

        // Then
        assertThat(memory.readBytes(0, PAGE)).containsOnly(0);
    }

    @Test
    void stringEndsAtItsNulAndNeverAtTheEndOfMemory() {
        // Given
        FlatMemory memory = memory();
        byte[] text = "abc".getBytes(StandardCharsets.UTF_8);
        memory.write(5, text, 0, 3);
        memory.fill((byte) 'x', PAGE - 3, PAGE);
        memory.fill((byte) 'x', ARGUMENTS, ARGUMENTS + WINDOW_BYTES);

        // When
        int length = memory.stringLength(5);

        // Then
        assertThat(length).isEqualTo(3);
        assertThat(memory.stringLength(8)).isZero();
        assertThatThrownBy(() -> memory.stringLength(PAGE - 3))
                .isInstanceOf(GuestTrap.class)
                .hasMessage("string at 0x0000fffd has no NUL before memory ends");
        assertThatThrownBy(() -> memory.stringLength(ARGUMENTS)).isInstanceOf(GuestTrap.class);
        assertOutOfBounds(() -> memory.stringLength(PAGE));
    }

    // ---- deadline
    // ---------------------------------------------------------------------------------------

    @Test
    void longRangesEndAtTheDeadline() {
        // Given
        int pages = 128;
        int end = pages * PAGE;
        FlatMemory memory = new FlatMemory(pages, pages, false, 0);
        memory.initialize(null, new DataSegment[] {new PassiveDataSegment(new byte[end])});
        List<ThrowingCallable> ranges =
                List.of(
                        () -> memory.fill((byte) 1, 0, end),
                        () -> memory.copy(0, 16, end - 16),
                        () -> memory.initPassiveSegment(0, 0, 0, end),
                        () -> memory.stringLength(0));
        List<TrapKind> ends = new ArrayList<>();

        // When
        ExpiredCall.during(
                () -> {
                    for (ThrowingCallable range : ranges) {
                        fillPageByPage(memory, end);
                        ends.add(catchThrowableOfType(GuestTrap.class, range).kind());
                    }
                });

        // Then
        assertThat(ends).hasSize(4).containsOnly(TrapKind.TIMEOUT);
    }

    private static void fillPageByPage(FlatMemory memory, int end) {
        for (int page = 0; page < end; page += PAGE) {
            memory.fill((byte) 1, page, page + PAGE);
        }
    }

    @Test
    void waitEndsAtItsTimeoutOrTheDeadlineSinceNobodyCanNotify() {
        // Given
        FlatMemory memory = memory();
        memory.writeI32(0, 5);

        // When
        int different = memory.atomicWait(0, 4, -1);
        int timedOut = memory.atomicWait(0, 5, 1_000);
        int timedOutLong = memory.atomicWait(8, 0L, 0);

        // Then
        assertThat(different).isEqualTo(1);
        assertThat(timedOut).isEqualTo(2);
        assertThat(timedOutLong).isEqualTo(2);
        assertThat(memory.atomicNotify(0, 3)).isZero();
        ExpiredCall.during(
                () -> {
                    GuestTrap trap =
                            catchThrowableOfType(
                                    GuestTrap.class, () -> memory.atomicWait(0, 5, -1));
                    assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
                });
    }

    // ---- growth
    // -----------------------------------------------------------------------------------------

    @Test
    void growsPageByPageUpToItsMaximumAndNoFurther() {
        // Given
        FlatMemory memory = new FlatMemory(1, 40, false, 0);
        memory.writeI32(PAGE - 4, 42);

        for (int pages = 1; pages < 40; pages++) {
            // When
            int before = memory.grow(1);

            // Then
            assertThat(before).isEqualTo(pages);
            int lastPage = pages * PAGE;
            assertThat(memory.readBytes(lastPage, PAGE)).containsOnly(0);
            memory.fill((byte) pages, lastPage, lastPage + PAGE);
        }
        assertThat(memory.wasDenied()).isFalse();
        assertThat(memory.grow(1)).isEqualTo(-1);
        assertThat(memory.wasDenied()).isTrue();
        assertThat(memory.pages()).isEqualTo(40);
        assertThat(memory.grow(0)).isEqualTo(40);
        assertThat(memory.readInt(PAGE - 4)).isEqualTo(42);
        for (int pages = 1; pages < 40; pages++) {
            assertThat(memory.readBytes(pages * PAGE, PAGE)).containsOnly(pages);
        }
        assertOutOfBounds(() -> memory.read(40 * PAGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 100, 0x7fff, 0x8000, 0xffff, 0x1_0000, Integer.MAX_VALUE, -1})
    void growthBeyondTheMaximumIsDeniedWhateverTheNumber(int pages) {
        // Given
        FlatMemory memory = memory();
        memory.clearDenied();

        // When
        int result = memory.grow(pages);

        // Then
        assertThat(result).isEqualTo(-1);
        assertThat(memory.wasDenied()).isTrue();
        assertThat(memory.pages()).isEqualTo(1);
    }

    @Test
    void deniedIsForgottenWhenAskedTo() {
        // Given
        FlatMemory memory = memory();
        memory.noteDenied();

        // When
        memory.clearDenied();

        // Then
        assertThat(memory.wasDenied()).isFalse();
    }

    @Test
    void maximumNeverReachesTheWindows() {
        // When
        FlatMemory memory = new FlatMemory(0, 65_536, false, 0);

        // Then
        assertThat(memory.maximumPages()).isEqualTo(FlatMemory.MAX_PAGES);
        assertThat((long) memory.maximumPages() * PAGE).isEqualTo(ARGUMENTS);
        assertThat(memory.grow(FlatMemory.MAX_PAGES + 1)).isEqualTo(-1);
    }

    @Test
    void growthAfterAShrinkBringsZerosNotWhatWasThereBefore() {
        // Given
        FlatMemory memory = new FlatMemory(1, 64, false, 0);
        FlatMemory.Contents start = memory.capture();
        memory.grow(20);
        memory.fill((byte) 9, 0, 21 * PAGE);
        memory.restore(start);

        for (int pages = 1; pages < 40; pages += 3) {
            // When
            int before = memory.grow(3);

            // Then
            assertThat(before).isEqualTo(pages);
            assertThat(memory.readBytes(pages * PAGE, 3 * PAGE)).containsOnly(0);
            memory.fill((byte) 8, pages * PAGE, (pages + 3) * PAGE);
        }
        assertThat(memory.readBytes(0, PAGE)).containsOnly(0);
    }

    // ---- windows
    // ----------------------------------------------------------------------------------------

    @Test
    void argumentWindowIsCleanAndExactlyAsLargeAsAsked() {
        // Given
        FlatMemory memory = memory();

        for (int size : new int[] {50, 1, 70_000, 69_999, 3, 2_000_000, 10, 0}) {
            // When
            byte[] window = memory.openArgumentWindow(size);

            // Then
            assertThat(memory.contains(ARGUMENTS, size)).isTrue();
            assertThat(memory.contains(ARGUMENTS, size + 1)).isFalse();
            assertThat(memory.readBytes(ARGUMENTS, size)).isEqualTo(new byte[size]);
            if (size > 0) {
                window[size - 1] = 5;
                assertThat(memory.read(ARGUMENTS + size - 1)).isEqualTo((byte) 5);
                memory.fill((byte) 6, ARGUMENTS, ARGUMENTS + size);
            }
        }
    }

    @Test
    void oneLargeRecordDoesNotPinItsSize() {
        // Given
        FlatMemory memory = memory();
        int large = memory.openArgumentWindow(8 << 20).length;

        // When
        int next = memory.openArgumentWindow(400).length;

        // Then
        assertThat(large).isGreaterThanOrEqualTo(8 << 20);
        assertThat(next).isLessThanOrEqualTo(PAGE);
    }

    @Test
    void heapWindowGrowsToItsMaximumWithZerosAndKeepsItsContents() {
        // Given
        FlatMemory memory = new FlatMemory(1, 1, false, 3L * PAGE);

        // When
        boolean first = memory.growHeap(10);
        memory.writeI32(HEAP, 77);
        boolean second = memory.growHeap(3 * PAGE);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isTrue();
        assertThat(memory.readInt(HEAP)).isEqualTo(77);
        assertThat(memory.readBytes(HEAP + 4, memory.heapSize() - 4)).containsOnly(0);
        assertThat(memory.heapSize()).isEqualTo(3 * PAGE);
        assertThat(memory.growHeap(3 * PAGE + 1)).isFalse();
        assertThat(memory.growHeap(-1)).isFalse();
        assertThat(memory.growHeap(Integer.MIN_VALUE)).isFalse();
        assertThat(memory.heapSize()).isEqualTo(3 * PAGE);
        assertThat(memory.growHeap(1)).isTrue();
    }

    @Test
    void heapWindowIsCappedAtItsAddressRange() {
        // Given
        FlatMemory memory = new FlatMemory(0, 0, false, Long.MAX_VALUE);

        // When
        boolean grown = memory.growHeap(FlatMemory.WINDOW_SIZE);

        // Then
        assertThat(grown).isTrue();
        assertThat(memory.growHeap(FlatMemory.WINDOW_SIZE + 1)).isFalse();
        memory.writeByte(0x7fff_ffff, (byte) 1);
        assertOutOfBounds(() -> memory.writeShort(0x7fff_ffff, (short) 1));
    }

    // ---- segments
    // ---------------------------------------------------------------------------------------

    @Test
    void passiveSegmentIsCopiedWithinItsBoundsAndGoneOnceDropped() {
        // Given
        FlatMemory memory = memory();
        memory.initialize(null, new DataSegment[] {new PassiveDataSegment(new byte[] {1, 2, 3})});

        // When
        memory.initPassiveSegment(0, 10, 1, 2);

        // Then
        assertThat(memory.readBytes(9, 4)).containsExactly(0, 2, 3, 0);
        assertThatThrownBy(() -> memory.initPassiveSegment(0, 0, 2, 2))
                .hasMessage("memory.init reads 2 bytes at offset 2 of data segment 0, which has 3");
        for (int[] beyond : new int[][] {{0, -1}, {-1, 0}, {4, 0}, {0x7fff_ffff, 0x7fff_ffff}}) {
            assertThatThrownBy(() -> memory.initPassiveSegment(0, 0, beyond[0], beyond[1]))
                    .isInstanceOf(GuestTrap.class);
        }
        assertOutOfBounds(() -> memory.initPassiveSegment(0, PAGE - 1, 0, 2));
        memory.drop(0);
        memory.initPassiveSegment(0, 0, 0, 0);
        assertThatThrownBy(() -> memory.initPassiveSegment(0, 0, 0, 1))
                .isInstanceOf(GuestTrap.class);
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
