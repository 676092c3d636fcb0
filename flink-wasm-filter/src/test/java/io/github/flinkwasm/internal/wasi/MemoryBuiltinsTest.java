package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBuiltinsTest {
    private static final int PAGE = 1 << 16;

    private final FakeGuestCall call = new FakeGuestCall();
    private final BoundFunctions env = BoundFunctions.env(call);

    @ParameterizedTest
    @ValueSource(strings = {"memcpy", "memmove", "emscripten_memcpy_big"})
    void copiesAndReturnsTheTarget(String function) {
        // Given
        call.string(100, "abcdef");

        // When
        int result = env.call(function, 200, 100, 4);

        // Then
        assertThat(result).isEqualTo(200);
        assertThat(call.string(200)).isEqualTo("abcd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memcpy", "memmove"})
    void copiesOverlappingRangesRight(String function) {
        // Given
        call.string(100, "abcdef");

        // When
        env.call(function, 102, 100, 7);

        // Then
        assertThat(call.string(100)).isEqualTo("ababcdef");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memcpy", "memmove", "memset"})
    void trapsOnAWritePastTheEndOfABlock(String function) {
        // Given
        int block = env.call("malloc", 10);
        env.call("malloc", 10);

        // When, Then
        assertThatThrownBy(() -> env.call(function, block, 0, 11))
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith(function + " would write 11 bytes into a block of 10");
        assertThat(env.call(function, block, 0, 10)).isEqualTo(block);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memcpy", "memmove", "memset", "memcmp", "memchr"})
    void trapsOutOfBounds(String function) {
        // When, Then
        assertThatThrownBy(() -> env.call(function, PAGE - 4, 1, 5)).isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> env.call(function, 16, 1, -1)).isInstanceOf(GuestTrap.class);
        assertThatThrownBy(() -> env.call(function, -8, 1, 4)).isInstanceOf(GuestTrap.class);
    }

    @Test
    void memsetFillsWithTheLowByte() {
        // When
        int result = env.call("memset", 300, 0x141, 3);

        // Then
        assertThat(result).isEqualTo(300);
        assertThat(call.string(300)).isEqualTo("AAA");
    }

    @Test
    void memcmpComparesUnsignedBytes() {
        // Given
        call.string(100, "ab\u00ff");
        call.string(200, "ab\u0001");

        // When, Then
        assertThat(env.call("memcmp", 100, 200, 3)).isPositive();
        assertThat(env.call("memcmp", 200, 100, 3)).isNegative();
        assertThat(env.call("memcmp", 100, 200, 2)).isZero();
        assertThat(env.call("memcmp", PAGE, PAGE, 0)).isZero();
    }

    @Test
    void memchrFindsTheFirstByteAlsoWithACountBeyondMemory() {
        // Given
        call.string(PAGE - 8, "abcabc");

        // When, Then
        assertThat(env.call("memchr", PAGE - 8, 'b', 6)).isEqualTo(PAGE - 7);
        assertThat(env.call("memchr", PAGE - 8, 'c', -1)).isEqualTo(PAGE - 6);
        assertThat(env.call("memchr", PAGE - 8, 'x', 6)).isZero();
        assertThatThrownBy(() -> env.call("memchr", PAGE - 8, 'x', -1))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("memchr of 4,294,967,295 bytes at 0x0000fff8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memcmp", "memchr"})
    void looksAtTheDeadlineInLongLoops(String function) {
        // Given
        int block = env.call("malloc", 900_000);
        call.checksLeft = 1;

        // When, Then
        int second = function.equals("memcmp") ? block : 1;
        assertThatThrownBy(() -> env.call(function, block, second, 900_000))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }
}
