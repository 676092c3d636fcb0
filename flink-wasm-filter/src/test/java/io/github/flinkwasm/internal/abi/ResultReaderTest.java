package io.github.flinkwasm.internal.abi;

import static io.github.flinkwasm.AbiVersion.VERSION_1;
import static io.github.flinkwasm.AbiVersion.VERSION_2;
import static io.github.flinkwasm.EventFormat.JSON;
import static io.github.flinkwasm.EventFormat.MSGPACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.ModuleBytes;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the table of docs/reference/abi.md, "What the guest returns", in one page of memory.
 */
class ResultReaderTest {
    private static final CompiledModule ONE_PAGE =
            TestGuest.compile(ModuleBytes.moduleWithMemory());

    private static final int MEMORY_END = 65_536;
    private static final int LIMIT = 64;
    private static final ResultLimits LIMITS = new ResultLimits(LIMIT, 8, 10);
    private static final int AT = 4096;

    private final TestGuest guest = TestGuest.start(ONE_PAGE);
    private final GuestMemory memory = guest.instance().memory();

    @AfterEach
    void close() {
        guest.close();
    }

    private String read(AbiVersion version, EventFormat format, long result) {
        ResultReader reader = new ResultReader(version, format, LIMITS);
        return switch (reader.read(result, memory)) {
            case EMITTED -> "emitted " + shown(format, reader.record());
            case DROPPED -> "dropped";
            case FAILED -> {
                assertThat(reader.detail()).isNotBlank();
                yield reader.reason().name();
            }
            case CANCELLED -> throw new AssertionError("reading cannot be cancelled");
        };
    }

    private static String shown(EventFormat format, byte[] record) {
        return switch (format) {
            case JSON -> new String(record, StandardCharsets.UTF_8);
            case MSGPACK -> HexFormat.of().formatHex(record);
        };
    }

    private static byte[] bytes(EventFormat format, String text) {
        return switch (format) {
            case JSON -> text.replace('~', '\0').getBytes(StandardCharsets.UTF_8);
            case MSGPACK -> HexFormat.of().parseHex(text.replace(" ", ""));
        };
    }

    private static long version2(int pointer, int length) {
        return (long) length << 32 | Integer.toUnsignedLong(pointer);
    }

    static List<Arguments> resultsOfVersion1() {
        return List.of(
                // ~ is a NUL
                Arguments.of(JSON, "~", "dropped"),
                Arguments.of(JSON, " \t\r\n~{\"a\":1}~", "dropped"),
                Arguments.of(JSON, "{\"a\":1}~", "emitted {\"a\":1}"),
                Arguments.of(JSON, " {\"a\":1} ~", "emitted {\"a\":1}"),
                Arguments.of(JSON, "{}~", "emitted {}"),
                Arguments.of(JSON, "{\"a\":1}stale text without end", "emitted {\"a\":1}"),
                Arguments.of(JSON, "{\"a\":1}{\"b\":2}~", "emitted {\"a\":1}"),
                Arguments.of(JSON, "{\"a\":~", "INVALID_RECORD"),
                Arguments.of(JSON, "{~\"a\":1}", "INVALID_RECORD"),
                Arguments.of(JSON, "[1]~", "INVALID_RECORD"),
                Arguments.of(JSON, "\"text\"~", "INVALID_RECORD"),
                Arguments.of(JSON, "12~", "INVALID_RECORD"),
                Arguments.of(JSON, "null~", "INVALID_RECORD"),
                Arguments.of(JSON, "{a:1}~", "INVALID_RECORD"),
                Arguments.of(JSON, "garbage~", "INVALID_RECORD"),
                Arguments.of(JSON, "{\"a\":" + "[".repeat(9) + "~", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "81 a161 01 ff", "emitted 81a16101"),
                Arguments.of(MSGPACK, "80", "emitted 80"),
                Arguments.of(MSGPACK, "82 a161 00 a162 a300 0000", "emitted 82a16100a162a3000000"),
                Arguments.of(MSGPACK, "00", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "20", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "a0", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "91 80", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "c1", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "81 a161 9191919191919191 01", "INVALID_RECORD"));
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @MethodSource("resultsOfVersion1")
    void version1TakesTheFirstValueAtThePointer(EventFormat format, String text, String expected) {
        // Given
        byte[] bytes = bytes(format, text);
        memory.write(AT, bytes, 0, bytes.length);

        // When
        String outcome = read(VERSION_1, format, AT);

        // Then
        assertThat(outcome).isEqualTo(expected);
    }

    static List<Arguments> resultsAtTheEndOfMemory() {
        return List.of(
                Arguments.of(JSON, "{\"a\":1}", "emitted {\"a\":1}"),
                Arguments.of(JSON, "{\"a\":1", "INVALID_POINTER"),
                Arguments.of(JSON, "{", "INVALID_POINTER"),
                Arguments.of(JSON, "   ", "INVALID_POINTER"),
                Arguments.of(JSON, "  ~", "dropped"),
                Arguments.of(MSGPACK, "81 a161 01", "emitted 81a16101"),
                Arguments.of(MSGPACK, "81 a161", "INVALID_POINTER"),
                Arguments.of(MSGPACK, "df ffffffff", "INVALID_POINTER"),
                Arguments.of(MSGPACK, "81 a161 c6 7fffffff 00", "INVALID_POINTER"));
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @MethodSource("resultsAtTheEndOfMemory")
    void version1EndsWithMemory(EventFormat format, String text, String expected) {
        // Given
        byte[] bytes = bytes(format, text);
        memory.write(MEMORY_END - bytes.length, bytes, 0, bytes.length);

        // When
        String outcome = read(VERSION_1, format, MEMORY_END - bytes.length);

        // Then
        assertThat(outcome).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void version1EndsWithTheOutputLimit(EventFormat format) {
        for (int length = LIMIT - 1; length <= LIMIT + 1; length++) {
            // Given
            byte[] record = recordOf(format, length);
            memory.write(AT, record, 0, length);

            // When
            String outcome = read(VERSION_1, format, AT);

            // Then
            assertThat(outcome)
                    .isEqualTo(
                            length <= LIMIT
                                    ? "emitted " + shown(format, record)
                                    : "OUTPUT_TOO_LARGE");
        }
    }

    static List<EventFormat> formats() {
        return List.of(EventFormat.values());
    }

    /** A record with one string, as long as asked. */
    private static byte[] recordOf(EventFormat format, int length) {
        return switch (format) {
            case JSON ->
                    ("{\"a\":\"" + "x".repeat(length - 8) + "\"}").getBytes(StandardCharsets.UTF_8);
            case MSGPACK ->
                    HexFormat.of()
                            .parseHex(
                                    "81a161d9"
                                            + HexFormat.of().toHexDigits((byte) (length - 5))
                                            + "78".repeat(length - 5));
        };
    }

    @ParameterizedTest
    @MethodSource("formats")
    void pointersOutsideOfMemoryAreInvalidInBothVersions(EventFormat format) {
        for (int pointer :
                new int[] {MEMORY_END, 0x7000_0000, 0x7800_0000, 0x7fff_ffff, 0x8000_0000, -1}) {
            // When
            String first = read(VERSION_1, format, pointer);
            String second = read(VERSION_2, format, version2(pointer, 2));

            // Then
            assertThat(first).isEqualTo("INVALID_POINTER");
            assertThat(second).isEqualTo("INVALID_POINTER");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void nullDropsInBothVersions(EventFormat format) {
        // When
        String first = read(VERSION_1, format, 0);
        String second = read(VERSION_2, format, 0);

        // Then
        assertThat(first).isEqualTo("dropped");
        assertThat(second).isEqualTo("dropped");
    }

    @Test
    void version1LooksAtTheLowHalfOfTheResultOnly() {
        // Given
        memory.write(AT, bytes(JSON, "{\"a\":1}~"), 0, 8);

        // When
        String signExtended = read(VERSION_1, JSON, 0xffff_ffff_0000_0000L | AT);

        // Then
        assertThat(signExtended).isEqualTo("emitted {\"a\":1}");
        assertThat(read(VERSION_1, JSON, 0x1_0000_0000L)).isEqualTo("dropped");
    }

    @Test
    void resultsInTheHostsWindowsAreRead() {
        // Given
        byte[] record = bytes(JSON, "{\"a\":1}");
        byte[] window = guest.instance().openArgumentWindow(record.length);
        System.arraycopy(record, 0, window, 0, record.length);
        memory.growHeap(100);
        memory.write(memory.heapBase() + 10, record, 0, record.length);
        int argument = GuestInstance.argumentsAddress();

        // When
        String fromArguments = read(VERSION_1, JSON, argument);
        String fromHeap = read(VERSION_1, JSON, memory.heapBase() + 10);

        // Then
        assertThat(fromArguments).isEqualTo("emitted {\"a\":1}");
        assertThat(fromHeap).isEqualTo("emitted {\"a\":1}");
        assertThat(read(VERSION_2, JSON, version2(argument, 7))).isEqualTo("emitted {\"a\":1}");
        assertThat(read(VERSION_2, JSON, version2(argument, 8))).isEqualTo("INVALID_POINTER");
        assertThat(read(VERSION_1, JSON, argument + 1)).isEqualTo("INVALID_RECORD");
    }

    static List<Arguments> resultsOfVersion2() {
        return List.of(
                Arguments.of(JSON, "{\"a\":1}", "emitted {\"a\":1}"),
                Arguments.of(JSON, " {\"a\":1}\r\n", "emitted {\"a\":1}"),
                Arguments.of(JSON, "{\"a\":1}~", "INVALID_RECORD"),
                Arguments.of(JSON, "{\"a\":1}{}", "INVALID_RECORD"),
                Arguments.of(JSON, "{\"a\":1", "INVALID_RECORD"),
                Arguments.of(JSON, " ", "INVALID_RECORD"),
                Arguments.of(JSON, "~", "INVALID_RECORD"),
                Arguments.of(JSON, "[]", "INVALID_RECORD"),
                Arguments.of(JSON, "{a}", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "81 a161 00", "emitted 81a16100"),
                Arguments.of(MSGPACK, "81 a161 00 00", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "81 a161", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "90", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "00", "INVALID_RECORD"),
                Arguments.of(MSGPACK, "df ffffffff", "INVALID_RECORD"));
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @MethodSource("resultsOfVersion2")
    void version2TakesExactlyOneRecord(EventFormat format, String text, String expected) {
        // Given
        byte[] bytes = bytes(format, text);
        memory.write(AT, bytes, 0, bytes.length);

        // When
        String outcome = read(VERSION_2, format, version2(AT, bytes.length));

        // Then
        assertThat(outcome).isEqualTo(expected);
    }

    @Test
    void version2RefusesHalfOfAResult() {
        // When
        String noLength = read(VERSION_2, JSON, version2(AT, 0));
        String noPointer = read(VERSION_2, JSON, version2(0, 2));

        // Then
        assertThat(noLength).isEqualTo("INVALID_RECORD");
        assertThat(noPointer).isEqualTo("INVALID_POINTER");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void version2EndsWithTheOutputLimitAndWithMemory(EventFormat format) {
        // Given
        byte[] record = recordOf(format, LIMIT);
        memory.write(MEMORY_END - LIMIT, record, 0, LIMIT);

        // When
        String whole = read(VERSION_2, format, version2(MEMORY_END - LIMIT, LIMIT));

        // Then
        assertThat(whole).isEqualTo("emitted " + shown(format, record));
        assertThat(read(VERSION_2, format, version2(MEMORY_END - LIMIT, LIMIT + 1)))
                .isEqualTo("OUTPUT_TOO_LARGE");
        assertThat(read(VERSION_2, format, version2(MEMORY_END - LIMIT + 1, LIMIT)))
                .isEqualTo("INVALID_POINTER");
        assertThat(read(VERSION_2, format, version2(AT, -1))).isEqualTo("OUTPUT_TOO_LARGE");
        assertThat(read(VERSION_2, format, version2(AT, Integer.MIN_VALUE)))
                .isEqualTo("OUTPUT_TOO_LARGE");
    }

    @Test
    void detailSaysWhatWasReturnedAndInWhichFormatAndVersion() {
        // Given
        ResultReader reader = new ResultReader(VERSION_2, JSON, LIMITS);

        // When
        reader.read(version2(0xdead_beef, 100), memory);

        // Then
        assertThat(reader.detail())
                .isEqualTo(
                        "the filter returned 100 bytes at 0xdeadbeef, but the limit is 64 (JSON,"
                                + " ABI version 2)");
    }

    @Test
    void nothingOfTheLastCallStays() {
        // Given
        ResultReader reader = new ResultReader(VERSION_1, JSON, LIMITS);
        memory.write(AT, bytes(JSON, "{\"a\":1}~"), 0, 8);
        reader.read(AT, memory);
        assertThat(reader.record()).isNotEmpty();

        // When
        reader.read(-1, memory);

        // Then
        assertThatThrownBy(reader::record).isInstanceOf(IllegalStateException.class);
        assertThat(reader.reason()).isNotNull();
        reader.read(0, memory);
        assertThatThrownBy(reader::reason).isInstanceOf(IllegalStateException.class);
        assertThat(reader.detail()).isEmpty();
    }

    @Test
    void recordIsACopy() {
        // Given
        ResultReader reader = new ResultReader(VERSION_1, JSON, LIMITS);
        memory.write(AT, bytes(JSON, "{\"a\":1}~"), 0, 8);
        reader.read(AT, memory);

        // When
        memory.fill(AT, (byte) 'x', 8);

        // Then
        assertThat(reader.record()).isEqualTo(bytes(JSON, "{\"a\":1}"));
    }
}
