package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageFormatException;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageSizeException;
import org.msgpack.core.MessageUnpacker;

/** The scanner beside msgpack-core, on random values in every form, cut and spoilt. */
class MsgpackScannerDifferentialTest {
    private final MsgpackScanner scanner = new MsgpackScanner();

    @Test
    void findsTheEndThatTheLibraryFinds() throws IOException {
        RandomMsgpack values = new RandomMsgpack(1);
        for (int round = 0; round < 10_000; round++) {
            // Given
            byte[] value = values.value();
            long expected = Reference.read(value).orElseThrow();

            // When
            ScanOutcome outcome = scanner.scanExactly(value, 0, value.length);

            // Then
            assertThat(expected).isEqualTo(value.length);
            assertThat(outcome)
                    .isEqualTo(
                            Msgpack.isMap(value[0])
                                    ? ScanOutcome.RECORD
                                    : ScanOutcome.NOT_A_RECORD);
        }
    }

    @Test
    void everyProperPrefixIsIncomplete() {
        RandomMsgpack values = new RandomMsgpack(2);
        for (int round = 0; round < 2_000; round++) {
            byte[] map = values.map();
            for (int cut = 0; cut < map.length; cut++) {
                // Given
                int end = cut;

                // When
                ScanOutcome outcome = scanner.scanFirst(map, 0, end);

                // Then
                assertThat(outcome).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
            }
        }
    }

    @Test
    void acceptsOfSpoiltValuesWhatTheLibraryAccepts() throws IOException {
        RandomMsgpack values = new RandomMsgpack(3);
        Random random = new Random(3);
        int accepted = 0;
        for (int round = 0; round < 10_000; round++) {
            // Given
            byte[] map = values.map();
            for (int spoilt = 1 + random.nextInt(3); spoilt > 0; spoilt--) {
                map[random.nextInt(map.length)] = (byte) random.nextInt();
            }
            Optional<Long> expected = Reference.read(map);

            // When
            ScanOutcome outcome = scanner.scanFirst(map, 0, map.length);

            // Then
            boolean accepts = outcome == ScanOutcome.RECORD || outcome == ScanOutcome.NOT_A_RECORD;
            assertThat(accepts).isEqualTo(expected.isPresent());
            if (outcome == ScanOutcome.RECORD) {
                assertThat((long) scanner.end()).isEqualTo(expected.orElseThrow());
                accepted++;
            }
        }
        assertThat(accepted).isBetween(1_500, 9_000);
    }

    /** Reads one value element by element with msgpack-core. */
    static final class Reference {

        /** How many bytes the first value takes, empty if there is none. */
        static Optional<Long> read(byte[] bytes) throws IOException {
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
                for (long missing = 1; missing > 0; missing--) {
                    missing += readElement(unpacker);
                }
                return Optional.of(unpacker.getTotalReadBytes());
            } catch (MessageInsufficientBufferException
                    | MessageFormatException
                    | MessageSizeException e) {
                return Optional.empty(); // a size exception is about counts of 2^31 and more
            }
        }

        private static long readElement(MessageUnpacker unpacker) throws IOException {
            switch (unpacker.getNextFormat().getValueType()) {
                case MAP -> {
                    return 2L * unpacker.unpackMapHeader();
                }
                case ARRAY -> {
                    return unpacker.unpackArrayHeader();
                }
                default -> {
                    unpacker.skipValue();
                    return 0;
                }
            }
        }
    }
}
