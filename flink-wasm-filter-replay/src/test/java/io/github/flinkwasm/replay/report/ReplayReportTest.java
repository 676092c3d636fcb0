package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayReportTest {
    private static final int MAX_BYTES = 1_000_000;

    @Test
    void staysUnderAMegabyteWhateverItIsFed() throws IOException {
        // Given
        ReplayStatistics statistics = SampleReplay.statistics(2_000, 1);
        SplittableRandom random = new SplittableRandom(1);
        String long1 = "<&\"'>".repeat(2_000);
        for (int i = 0; i < 20_000; i++) {
            String noise = Long.toString(random.nextLong(), 36) + long1;
            statistics.unreadable(noise, SampleReplay.utf8(noise), noise, i);
            statistics.emitted(noise, 1_700_000_000 + random.nextInt());
        }
        SampleReplay.compare(statistics, 1_000);
        List<ReplayedFile> files = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            files.add(new ReplayedFile("f" + i, "gzip, NDJSON", i, 1, 1, 0, 0, 0, ""));
        }

        // When
        String html =
                html(ReplaySummary.builder().setStatistics(statistics).setFiles(files).build());

        // Then
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MAX_BYTES);
    }

    @Test
    void aLineWithoutAnOutcomeIsTheFirstThingItSays() throws IOException {
        // Given
        ReplayStatistics statistics = new ReplayStatistics();
        statistics.emitted("a", 1_790_000_000);
        statistics.fileRead(10, 4);

        // When
        String html = html(ReplaySummary.builder().setStatistics(statistics).build());

        // Then
        assertThat(html)
                .contains("class=\"verdict bad\"")
                .contains("3 lines without an outcome: do not rely on this replay.")
                .doesNotContain("Every line is accounted for");
    }

    @Test
    void nothingAtAllIsAReportToo() throws IOException {
        // Given
        ReplaySummary summary = ReplaySummary.builder().build();

        // When
        String html = html(summary);

        // Then
        assertThat(html).contains("Every line is accounted for").endsWith("</html>\n");
    }

    @Test
    void theSameReplayGivesTheSamePage() throws IOException {
        // Given
        ReplayStatistics statistics = SampleReplay.statistics(3_000, 1);
        ReplayStatistics stored = ReplayStatistics.fromJson(statistics.toJson());

        // When
        String html = html(SampleReplay.summary(statistics));

        // Then
        assertThat(html(SampleReplay.summary(stored))).isEqualTo(html);
    }

    private static String html(ReplaySummary summary) throws IOException {
        StringWriter html = new StringWriter();
        ReplayReport.write(html, summary);
        return html.toString();
    }
}
