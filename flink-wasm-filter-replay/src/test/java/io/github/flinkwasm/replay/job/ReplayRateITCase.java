package io.github.flinkwasm.replay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.replay.corpus.CorpusFile;
import io.github.flinkwasm.replay.corpus.MixedArchive;
import io.github.flinkwasm.replay.job.MeasuredReplay.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How fast a replay is, beside the same job with a function written in Java in the filter's place.
 * Writes {@code target/reports/replay.md}, of which a copy is in {@code docs/reports}.
 */
@Tag("long")
class ReplayRateITCase {
    private static final double LEAST_SHARE_OF_JAVA = 0.7;
    private static final long SMALL = Long.getLong("replay.small.bytes", 300L << 20);
    private static final long LARGE = Long.getLong("replay.large.bytes", 5L << 30);
    private static final int ROUNDS = Integer.getInteger("replay.rounds", 3);

    /** An archive from an earlier run can be used again: making one takes as long as a replay. */
    private static final Path ARCHIVES = Path.of(System.getProperty("replay.archives", "target"));

    @Test
    void aFilterInCKeepsUpWithJavaAndEveryLineIsAccountedFor() throws Exception {
        // Given
        Path small = archive("replay-small", SMALL, 7);
        Path large = archive("replay-large", LARGE, 1);
        Path output = Path.of("target", "replay-output");
        MeasuredReplay.of(Function.JAVA, small, output);
        MeasuredReplay.of(Function.C, small, output);

        // When
        Map<Function, List<MeasuredReplay>> ofSmall = new EnumMap<>(Function.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Function function : Function.values()) {
                ofSmall.computeIfAbsent(function, key -> new ArrayList<>())
                        .add(MeasuredReplay.of(function, small, output));
            }
        }
        double share =
                median(ofSmall.get(Function.C), MeasuredReplay::eventsPerSecond)
                        / median(ofSmall.get(Function.JAVA), MeasuredReplay::eventsPerSecond);
        report(ofSmall, List.of(), share);
        MeasuredReplay ofLargeInJava = MeasuredReplay.of(Function.JAVA, large, output);
        MeasuredReplay ofLargeInC = MeasuredReplay.of(Function.C, large, output);

        // Then
        report(ofSmall, List.of(ofLargeInJava, ofLargeInC), share);
        assertAllAccountedFor(MixedArchive.account(large), ofLargeInC.result());
        assertAllAccountedFor(MixedArchive.account(large), ofLargeInJava.result());
        assertThat(ofLargeInC.result().emitted()).isEqualTo(ofLargeInJava.result().emitted());
        assertThat(ofLargeInC.result().dropped()).isEqualTo(ofLargeInJava.result().dropped());
        assertThat(share).isGreaterThanOrEqualTo(LEAST_SHARE_OF_JAVA);
    }

    private static void assertAllAccountedFor(List<CorpusFile> account, ReplayResult result) {
        assertThat(result.files()).isEqualTo(account.size());
        assertThat(result.emitted() + result.dropped() + result.failed())
                .isEqualTo(account.stream().mapToLong(CorpusFile::events).sum());
        assertThat(result.unreadable())
                .isEqualTo(account.stream().mapToLong(CorpusFile::unreadable).sum());
        assertThat(result.damagedFiles()).isZero();
    }

    private static Path archive(String name, long bytes, long seed) throws Exception {
        Path directory = ARCHIVES.resolve(name);
        if (!Files.exists(directory.resolve(MixedArchive.ACCOUNT))) {
            MixedArchive.generate(directory, bytes, seed, 2);
        }
        return directory;
    }

    private static double median(
            List<MeasuredReplay> replays, ToDoubleFunction<MeasuredReplay> figure) {
        double[] sorted = replays.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void report(
            Map<Function, List<MeasuredReplay>> ofSmall, List<MeasuredReplay> ofLarge, double share)
            throws IOException {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "JDK %s, %d processors, heap of at most %d MiB; highest resident memory %s.",
                System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                peakMemory());
        line(text, "");
        line(text, "An archive of %,d bytes of content, median of %d:", SMALL, ROUNDS);
        line(text, "");
        line(text, "| Function | Events | Events/s | Lowest | Highest | CPU µs/event |");
        line(text, "| --- | ---: | ---: | ---: | ---: | ---: |");
        ofSmall.forEach(
                (function, replays) ->
                        line(
                                text,
                                "| %s | %,d | %,.0f | %,.0f | %,.0f | %.2f |",
                                replays.get(0).function(),
                                replays.get(0).result().read(),
                                median(replays, MeasuredReplay::eventsPerSecond),
                                replays.stream()
                                        .mapToDouble(MeasuredReplay::eventsPerSecond)
                                        .min()
                                        .orElseThrow(),
                                replays.stream()
                                        .mapToDouble(MeasuredReplay::eventsPerSecond)
                                        .max()
                                        .orElseThrow(),
                                median(replays, MeasuredReplay::cpuMicrosPerEvent)));
        line(text, "");
        line(text, "C runs at %.0f %% of the rate of Java.", 100 * share);
        line(text, "");
        line(text, "An archive of %,d bytes of content, once each:", LARGE);
        line(text, "");
        line(
                text,
                "| Function | Files | Read | Emitted | Dropped | Failed | Unreadable | Seconds |"
                        + " Events/s | CPU µs/event |");
        line(text, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (MeasuredReplay replay : ofLarge) {
            ReplayResult result = replay.result();
            line(
                    text,
                    "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,.0f | %.2f |",
                    replay.function(),
                    result.files(),
                    result.read(),
                    result.emitted(),
                    result.dropped(),
                    result.failed(),
                    result.unreadable(),
                    result.elapsed().toSeconds(),
                    replay.eventsPerSecond(),
                    replay.cpuMicrosPerEvent());
        }
        Path report = Path.of("target", "reports", "replay.md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, text);
    }

    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "not known here";
        }
        return Files.readAllLines(status).stream()
                .filter(found -> found.startsWith("VmHWM:"))
                .map(found -> found.substring("VmHWM:".length()).strip())
                .findFirst()
                .orElse("not known here");
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
