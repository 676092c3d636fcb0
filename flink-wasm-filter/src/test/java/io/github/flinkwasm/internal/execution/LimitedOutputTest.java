package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.wasi.GuestOutput.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitedOutputTest {
    private static final int LINE = 10 + LimitedOutput.LINE_OVERHEAD;
    private static final String NOTE =
            "… 2 lines of guest output left out: more than 148 bytes in one second"
                    + " (maxGuestOutputPerSecond)";

    private final List<String> lines = new ArrayList<>();
    private long now;

    private LimitedOutput limitedTo(long bytesPerSecond) {
        return new LimitedOutput(
                (stream, text) -> lines.add(stream + " " + text), bytesPerSecond, () -> now);
    }

    private static void print(LimitedOutput output, int from, int count) {
        for (int i = from; i < from + count; i++) {
            output.line(Stream.STDOUT, "line %05d".formatted(i));
        }
    }

    @Test
    void linesBeyondTheLimitAreLeftOutAndCountedInTheNextSecond() {
        // Given
        LimitedOutput output = limitedTo(2 * LINE);
        print(output, 0, 4);
        now += TimeUnit.SECONDS.toNanos(1);

        // When
        print(output, 4, 1);

        // Then
        assertThat(lines)
                .containsExactly(
                        "STDOUT line 00000",
                        "STDOUT line 00001",
                        "STDERR " + NOTE,
                        "STDOUT line 00004");
    }

    @Test
    void aLineThatWouldFitIsLeftOutTooOnceOneDidNotFit() {
        // Given
        LimitedOutput output = limitedTo(2 * LINE);
        print(output, 0, 1);
        output.line(Stream.STDERR, "x".repeat(100));

        // When
        output.line(Stream.STDOUT, "");

        // Then
        assertThat(lines).containsExactly("STDOUT line 00000");
    }

    @Test
    void whatWasLeftOutLastIsSaidAtTheEnd() {
        // Given
        LimitedOutput output = limitedTo(2 * LINE);
        print(output, 0, 4);

        // When
        output.close();

        // Then
        assertThat(lines)
                .containsExactly("STDOUT line 00000", "STDOUT line 00001", "STDERR " + NOTE);
    }

    @Test
    void aFloodOfEmptyLinesIsLimitedToo() {
        // Given
        LimitedOutput output = limitedTo(64 * 1024);

        // When
        for (int i = 0; i < 100_000; i++) {
            output.line(Stream.STDOUT, "");
        }

        // Then
        assertThat(lines).hasSize(1024);
    }

    @Test
    void nothingIsHandedOnUnderALimitOfZeroButTheCount() {
        // Given
        LimitedOutput output = limitedTo(0);
        print(output, 0, 3);

        // When
        output.close();

        // Then
        assertThat(lines).singleElement().asString().contains("3 lines of guest output left out");
    }
}
