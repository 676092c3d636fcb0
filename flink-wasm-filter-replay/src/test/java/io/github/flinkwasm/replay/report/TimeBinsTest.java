package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;

class TimeBinsTest {
    private static final long DAY = 86_400;
    private static final long START = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();

    @Test
    void aFewSecondsAreCountedBySecond() {
        // Given
        TimeBins bins = new TimeBins(1);

        // When
        bins.at(START)[0]++;
        bins.at(START + 1)[0]++;
        bins.at(START)[0]++;

        // Then
        assertThat(bins.span()).isEqualTo(TimeSpan.SECOND);
        assertThat(bins.sorted().firstEntry().getValue()).containsExactly(2);
    }

    @Test
    void thousandsOfDaysAreCountedByMonth() {
        // Given
        TimeBins bins = new TimeBins(1);

        // When
        for (int day = 0; day < 3_000; day++) {
            bins.at(START + day * DAY)[0]++;
        }

        // Then
        assertThat(bins.span()).isEqualTo(TimeSpan.MONTH);
        NavigableMap<Long, long[]> sorted = bins.sorted();
        assertThat(sorted.firstEntry().getValue()).containsExactly(31);
        assertThat(sorted.get(Instant.parse("2024-02-01T00:00:00Z").getEpochSecond()))
                .containsExactly(29);
        assertThat(sorted.values().stream().mapToLong(bin -> bin[0]).sum()).isEqualTo(3_000);
    }

    @Test
    void aStrayTimeLeavesTheOthersAsFineAsTheyWere() {
        // Given
        TimeBins bins = new TimeBins(1);
        for (int second = 0; second < 600; second++) {
            bins.at(START + second)[0]++;
        }

        // When
        bins.at(START - 9_000 * DAY)[0]++;

        // Then
        assertThat(bins.span()).isEqualTo(TimeSpan.SECOND);
        TimeBars bars = TimeBars.of(bins);
        assertThat(bars.outside()).hasSize(1);
        assertThat(bars.bars().get(0).start()).isEqualTo(START);
        assertThat(bars.bars()).hasSizeLessThanOrEqualTo(TimeBars.MAX_BARS);
        assertThat(bars.bars().stream().mapToLong(TimeBars.Bar::sum).sum()).isEqualTo(600);
    }

    @Test
    void barsAndWhatIsOutsideHoldEveryEvent() {
        // Given
        TimeBins bins = new TimeBins(2);
        long events = 0;
        for (int i = 0; i < 50_000; i++) {
            bins.at(START + (long) i * i % (40 * DAY))[i % 2]++;
            events++;
        }
        for (int year = 1; year < 20; year++) {
            bins.at(START - year * 365L * DAY)[0]++;
            events++;
        }

        // When
        TimeBars bars = TimeBars.of(bins);

        // Then
        long shown = bars.bars().stream().mapToLong(TimeBars.Bar::sum).sum();
        long outside = bars.outside().stream().mapToLong(TimeBars.Bar::sum).sum();
        assertThat(shown + outside).isEqualTo(events);
        assertThat(shown).isGreaterThanOrEqualTo(50_000);
    }

    @Test
    void barsFollowOneAnotherWithoutAGap() {
        // Given
        TimeBins bins = new TimeBins(1);
        List.of(0, 3, 200, 400).forEach(day -> bins.at(START + day * DAY)[0]++);

        // When
        List<TimeBars.Bar> bars = TimeBars.of(bins).bars();

        // Then
        assertThat(bars).hasSizeBetween(50, TimeBars.MAX_BARS);
        for (int i = 1; i < bars.size(); i++) {
            assertThat(bars.get(i).start()).isEqualTo(bars.get(i - 1).end());
        }
    }
}
