package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a guest returned, as any bytes: the scanners agree with Jackson and msgpack-core on what is
 * a record, and what they hand on is one.
 */
class ScannersFuzzTest {

    /** Deeper than this, Jackson keeps on while the scanner does not: not compared. */
    private static final int DEPTH = 512;

    /** Jackson takes no longer number. */
    private static final int NUMBER_LENGTH = 1_000;

    @FuzzTest(maxDuration = "5s")
    void json(byte[] bytes) throws IOException {
        JsonScanner scanner = new JsonScanner(DEPTH, NUMBER_LENGTH);
        ScanOutcome first = scanner.scanFirst(bytes, 0, bytes.length);
        if (first == ScanOutcome.RECORD) {
            byte[] copy = scanner.copyValue();
            assertThat(Utf8.wellFormed(copy)).isSameAs(copy);
            assertThat(scanner.scanExactly(copy, 0, copy.length)).isEqualTo(first);
            assertThat(scanner.copyValue()).isEqualTo(copy);
        } else if (first != ScanOutcome.BLANK) {
            assertThat(scanner.detail()).hasSizeBetween(20, 250);
        }

        ScanOutcome exact = scanner.scanExactly(bytes, 0, bytes.length);
        if (exact == ScanOutcome.TOO_DEEP || hasLongNumber(bytes) || !isUnicode(bytes)) {
            return;
        }
        boolean accepts = exact == ScanOutcome.RECORD || exact == ScanOutcome.NOT_A_RECORD;
        String text = new String(bytes, StandardCharsets.UTF_8);
        Optional<List<String>> copied =
                accepts
                        ? JsonScannerDifferentialTest.read(
                                JsonScannerDifferentialTest.STRICT, scanner.copyAnyValue())
                        : Optional.empty();
        assertThat(copied)
                .isEqualTo(
                        JsonScannerDifferentialTest.read(
                                JsonScannerDifferentialTest.LENIENT, text));
    }

    @FuzzTest(maxDuration = "5s")
    void msgpack(byte[] bytes) throws IOException {
        MsgpackScanner scanner = new MsgpackScanner(DEPTH);
        ScanOutcome outcome = scanner.scanFirst(bytes, 0, bytes.length);
        if (outcome == ScanOutcome.TOO_DEEP || bytes.length == 0) {
            return;
        }
        boolean accepts = outcome == ScanOutcome.RECORD || outcome == ScanOutcome.NOT_A_RECORD;
        Optional<Long> expected = MsgpackScannerDifferentialTest.Reference.read(bytes);
        assertThat(accepts).isEqualTo(expected.isPresent());
        if (outcome == ScanOutcome.RECORD) {
            int end = scanner.end();
            assertThat((long) end).isEqualTo(expected.orElseThrow());
            byte[] copy = scanner.copyValue();
            assertThat(scanner.scanExactly(copy, 0, copy.length)).isEqualTo(outcome);
            assertThat(scanner.scanFirst(bytes, 0, end - 1))
                    .isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
        }
    }

    private static boolean hasLongNumber(byte[] bytes) {
        int run = 0;
        for (byte each : bytes) {
            run = each > ' ' && each != '"' && each != ',' ? run + 1 : 0;
            if (run >= NUMBER_LENGTH) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnicode(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            // Jackson takes it for what it is, the scanner for a byte that is no JSON.
            return !text.startsWith("\uFEFF");
        } catch (CharacterCodingException ill) {
            return false;
        }
    }
}
