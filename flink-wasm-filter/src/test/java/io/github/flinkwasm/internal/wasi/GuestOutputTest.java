package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.wasi.GuestOutput.Stream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestOutputTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void handsOnFinishedLinesInOrderAndKeepsTheUnfinishedOne() {
        // Given
        GuestOutput output = new GuestOutput();
        write(output, Stream.STDOUT, "one\ntw");
        write(output, Stream.STDERR, "error\r\n");
        write(output, Stream.STDOUT, "o\nthr");

        // When
        output.flush(this::collect);

        // Then
        assertThat(lines).containsExactly("STDOUT one", "STDERR error", "STDOUT two");
        write(output, Stream.STDOUT, "ee\n");
        lines.clear();
        output.flush(this::collect);
        assertThat(lines).containsExactly("STDOUT three");
    }

    @Test
    void countsWhatIsOverTheLimitOfOneCall() {
        // Given
        GuestOutput output = new GuestOutput(10);
        write(output, Stream.STDOUT, "12345\n789");
        write(output, Stream.STDOUT, "0abc");
        write(output, Stream.STDERR, "x".repeat(2_000));

        // When
        output.flush(this::collect);

        // Then
        assertThat(lines)
                .containsExactly(
                        "STDOUT 12345",
                        "STDOUT 7890",
                        "STDOUT … 3 more bytes dropped; one call may print 10",
                        "STDERR … 2,000 more bytes dropped; one call may print 10");
    }

    @Test
    void beginsANewBudgetWithEveryFlush() {
        // Given
        GuestOutput output = new GuestOutput(4);
        write(output, Stream.STDOUT, "abc\nlost\n");
        output.flush(this::collect);
        lines.clear();
        write(output, Stream.STDOUT, "def\n");

        // When
        output.flush(this::collect);

        // Then
        assertThat(lines).containsExactly("STDOUT def");
    }

    @Test
    void breaksALongLineBetweenTwoCharacters() {
        // Given
        GuestOutput output = new GuestOutput();
        String line = "x" + "€".repeat(4_000); // 3 bytes each: byte 8,192 lies inside one

        // When
        write(output, Stream.STDOUT, line + "\n");
        output.flush(this::collect);

        // Then
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).hasSize("STDOUT ".length() + 1 + 8_191 / 3);
        assertThat(String.join("", lines).replace("STDOUT ", "")).isEqualTo(line);
    }

    @Test
    void makesControlCharactersAndInvalidUtf8Harmless() {
        // Given
        GuestOutput output = new GuestOutput();
        byte[] hostile =
                "a\u001b[31m\tb\rc\0d\u202ee\u0085\u2028f".getBytes(StandardCharsets.UTF_8);

        // When
        output.write(Stream.STDERR, hostile, 0, hostile.length);
        output.write(Stream.STDERR, new byte[] {(byte) 0xff, (byte) 0xc3, '\n'}, 0, 3);
        output.flush(this::collect);

        // Then
        assertThat(lines)
                .containsExactly(
                        "STDERR a\\x1b[31m\tb\\x0dc\\x00d\\u202ee\\x85\\u2028f\ufffd\ufffd");
    }

    @Test
    void restoresTheUnfinishedLineAndFinishesTheOneItReplaces() {
        // Given
        GuestOutput output = new GuestOutput();
        write(output, Stream.STDOUT, "start ");
        Object state = output.captureState();
        write(output, Stream.STDOUT, "then it trapped");

        // When
        output.restoreState(state);
        write(output, Stream.STDOUT, "again\n");
        output.flush(this::collect);

        // Then
        assertThat(lines).containsExactly("STDOUT start then it trapped", "STDOUT start again");
    }

    @Test
    void restoresTheSameStateAnyNumberOfTimes() {
        // Given
        GuestOutput output = new GuestOutput();
        write(output, Stream.STDERR, "half");
        Object state = output.captureState();

        // When
        for (int i = 0; i < 3; i++) {
            write(output, Stream.STDERR, " " + i + "\n");
            output.restoreState(state);
            output.restoreState(state);
        }
        output.flush(this::collect);

        // Then
        assertThat(lines).containsExactly("STDERR half 0", "STDERR half 1", "STDERR half 2");
    }

    @Test
    void hasLinesOnlyWhenFlushWouldHandAnyOn() {
        // Given
        GuestOutput output = new GuestOutput(5);

        // When
        write(output, Stream.STDOUT, "half");
        boolean withHalfALine = output.hasLines();
        write(output, Stream.STDOUT, "\n");
        boolean withALine = output.hasLines();
        output.flush(this::collect);
        boolean afterwards = output.hasLines();

        // Then
        assertThat(withHalfALine).isFalse();
        assertThat(withALine).isTrue();
        assertThat(afterwards).isFalse();
    }

    @Test
    void refusesANegativeLimit() {
        // When, Then
        assertThatThrownBy(() -> new GuestOutput(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 bytes a call; it must be 0");
    }

    private void collect(Stream stream, String text) {
        lines.add(stream + " " + text);
    }

    private static void write(GuestOutput output, Stream stream, String text) {
        byte[] bytes = ("??" + text).getBytes(StandardCharsets.UTF_8);
        output.write(stream, bytes, 2, bytes.length - 2);
    }
}
