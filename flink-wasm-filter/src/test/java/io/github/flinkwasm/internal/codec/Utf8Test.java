package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @Test
    void replacesWhatTheJdkReplacesForEveryPairOfBytes() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            // Given
            byte[] bytes = {(byte) (pair >> 8), (byte) pair, 'x'};

            // When
            byte[] repaired = Utf8.wellFormed(bytes);

            // Then
            assertRepairedAsTheJdkDoes(bytes, repaired);
        }
    }

    @Test
    void replacesWhatTheJdkReplacesInLongerSequences() {
        // Given: bytes that lead, that follow, and that lie just outside of what may follow
        byte[] interesting =
                HexFormat.of().parseHex("417f808f909fa0bfc0c2dfe0e1edeeeff0f1f4f5feff");
        Random random = new Random(3);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(9)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = interesting[random.nextInt(interesting.length)];
            }

            // When
            byte[] repaired = Utf8.wellFormed(bytes);

            // Then
            assertRepairedAsTheJdkDoes(bytes, repaired);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "eda080, efbfbdefbfbdefbfbd", // an encoded surrogate: the JDK would make it one
        "edbfbf41, efbfbdefbfbdefbfbd41",
        "eda0, efbfbdefbfbd",
        "ed80, efbfbd",
        "f09f98, efbfbd",
        "f09f9841, efbfbd41",
        "e0809f, efbfbdefbfbdefbfbd"
    })
    void replacesEachMaximalSubpartOnce(String hex, String repairedHex) {
        // When
        byte[] repaired = Utf8.wellFormed(HexFormat.of().parseHex(hex));

        // Then
        assertThat(repaired).asHexString().isEqualToIgnoringCase(repairedHex);
    }

    @Test
    void readsEveryCodePoint() {
        for (int codePoint = 0x80; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint == Character.MIN_SURROGATE) {
                codePoint = Character.MAX_SURROGATE + 1;
            }
            // Given
            byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);

            // When
            int length = Utf8.sequence(bytes, 0, bytes.length);

            // Then
            if (length != bytes.length || Utf8.codePoint(bytes, 0, length) != codePoint) {
                assertThat(length).as("U+%04X", codePoint).isEqualTo(bytes.length);
                assertThat(Utf8.codePoint(bytes, 0, length)).isEqualTo(codePoint);
            }
        }
    }

    @Test
    void doesNotReadBeyondTheRange() {
        // Given
        byte[] bytes = "😀".getBytes(StandardCharsets.UTF_8);

        // When
        int length = Utf8.sequence(bytes, 0, 3);

        // Then
        assertThat(length).isEqualTo(-3);
    }

    @Test
    void givesTheSameArrayWhereNothingIsIllFormed() {
        // Given
        byte[] bytes = "aé€😀".getBytes(StandardCharsets.UTF_8);

        // When
        byte[] repaired = Utf8.wellFormed(bytes);

        // Then
        assertThat(repaired).isSameAs(bytes);
    }

    private static void assertRepairedAsTheJdkDoes(byte[] bytes, byte[] repaired) {
        byte[] expected =
                new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(repaired, expected) && !holdsAnEncodedSurrogate(bytes)) {
            assertThat(repaired).as(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
        }
    }

    private static boolean holdsAnEncodedSurrogate(byte[] bytes) {
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i - 1] == (byte) 0xed && (bytes[i] & 0xe0) == 0xa0) {
                return true;
            }
        }
        return false;
    }
}
