package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    @Test
    void percentilesAreAtMostASixteenthTooLarge() {
        // Given
        LatencyHistogram histogram = new LatencyHistogram();
        for (int nanos = 1; nanos <= 100_000; nanos++) {
            histogram.add(nanos);
        }

        // When
        List<Long> percentiles =
                List.of(
                        histogram.percentile(0.5),
                        histogram.percentile(0.9),
                        histogram.percentile(0.99));

        // Then
        assertThat(percentiles.get(0)).isBetween(50_000L, 53_200L);
        assertThat(percentiles.get(1)).isBetween(90_000L, 95_700L);
        assertThat(percentiles.get(2)).isBetween(99_000L, 100_000L);
        assertThat(histogram.max()).isEqualTo(100_000);
        assertThat(histogram.mean()).isCloseTo(50_000.5, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 15, 16, 17, 1_000, 1L << 40, Long.MAX_VALUE})
    void oneCallIsItsOwnPercentile(long nanos) {
        // Given
        LatencyHistogram histogram = new LatencyHistogram();

        // When
        histogram.add(nanos);

        // Then
        assertThat(histogram.percentile(0.5)).isEqualTo(nanos);
        assertThat(histogram.ranges())
                .singleElement()
                .satisfies(range -> assertThat(range.calls()).isOne());
    }

    @Test
    void rangesHoldEveryCallWithoutAGap() {
        // Given
        LatencyHistogram histogram = new LatencyHistogram();
        for (long nanos = 3; nanos < 1_000_000_000; nanos = nanos * 3 / 2 + 1) {
            histogram.add(nanos);
        }

        // When
        List<LatencyHistogram.Range> ranges = histogram.ranges();

        // Then
        assertThat(ranges.stream().mapToLong(LatencyHistogram.Range::calls).sum())
                .isEqualTo(histogram.count());
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).from()).isEqualTo(ranges.get(i - 1).to());
        }
    }
}
