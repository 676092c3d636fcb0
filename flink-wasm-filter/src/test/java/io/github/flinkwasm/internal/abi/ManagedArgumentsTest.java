package io.github.flinkwasm.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedArgumentsTest {
    private static final CompiledModule MANAGED = TestGuest.compile("wat/abi/managed");
    private static final byte[] TAG = "tag".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RECORD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private final TestGuest guest = TestGuest.start(MANAGED);
    private final GuestMemory memory = guest.instance().memory();
    private final ManagedArguments arguments =
            new ManagedArguments(guest.instance(), MANAGED.description());

    @BeforeEach
    void startClock() {
        memory.fill(0, (byte) 'x', 65_536);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private void place(boolean nulAfterRecord) {
        guest.instance().startClock(TimeUnit.SECONDS.toNanos(30));
        try {
            arguments.place(TAG, RECORD, nulAfterRecord);
        } finally {
            guest.instance().stopClock();
        }
    }

    private String text(int address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', '~');
    }

    @Test
    void jsonRecordAndTagGetANulAndRoomForIt() {
        // When
        place(true);

        // Then
        assertThat(arguments.tagAddress()).isEqualTo(1024);
        assertThat(arguments.recordAddress()).isEqualTo(2048);
        assertThat(text(1023, 6)).isEqualTo("xtag~x");
        assertThat(text(2047, 10)).isEqualTo("x{\"a\":1}~x");
        assertThat(guest.call("sizes")).isEqualTo(4L << 32 | 8);
    }

    @Test
    void msgpackRecordHasNothingBehindIt() {
        // When
        place(false);

        // Then
        assertThat(text(2047, 9)).isEqualTo("x{\"a\":1}x");
        assertThat(guest.call("sizes")).isEqualTo(4L << 32 | 7);
    }

    @Test
    void bothArePinnedUntilReleased() {
        // Given
        place(true);
        long pinned = guest.call("pins");

        // When
        guest.instance().startClock(TimeUnit.SECONDS.toNanos(30));
        arguments.release();
        guest.instance().stopClock();

        // Then
        assertThat(pinned).isEqualTo(2);
        assertThat(guest.call("pins")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2048", // null
        "1024, 0",
        "65534, 2048", // runs over the end
        "1024, 65530",
        "65536, 2048", // outside
        "-4, 2048",
        "1024, -2147483648",
        "1879048192, 2048", // the argument window, which is closed
        "1024, 2013265920" // the heap window, which is empty
    })
    void allocatorThatGivesWhatIsNotThereIsATrap(int first, int second) {
        // Given
        guest.call("plan", first, second);

        // When
        assertThatThrownBy(() -> place(true))

                // Then
                .isInstanceOf(GuestTrap.class)
                .hasMessageMatching(
                        "the guest's __new\\(\\d\\) returned 0x[0-9a-f]{8}, where \\d bytes do not"
                                + " fit into its memory");
        assertThat(text(0, 65_536)).doesNotContain("tag").doesNotContain("{");
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "1024, 1027", "1024, 1017", "2048, 2047", "1024, 1025"})
    void overlappingObjectsAreATrapSinceTheRecordWouldBeWrong(int first, int second) {
        // Given
        guest.call("plan", first, second);

        // When
        assertThatThrownBy(() -> place(true))

                // Then
                .isInstanceOf(GuestTrap.class)
                .hasMessageStartingWith("the guest's __new returned overlapping objects: 0x");
    }

    @ParameterizedTest
    @CsvSource({"1024, 1028", "1024, 1016", "16, 65528", "65532, 16"})
    void neighboursAreFine(int first, int second) {
        // Given
        guest.call("plan", first, second);

        // When
        place(true);

        // Then
        assertThat(text(first, 4)).isEqualTo("tag~");
        assertThat(text(second, 8)).isEqualTo("{\"a\":1}~");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void trapOfTheGuestsRuntimeEndsThePlacing(int function) {
        // Given
        guest.call("trap_in", function);

        // When
        assertThatThrownBy(() -> place(true))

                // Then
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("unreachable");
    }
}
