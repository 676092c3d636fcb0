package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintBuiltinsTest {
    private static final int FORMAT = 0x100;
    private static final int ARGUMENTS = 0x400;
    private static final int TEXT = 0x800;
    private static final int TARGET = 0x1000;
    private static final int PAGE = 1 << 16;

    private final FakeGuestCall call = new FakeGuestCall(64 << 20);
    private final GuestOutput output = new GuestOutput();
    private final BoundFunctions env = BoundFunctions.env(call, output);

    @ParameterizedTest
    @ValueSource(strings = {"printf", "vprintf"})
    void printfPrintsToTheGuestsOutputAndCountsBytes(String function) {
        // Given
        call.string(FORMAT, "n=%d\n");
        call.memory().writeInt(ARGUMENTS, 42);

        // When
        int length = env.call(function, FORMAT, ARGUMENTS);

        // Then
        assertThat(length).isEqualTo(5);
        assertThat(printed()).containsExactly("STDOUT n=42");
    }

    @Test
    void putsAndPutcharPrint() {
        // Given
        call.string(TEXT, "line");

        // When
        env.call("puts", TEXT);
        int character = env.call("putchar", 0x141);
        env.call("putchar", '\n');

        // Then
        assertThat(character).isEqualTo('A');
        assertThat(printed()).containsExactly("STDOUT line", "STDOUT A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sprintf", "vsprintf"})
    void sprintfTrapsBeforeItWritesPastTheEndOfItsBlock(String function) {
        // Given
        int block = env.call("malloc", 1_024);
        env.call("malloc", 16);
        call.string(FORMAT, "%1299s");
        call.memory().writeInt(ARGUMENTS, call.string(TEXT, "x"));

        // When, Then
        assertThatThrownBy(() -> env.call(function, block, FORMAT, ARGUMENTS))
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith(
                        function + " would write 1,300 bytes into a block of 1,024 at 0x78000000");
        assertThat(call.bytes(block, 1_024)).containsOnly(0);
    }

    @Test
    void sprintfFillsABlockToItsLastByte() {
        // Given
        int block = env.call("malloc", 9);
        call.string(FORMAT, "%08x");
        call.memory().writeInt(ARGUMENTS, 0xabcdef01);

        // When
        int length = env.call("sprintf", block, FORMAT, ARGUMENTS);

        // Then
        assertThat(length).isEqualTo(8);
        assertThat(call.string(block)).isEqualTo("abcdef01");
    }

    @Test
    void sprintfMayPrintWhatItOverwrites() {
        // Given
        call.string(TARGET, "abc");
        call.string(FORMAT, "<%s%s>");
        call.memory().writeInt(ARGUMENTS, TARGET);
        call.memory().writeInt(ARGUMENTS + 4, TARGET);

        // When
        env.call("sprintf", TARGET, FORMAT, ARGUMENTS);

        // Then
        assertThat(call.string(TARGET)).isEqualTo("<abcabc>");
    }

    @Test
    void sprintfTrapsAtTheEndOfMemory() {
        // Given
        call.string(FORMAT, "12345678");

        // When, Then
        assertThatThrownBy(() -> env.call("sprintf", PAGE - 8, FORMAT, ARGUMENTS))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("out of bounds");
        assertThat(call.bytes(PAGE - 8, 8)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"0,''", "1,''", "4,123", "5,1234", "6,12345", "100,12345", "-1,12345"})
    void snprintfCutsButCountsEverything(int size, String expected) {
        // Given
        call.string(FORMAT, "12345");
        call.string(TARGET, "");
        call.memory().fill(TARGET + 1, (byte) 'x', 20);

        // When
        int length = env.call("snprintf", TARGET, size, FORMAT, ARGUMENTS);
        int sameByVaList = env.call("vsnprintf", 0, 0, FORMAT, ARGUMENTS);

        // Then
        assertThat(length).isEqualTo(5);
        assertThat(sameByVaList).isEqualTo(5);
        assertThat(call.string(TARGET)).isEqualTo(expected);
        assertThat(call.memory().readByte(TARGET + 7)).isEqualTo((byte) 'x');
    }

    @Test
    void snprintfIsJudgedByWhatItWritesAndNotByItsSize() {
        // Given
        int block = env.call("malloc", 8);
        env.call("malloc", 8);
        call.string(FORMAT, "1234567");
        env.call("snprintf", block, 100, FORMAT, ARGUMENTS);
        call.string(FORMAT, "12345678");

        // When, Then
        assertThatThrownBy(() -> env.call("snprintf", block, 100, FORMAT, ARGUMENTS))
                .hasMessageStartingWith("snprintf would write 9 bytes into a block of 8");
        assertThat(call.string(block)).isEqualTo("1234567");
    }

    @Test
    void readsArgumentsOf8BytesAtMultiplesOf8() {
        // Given
        call.string(FORMAT, "%d %lld %d %.1f %d");
        call.memory().writeInt(ARGUMENTS, 1);
        call.memory().writeLong(ARGUMENTS + 8, 1L << 40);
        call.memory().writeInt(ARGUMENTS + 16, 3);
        call.memory().writeLong(ARGUMENTS + 24, Double.doubleToLongBits(4.5));
        call.memory().writeInt(ARGUMENTS + 32, 5);

        // When
        env.call("sprintf", TARGET, FORMAT, ARGUMENTS);

        // Then
        assertThat(call.string(TARGET)).isEqualTo("1 1099511627776 3 4.5 5");
    }

    @ParameterizedTest
    @CsvSource({"%n,write to memory", "%hhn,write to memory", "%Lf,long double", "%a,hexadecimal"})
    void trapsOnConversionsItRefuses(String conversion, String reason) {
        // Given
        call.string(FORMAT, "a" + conversion);
        call.memory().writeInt(ARGUMENTS, TARGET);

        // When, Then
        assertThatThrownBy(() -> env.call("sprintf", TARGET, FORMAT, ARGUMENTS))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("in the format at 0x00000101 is refused")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ls", "%lc"})
    void trapsOnWideCharacters(String conversion) {
        // Given
        call.string(FORMAT, conversion);

        // When, Then
        assertThatThrownBy(() -> env.call("sprintf", TARGET, FORMAT, ARGUMENTS))
                .hasMessageContaining("conversion \"" + conversion + "\"")
                .hasMessageContaining("wide characters");
    }

    @ParameterizedTest
    @CsvSource({"100%!,100%!", "%k %d,%k 7", "%-5y|,%-5y|", "50%,50", "a%5,a", "%%,%"})
    void printsWhatIsNoConversionAsItIs(String format, String expected) {
        // Given
        call.string(FORMAT, format);
        call.memory().writeInt(ARGUMENTS, 7);

        // When
        env.call("sprintf", TARGET, FORMAT, ARGUMENTS);

        // Then
        assertThat(call.string(TARGET)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"%s,(null)", "%8s,'  (null)'", "%.6s,(null)", "%.5s|,|", "%.0s|,|"})
    void printsANullString(String format, String expected) {
        // Given
        call.string(FORMAT, format);

        // When
        env.call("sprintf", TARGET, FORMAT, ARGUMENTS);

        // Then
        assertThat(call.string(TARGET)).isEqualTo(expected);
    }

    @Test
    void printsAStringAtAddress0() {
        // Given
        call.string(0, "zero");
        call.string(FORMAT, "%s");

        // When
        env.call("sprintf", TARGET, FORMAT, ARGUMENTS);

        // Then
        assertThat(call.string(TARGET)).isEqualTo("zero");
    }

    @Test
    void aStringWithPrecisionNeedsNoNul() {
        // Given
        call.memory().fill(PAGE - 4, (byte) 'z', 4);
        call.string(FORMAT, "%.*s");
        call.memory().writeInt(ARGUMENTS, 4);
        call.memory().writeInt(ARGUMENTS + 4, PAGE - 4);

        // When
        env.call("sprintf", TARGET, FORMAT, ARGUMENTS);

        // Then
        assertThat(call.string(TARGET)).isEqualTo("zzzz");
        call.memory().writeInt(ARGUMENTS, 5);
        assertThatThrownBy(() -> env.call("sprintf", TARGET, FORMAT, ARGUMENTS))
                .hasMessageContaining("no NUL before memory ends");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2147483647d",
                "%99999999999999999999d",
                "%.2147483647d",
                "%.2147483647f",
                "%.2147483647e",
                "%#.2147483647g",
                "%2147483647s",
                "%10000000d%10000000d"
            })
    void trapsWhereAFormatWouldFillTheHost(String format) {
        // Given
        call.string(FORMAT, format);

        // When, Then
        assertThatThrownBy(() -> env.call("snprintf", 0, 0, FORMAT, ARGUMENTS))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("the limit is 16,777,216");
    }

    @Test
    void formatsAgainAfterATrap() {
        // Given
        call.string(FORMAT, "abc%2147483647d");
        assertThatThrownBy(() -> env.call("printf", FORMAT, ARGUMENTS))
                .isInstanceOf(GuestTrap.class);

        // When
        call.string(FORMAT, "fine\n");
        env.call("printf", FORMAT, ARGUMENTS);

        // Then
        assertThat(printed()).containsExactly("STDOUT fine");
    }

    @Test
    void trapsWhenArgumentsAreOutOfBounds() {
        // Given
        call.string(FORMAT, "%d%d");

        // When, Then
        assertThatThrownBy(() -> env.call("printf", FORMAT, PAGE - 4))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("out of bounds");
    }

    @Test
    void looksAtTheDeadline() {
        // Given
        call.string(FORMAT, "%d".repeat(50));
        call.checksLeft = 20;

        // When, Then
        assertThatThrownBy(() -> env.call("printf", FORMAT, ARGUMENTS))
                .isInstanceOfSatisfying(
                        GuestTrap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT));
    }

    private List<String> printed() {
        List<String> lines = new ArrayList<>();
        output.flush((stream, text) -> lines.add(stream + " " + text));
        return lines;
    }
}
