package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringBuiltinsTest {
    private static final int A = 100;
    private static final int B = 400;
    private static final int PAGE = 1 << 16;

    private final FakeGuestCall call = new FakeGuestCall();
    private final BoundFunctions env = BoundFunctions.env(call);

    @Test
    void strlenCountsUpToTheNul() {
        // Given
        call.string(A, "four");

        // When, Then
        assertThat(env.call("strlen", A)).isEqualTo(4);
        assertThat(env.call("strlen", A + 4)).isZero();
    }

    @Test
    void strchrFindsTheFirstCharacterAndAlsoTheNul() {
        // Given
        call.string(A, "a/b/c");

        // When, Then
        assertThat(env.call("strchr", A, '/')).isEqualTo(A + 1);
        assertThat(env.call("strchr", A, 0)).isEqualTo(A + 5);
        assertThat(env.call("strchr", A, 'x')).isZero();
    }

    @ParameterizedTest
    @CsvSource({"abc,abc,0", "abc,abd,-1", "abd,abc,1", "ab,abc,-1", "abc,ab,1", "'','',0"})
    void strcmpOrdersStrings(String left, String right, int sign) {
        // Given
        call.string(A, left);
        call.string(B, right);

        // When, Then
        assertThat(Integer.signum(env.call("strcmp", A, B))).isEqualTo(sign);
        assertThat(Integer.signum(env.call("strncmp", A, B, -1))).isEqualTo(sign);
    }

    @Test
    void strncmpStopsAtItsBound() {
        // Given
        call.string(A, "abcX");
        call.string(B, "abcY");

        // When, Then
        assertThat(env.call("strncmp", A, B, 3)).isZero();
        assertThat(env.call("strncmp", A, B, 4)).isEqualTo(-1);
        assertThat(env.call("strncmp", -1, -1, 0)).isZero();
    }

    @Test
    void strncasecmpIgnoresTheCaseOfAsciiOnly() {
        // Given
        call.string(A, "HeLLo\u00c4");
        call.string(B, "hEllO\u00e4");

        // When, Then
        assertThat(env.call("strncasecmp", A, B, 5)).isZero();
        assertThat(env.call("strncasecmp", A, B, 6)).isEqualTo(0xc4 - 0xe4);
    }

    @Test
    void strcmpOrdersBytesUnsigned() {
        // Given
        call.string(A, "\u00ff");
        call.string(B, "a");

        // When, Then
        assertThat(env.call("strcmp", A, B)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "hello world,world,6",
        "aaab,aab,1",
        "abc,'',0",
        "'','',0",
        "abcabd,abd,3",
        "abc,abcd,-1",
        "abc,x,-1",
        "'',a,-1"
    })
    void strstrFindsTheFirstOccurrence(String haystack, String needle, int offset) {
        // Given
        call.string(A, haystack);
        call.string(B, needle);

        // When
        int found = env.call("strstr", A, B);

        // Then
        assertThat(found).isEqualTo(offset < 0 ? 0 : A + offset);
    }

    @ParameterizedTest
    @CsvSource({"123abc,0123456789,3,0", "abc,xyz,0,3", "abc,c,0,2", "abc,'',0,3", "'',abc,0,0"})
    void strspnAndStrcspnMeasureRuns(String text, String set, int span, int complement) {
        // Given
        call.string(A, text);
        call.string(B, set);

        // When, Then
        assertThat(env.call("strspn", A, B)).isEqualTo(span);
        assertThat(env.call("strcspn", A, B)).isEqualTo(complement);
    }

    @Test
    void strspnKnowsBytesAbove127() {
        // Given
        call.string(A, "\u00ff\u0080\u00ffa");
        call.string(B, "\u0080\u00ff");

        // When, Then
        assertThat(env.call("strspn", A, B)).isEqualTo(3);
    }

    @Test
    void strcpyCopiesWithTheNul() {
        // Given
        call.string(A, "text");
        call.memory().fill(B, (byte) 'x', 10);

        // When
        int result = env.call("strcpy", B, A);

        // Then
        assertThat(result).isEqualTo(B);
        assertThat(call.text(B, 6)).isEqualTo("text\0x");
    }

    @Test
    void strncpyPadsWithZerosAndCutsWithoutANul() {
        // Given
        call.string(A, "text");
        call.memory().fill(B, (byte) 'x', 20);

        // When
        env.call("strncpy", B, A, 7);
        env.call("strncpy", B + 10, A, 2);
        env.call("strncpy", -1, -1, 0);

        // Then
        assertThat(call.text(B, 8)).isEqualTo("text\0\0\0x");
        assertThat(call.text(B + 10, 3)).isEqualTo("tex");
    }

    @Test
    void strncpyNeedsNoNulWithinItsBound() {
        // Given
        call.memory().fill(PAGE - 4, (byte) 'z', 4);

        // When
        env.call("strncpy", B, PAGE - 4, 4);

        // Then
        assertThat(call.text(B, 4)).isEqualTo("zzzz");
        assertThatThrownBy(() -> env.call("strncpy", B, PAGE - 4, 5))
                .hasMessageContaining("has no NUL before memory ends");
    }

    @Test
    void trapsOnAWritePastTheEndOfABlock() {
        // Given
        int block = env.call("malloc", 5);
        env.call("malloc", 5);
        call.string(A, "hello");
        call.string(B, "hell");

        // When, Then
        assertThatThrownBy(() -> env.call("strcpy", block, A))
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith("strcpy would write 6 bytes into a block of 5");
        assertThatThrownBy(() -> env.call("strncpy", block, A, 6))
                .hasMessageStartingWith("strncpy would write 6 bytes into a block of 5");
        assertThat(env.call("strcpy", block, B)).isEqualTo(block);
        assertThat(env.call("strncpy", block, A, 5)).isEqualTo(block);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strlen", "strdup", "puts", "atoi"})
    void trapsOnAStringWithoutAnEnd(String function) {
        // Given
        call.memory().fill(PAGE - 16, (byte) '7', 16);

        // When, Then
        assertThatThrownBy(() -> env.call(function, PAGE - 16))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("before memory ends");
    }

    @ParameterizedTest
    @ValueSource(strings = {"strchr", "strcmp", "strstr", "strspn", "strcspn", "strcpy"})
    void trapsOnAStringWithoutAnEndAsFirstOrSecondArgument(String function) {
        // Given
        call.memory().fill(PAGE - 16, (byte) '7', 16);
        call.string(A, "7777777777777777");
        call.string(B, "x");

        // When, Then
        long second = function.equals("strspn") || function.equals("strcmp") ? A : B;
        if (function.equals("strcpy")) {
            assertThatThrownBy(() -> env.call(function, A, PAGE - 16))
                    .isInstanceOf(GuestTrap.class);
        } else {
            assertThatThrownBy(() -> env.call(function, PAGE - 16, second))
                    .isInstanceOf(GuestTrap.class)
                    .hasMessageContaining("before memory ends");
        }
    }

    @Test
    void strstrOfAQuadraticSearchLooksAtTheDeadline() {
        // Given
        int haystack = env.call("malloc", 400_000);
        int needle = env.call("malloc", 100_000);
        call.memory().fill(haystack, (byte) 'a', 399_999);
        call.memory().fill(needle, (byte) 'a', 99_999);
        call.memory().writeByte(haystack + 399_999, (byte) 0);
        call.memory().writeByte(needle + 99_998, (byte) 'b');
        call.memory().writeByte(needle + 99_999, (byte) 0);
        call.checksLeft = 100;

        // When, Then
        assertThatThrownBy(() -> env.call("strstr", haystack, needle))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }
}
