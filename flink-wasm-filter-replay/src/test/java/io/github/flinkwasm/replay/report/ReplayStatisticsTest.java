package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReplayStatisticsTest {
    private static final int PARTS = 12;

    @RepeatedTest(10)
    void anyOrderAndGroupingOfPartsMergesToTheSame(RepetitionInfo repetition) {
        // Given
        int seed = repetition.getCurrentRepetition();
        List<Integer> order = new ArrayList<>(IntStream.range(0, PARTS).boxed().toList());
        ReplayStatistics inOrder = new ReplayStatistics();
        order.forEach(part -> inOrder.merge(part(part, seed)));

        // When
        Collections.shuffle(order, new Random(seed));
        List<ReplayStatistics> parts = new ArrayList<>();
        order.forEach(part -> parts.add(part(part, seed)));
        Random random = new Random(seed);
        while (parts.size() > 1) {
            ReplayStatistics right = parts.remove(random.nextInt(parts.size()));
            parts.get(random.nextInt(parts.size())).merge(right);
        }

        // Then
        assertThat(parts.get(0).toJson()).isEqualTo(inOrder.toJson());
    }

    @Test
    void onePassCountsTheSameAsPartsThatAreMerged() {
        // Given
        ReplayStatistics onePass = new ReplayStatistics();
        for (int part = 0; part < PARTS; part++) {
            count(onePass, part, 7);
        }

        // When
        ReplayStatistics merged = new ReplayStatistics();
        for (int part = PARTS - 1; part >= 0; part--) {
            merged.merge(part(part, 7));
        }

        // Then
        assertThat(merged.toJson()).isEqualTo(onePass.toJson());
    }

    @Test
    void whatIsMergedStaysAsItIs() {
        // Given
        ReplayStatistics part = part(1, 1);
        String before = part.toJson();
        ReplayStatistics sum = new ReplayStatistics();

        // When
        sum.merge(part);
        sum.merge(part(2, 1));
        sum.emitted("tag-1", 1_790_000_000);

        // Then
        assertThat(part.toJson()).isEqualTo(before);
    }

    @Test
    void jsonIsOneLineThatReadsAsTheSameStatistics() {
        // Given
        ReplayStatistics statistics = part(1, 1);
        SampleReplay.compare(statistics, 200);

        // When
        String json = statistics.toJson();

        // Then
        assertThat(json).doesNotContain("\n");
        ReplayStatistics read = ReplayStatistics.fromJson(json);
        assertThat(read.toJson()).isEqualTo(json);
        read.merge(part(2, 1));
        statistics.merge(part(2, 1));
        assertThat(read.toJson()).isEqualTo(statistics.toJson());
    }

    @Test
    void somethingElseThanStatisticsIsRefusedWithAWord() {
        // Given
        String json = "{\"files\":1,\"colour\":2}";

        // When, Then
        assertThatThrownBy(() -> ReplayStatistics.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no statistics of a replay")
                .hasMessageContaining("Replay the file again");
    }

    @Test
    void everyLineIsAccountedForOnlyWhenTheSumsAgree() {
        // Given
        ReplayStatistics statistics = new ReplayStatistics();
        statistics.emitted("a", 1);
        statistics.dropped("a", 1);
        statistics.unreadable("no object", new byte[] {'x'}, "f", 3);

        // When
        statistics.fileRead(10, 3);

        // Then
        assertThat(statistics.isEveryLineAccountedFor()).isTrue();
        statistics.fileRead(10, 1);
        assertThat(statistics.isEveryLineAccountedFor()).isFalse();
    }

    @Test
    void hostileTagsTimesAndDetailsLeaveItBoundedAndTotalsExact() {
        // Given
        ReplayStatistics statistics = new ReplayStatistics();
        SplittableRandom random = new SplittableRandom(3);
        int events = 60_000;

        // When
        for (int i = 0; i < events; i++) {
            String noise = Long.toString(random.nextLong(), 36);
            if (i % 3 == 0) {
                statistics.emitted(noise, random.nextLong());
            } else if (i % 3 == 1) {
                statistics.failed(
                        0,
                        new FilterFailure(
                                LogEvent.of(noise, random.nextInt(), 0, SampleReplay.utf8(noise)),
                                SampleReplay.DIGEST,
                                "f",
                                FailureReason.TRAP,
                                noise.repeat(20)),
                        noise,
                        i);
            } else {
                statistics.unreadable(noise, SampleReplay.utf8(noise.repeat(100)), noise, i);
            }
        }

        // Then
        assertThat(statistics.emitted()).isEqualTo(events / 3);
        assertThat(statistics.failed()).isEqualTo(events / 3);
        assertThat(statistics.unreadable()).isEqualTo(events / 3);
        assertThat(statistics.failures().total()).isEqualTo(events / 3);
        assertThat(statistics.toJson().length()).isLessThan(700_000);
    }

    @Test
    void tagsThatAreKeptHaveExactCounts() {
        // Given
        ReplayStatistics statistics = new ReplayStatistics();

        // When
        for (int round = 0; round < 3; round++) {
            for (int tag = 0; tag < 3 * TagCounts.MAX_TAGS; tag++) {
                statistics.emitted("tag-" + tag, 1_790_000_000);
            }
        }

        // Then
        assertThat(statistics.tags().kept()).hasSize(TagCounts.MAX_TAGS);
        assertThat(statistics.tags().kept().values())
                .allSatisfy(counts -> assertThat(counts.emitted).isEqualTo(3));
    }

    @Test
    void samplesAreTheFirstOnesOfTheArchive() {
        // Given
        ReplayStatistics statistics = new ReplayStatistics();

        // When
        for (int i = 100; i > 0; i--) {
            statistics.unreadable("no object", SampleReplay.utf8("line " + i), "b", i);
        }
        statistics.unreadable("no object", SampleReplay.utf8("line"), "a", 5_000);

        // Then
        assertThat(statistics.unreadableLines().groups().get("no object").samples().samples())
                .extracting(sample -> sample.file() + ":" + sample.item())
                .containsExactly("a:5000", "b:1", "b:2");
    }

    private static ReplayStatistics part(int part, int seed) {
        ReplayStatistics statistics = new ReplayStatistics();
        count(statistics, part, seed);
        return statistics;
    }

    /** Many tags and kinds of failures, times of several widths, so that every bound is met. */
    private static void count(ReplayStatistics statistics, int part, int seed) {
        SplittableRandom random = new SplittableRandom(1_000L * seed + part);
        String file = "file-" + part;
        for (int i = 1; i <= 1_500; i++) {
            String tag = "tag-" + random.nextInt(1 + random.nextInt(5_000));
            long time = 1_790_000_000 + random.nextLong(part % 3 == 0 ? 100 : 10_000_000);
            switch (random.nextInt(5)) {
                case 0 -> statistics.dropped(tag, time);
                case 1 -> statistics.failed(0, SampleReplay.failure(random, tag, time), file, i);
                case 2 ->
                        statistics.unreadable(
                                "reason "
                                        + Long.toString(random.nextLong(200), 26)
                                                .replaceAll("\\d", "x"),
                                SampleReplay.utf8("line " + random.nextInt()),
                                file,
                                i);
                default -> statistics.emitted(tag, time);
            }
            statistics.filter(random.nextInt(3)).latency(random.nextLong(1L << random.nextInt(40)));
        }
        statistics.fileRead(1_000, 1_500);
        statistics.recordBytes(10, 5);
        statistics.damaged("cut off", file, random.nextInt(1_000));
        statistics.progressed(1_790_000_000_000L + random.nextInt(100_000), 10, 20);
    }
}
