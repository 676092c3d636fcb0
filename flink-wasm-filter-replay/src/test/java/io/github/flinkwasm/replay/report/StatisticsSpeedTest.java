package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.replay.diff.OutcomeComparison;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What counting costs, after ten million events. Prints nanoseconds per event. */
@Tag("long")
class StatisticsSpeedTest {
    private static final int EVENTS = 10_000_000;

    @Test
    void tenMillionEventsAreCountedRightInBoundedSpace() throws IOException {
        // Given
        ReplayStatistics statistics = new ReplayStatistics();
        FilterStatistics filter = statistics.filter(0);
        List<String> tags = IntStream.range(0, 50).mapToObj(i -> "app.service-" + i).toList();

        // When
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            // As in an archive: time goes on, and a tag stays for a while.
            String tag = tags.get(i >> 10 & 31);
            long time = 1_700_000_000L + i / 50;
            if ((i & 3) == 0) {
                statistics.dropped(tag, time);
                filter.dropped();
            } else {
                statistics.emitted(tag, time);
                filter.emitted();
            }
            if ((i & 63) == 0) {
                filter.latency(i & 4095);
            }
        }
        double nanos = (double) (System.nanoTime() - start) / EVENTS;

        // Then
        System.out.printf("statistics: %.1f ns per event%n", nanos);
        statistics.fileRead(1, EVENTS);
        assertThat(statistics.isEveryLineAccountedFor()).isTrue();
        assertThat(statistics.dropped()).isEqualTo(EVENTS / 4);
        assertThat(statistics.toJson().length()).isLessThan(100_000);
        StringWriter html = new StringWriter();
        ReplayReport.write(html, SampleReplay.summary(statistics));
        assertThat(html.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
        assertThat(nanos).isLessThan(1_000);
    }

    @Test
    void tenMillionComparisonsOfTheSameBytesAreCheap() {
        // Given
        ReplayStatistics statistics = new ReplayStatistics();
        OutcomeComparison comparison = new OutcomeComparison(EventFormat.JSON, EventFormat.JSON);
        String record = "{\"message\":\"" + "x".repeat(200) + "\"}";
        LogEvent event = LogEvent.of("t", 1, 0, SampleReplay.utf8(record));
        FilterOutcome before = new FilterOutcome.Emitted(event);
        FilterOutcome after =
                new FilterOutcome.Emitted(event.withRecord(SampleReplay.utf8(record)));

        // When
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            statistics.compared(comparison.compare(before, after), event, "file", i);
        }
        double nanos = (double) (System.nanoTime() - start) / EVENTS;

        // Then
        System.out.printf("comparison: %.1f ns per event%n", nanos);
        assertThat(statistics.toJson()).contains("[[10000000,0,0],");
        assertThat(nanos).isLessThan(1_000);
    }
}
