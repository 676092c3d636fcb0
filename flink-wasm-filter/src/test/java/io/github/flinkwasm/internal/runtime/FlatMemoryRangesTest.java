package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges: exact, never wrapping, and no longer than the deadline allows. */
@Timeout(60)
class FlatMemoryRangesTest {
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

    private static void assertOutOfBounds(ThrowingCallable access) {
        assertThatThrownBy(access)
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith("out of bounds memory access: ");
    }

    @ParameterizedTest(name = "target {0} bytes after the source")
    @ValueSource(ints = {-5_000_000, -3, 0, 3, 5_000_000})
    void longOverlappingCopyIsThatOfTheBytesBefore(int distance) {
        // Given: more than two of the pieces between which the deadline is looked at
        int length = 9_000_001;
        int source = 5_000_000;
        FlatMemory memory = new FlatMemory(320, 320, false, 0);
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        memory.write(source, bytes, 0, length);

        // When
        memory.copy(source + distance, source, length);

        // Then
        assertThat(memory.readBytes(source + distance, length)).isEqualTo(bytes);
    }
}
