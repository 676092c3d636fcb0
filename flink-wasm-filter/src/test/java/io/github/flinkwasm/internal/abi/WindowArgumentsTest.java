package io.github.flinkwasm.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.ModuleBytes;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowArgumentsTest {
    private static final CompiledModule ONE_PAGE =
            TestGuest.compile(ModuleBytes.moduleWithMemory());

    private static final int MARGIN = 16;

    private final TestGuest guest = TestGuest.start(ONE_PAGE);
    private final GuestMemory memory = guest.instance().memory();
    private final WindowArguments arguments = new WindowArguments(guest.instance());

    @AfterEach
    void close() {
        guest.close();
    }

    private byte[] read(int address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return bytes;
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, 2",
        "1, 1",
        "14, 100",
        "15, 100",
        "16, 100",
        "17, 100",
        "31, 3",
        "32, 3",
        "1000, 0",
        "5, 65536",
        "65536, 1048576",
        "200, 399"
    })
    void tagAndRecordStandAmongZeros(int tagLength, int recordLength) {
        // Given
        byte[] tag = filled(tagLength);
        byte[] record = filled(recordLength);

        for (boolean nulAfterRecord : new boolean[] {true, false}) {
            // When
            arguments.place(tag, record, nulAfterRecord);

            // Then
            int tagAt = arguments.tagAddress();
            int recordAt = arguments.recordAddress();
            assertThat(read(tagAt, tagLength)).isEqualTo(tag);
            assertThat(read(recordAt, recordLength)).isEqualTo(record);
            assertThat(recordAt % 16).isZero();
            assertThat(recordAt).isGreaterThan(tagAt + tagLength);
            assertThat(read(tagAt - MARGIN, MARGIN)).containsOnly(0);
            assertThat(read(tagAt + tagLength, recordAt - tagAt - tagLength)).containsOnly(0);
            assertThat(read(recordAt + recordLength, MARGIN)).containsOnly(0);
            assertThat(memory.contains(recordAt + recordLength, MARGIN + 1)).isFalse();
        }
    }

    @Test
    void nextEventFindsNothingOfTheLastOne() {
        // Given
        byte[] tag = "t".getBytes(StandardCharsets.UTF_8);
        arguments.place(filled(500), filled(5_000), true);
        memory.fill(GuestInstance.argumentsAddress(), (byte) 'y', 5_500);

        // When
        arguments.place(tag, filled(3), true);

        // Then
        assertThat(memory.stringLength(arguments.tagAddress())).isEqualTo(1);
        assertThat(memory.stringLength(arguments.recordAddress())).isEqualTo(3);
        arguments.place(filled(500), filled(5_000), true);
        assertThat(memory.stringLength(arguments.tagAddress())).isEqualTo(500);
    }

    @Test
    void moreThanTheWindowHoldsIsRefusedInNumbers() {
        // Given
        byte[] tag = filled(10);
        int most = GuestInstance.maxArgumentBytes() - 3 * MARGIN;
        byte[] record = new byte[most];

        // When
        arguments.place(tag, record, true);

        // Then
        assertThat(memory.contains(arguments.recordAddress(), most)).isTrue();
        assertThatThrownBy(() -> arguments.place(tag, new byte[most + 1], true))
                .isInstanceOf(Arguments.TooLargeException.class)
                .hasMessage(
                        "tag and record have 134,217,691 bytes together, but a filter can be given"
                                + " 134,217,680 at most");
    }

    @Test
    void neitherPlacingNorReleasingTouchesTheGuest() {
        // Given
        long before = guest.instance().memoryBytes();

        // When
        arguments.place(filled(1_000), filled(100_000), true);
        arguments.release();

        // Then
        assertThat(guest.instance().memoryBytes()).isEqualTo(before);
        assertThat(read(0, 65_536)).containsOnly(0);
    }
}
