package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                                assertThat(written.replaceAll("\u001b\\[[?0-9]*[Klh]", ""))
                                        .hasSizeLessThan(40));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 120})
    void failuresAndTimeLeftAreSeenAtEveryWidth(int columns) {
        // Given
        ProgressLine line = line(true, columns);
        run(line, 60);
        snapshot = new ProgressSnapshot(1_234, 567, 4 * GIB, GIB, 1_234_567, 8, 123_456);

        // When
        line.tick();

        // Then
        assertThat(text().substring(text().lastIndexOf('\r')))
                .contains("8 failed")
                .contains(" s left\u001b[K");
    }

    @Test
    void whatWasDoneBeforeAResumeIsNoSpeed() {
        // Given
        snapshot = new ProgressSnapshot(4, 3, 4 * GIB, 3 * GIB, 0, 0, 0);
        ProgressLine line = line(false, 200);
        line.tick();

        // When
        for (int tick = 1; tick <= 20; tick++) {
            snapshot = new ProgressSnapshot(4, 3, 4 * GIB, 3 * GIB + (GIB >> 10) * tick, 0, 0, 0);
            tick(line);
        }

        // Then: 1,004 of 1,024 parts are left, two of which take a second
        assertThat(text().lines().reduce("", (before, last) -> last)).contains("8 min 2");
    }

    @Test
    void filesThatGrewMakeNoMoreThanTheWhole() {
        // Given
        ProgressLine line = line(false, 200);
        snapshot = new ProgressSnapshot(1, 0, 100, 250, 1, 0, 0);

        // When
        line.end();

        // Then
        assertThat(text()).startsWith("100%");
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
