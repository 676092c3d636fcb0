package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long GIB = 1L << 30;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long now;
    private ProgressSnapshot snapshot = new ProgressSnapshot(4, 0, 4 * GIB, 0, 0, 0, 0);

    @Test
    void aTerminalHasOneLineThatIsWrittenOver() {
        // Given
        ProgressLine line = line(true, 200);

        // When
        run(line, 60);
        line.end();

        // Then
        assertThat(text().chars().filter(c -> c == '\n').count()).isOne();
        assertThat(text()).endsWith("\u001b[K" + System.lineSeparator());
        assertThat(text()).contains("\r 25%  1 of 4 files  1.0 GiB of 4.0 GiB  1,000 events/s");
    }

    @Test
    void noLineIsAsWideAsTheTerminal() {
        // Given
        ProgressLine line = line(true, 40);

        // When
        run(line, 60);

        // Then
        assertThat(List.of(text().split("\r", -1)))
                .allSatisfy(
                        written ->
                                assertThat(written.replace("\u001b[K", "").length())
                                        .isLessThan(40));
    }

    @Test
    void withoutATerminalThereIsAPlainLineEveryFewSeconds() {
        // Given
        ProgressLine line = line(false, 80);

        // When
        run(line, 60);
        line.end();

        // Then
        assertThat(text()).doesNotContain("\r").doesNotContain("\u001b");
        assertThat(text().lines().count()).isBetween(10L, 14L);
    }

    @Test
    void timeLeftFollowsBytesAndNotFilesOrEvents() {
        // Given
        ProgressLine line = line(false, 200);

        // When
        run(line, 60);

        // Then
        assertThat(text().lines().reduce("", (before, last) -> last))
                .endsWith(" left")
                .contains("3 min 0");
    }

    @Test
    void aPauseMakesTheTimeLeftLongerLittleByLittle() {
        // Given
        ProgressLine line = line(false, 200);
        run(line, 60);

        // When
        for (int i = 0; i < 10; i++) {
            tick(line);
        }

        // Then
        String last = text().lines().reduce("", (before, after) -> after);
        assertThat(last).containsPattern(" ([4-9]|1\\d) min \\d\\d s left$");
    }

    @Test
    void theLastLineSaysHowItEnded() {
        // Given
        ProgressLine line = line(false, 200);
        run(line, 60);
        snapshot = new ProgressSnapshot(4, 4, 4 * GIB, 4 * GIB, 240_000, 3, 2);

        // When
        line.end();
        line.end();

        // Then
        assertThat(text().lines().reduce("", (before, last) -> last))
                .isEqualTo(
                        "100%  4 of 4 files  4.0 GiB  240,000 events  4,000 events/s  3 failed  2"
                                + " unreadable  in 1 min 00 s");
    }

    private ProgressLine line(boolean isTerminal, int columns) {
        return new ProgressLine(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                isTerminal,
                columns,
                () -> snapshot,
                () -> now);
    }

    /** A quarter of the bytes in a minute, at a thousand events a second. */
    private void run(ProgressLine line, int seconds) {
        line.tick();
        for (int tick = 1; tick <= 2 * seconds; tick++) {
            snapshot =
                    new ProgressSnapshot(
                            4, tick / 120, 4 * GIB, GIB * tick / 120, 500L * tick, 0, 0);
            tick(line);
        }
    }

    private void tick(ProgressLine line) {
        now += TimeUnit.MILLISECONDS.toNanos(500);
        line.tick();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
