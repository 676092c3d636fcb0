package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeftOutLinesTest {

    private final List<String> log = new ArrayList<>();
    // A clock of System.nanoTime's kind starts anywhere and may overflow.
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
    private final LeftOutLines lines = new LeftOutLines(log::add, nanoTime::get);

    @Test
    void aFloodOfLinesIsSaidOfAFewAndCounted() {
        // When
        for (int n = 0; n < 1_000; n++) {
            lines.add("it is wrong.");
        }
        nanoTime.addAndGet(LeftOutLines.INTERVAL.toNanos());
        lines.add("it is wrong too.");
        lines.add("so is this.");

        // Then
        assertThat(log).hasSize(LeftOutLines.MOST + 2);
        assertThat(log.get(0)).isEqualTo("A line of the control stream is left out: it is wrong.");
        assertThat(log.get(LeftOutLines.MOST - 1)).endsWith("nothing is said for a while.");
        assertThat(log.get(LeftOutLines.MOST)).endsWith("it is wrong too. (990 before it, unsaid)");
        assertThat(log.get(LeftOutLines.MOST + 1)).endsWith("so is this.");
    }
}
