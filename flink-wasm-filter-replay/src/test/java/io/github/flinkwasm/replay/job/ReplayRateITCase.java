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
    private static final int LARGE_ROUNDS = Integer.getInteger("replay.large.rounds", 3);

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
        report(ofSmall, Map.of());
        // What starts Flink and compiles the filter is in the small figures, and hardly in these.
        Map<Function, List<MeasuredReplay>> ofLarge = new EnumMap<>(Function.class);
        for (int round = 0; round < LARGE_ROUNDS; round++) {
            for (Function function : List.of(Function.JAVA, Function.C)) {
                ofLarge.computeIfAbsent(function, key -> new ArrayList<>())
                        .add(MeasuredReplay.of(function, large, output));
                report(ofSmall, ofLarge);
            }
        }

        // Then
        List<CorpusFile> account = MixedArchive.account(large);
        MeasuredReplay inJava = ofLarge.get(Function.JAVA).get(0);
        assertThat(ofLarge.values())
                .allSatisfy(
                        replays ->
                                assertThat(replays)
                                        .allSatisfy(
                                                replay -> {
                                                    assertAllAccountedFor(account, replay.result());
                                                    assertThat(replay.result().dropped())
                                                            .isEqualTo(inJava.result().dropped());
                                                }));
        assertThat(shareOfJava(ofLarge)).isGreaterThanOrEqualTo(LEAST_SHARE_OF_JAVA);
    }

    private static double shareOfJava(Map<Function, List<MeasuredReplay>> replays) {
        return median(replays.get(Function.C), MeasuredReplay::eventsPerSecond)
                / median(replays.get(Function.JAVA), MeasuredReplay::eventsPerSecond);
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
            Map<Function, List<MeasuredReplay>> ofSmall,
            Map<Function, List<MeasuredReplay>> ofLarge)
            throws IOException {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "JDK %s, %d processors, heap of at most %d MiB; highest resident memory %s.",
                System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                peakMemory());
        table(text, SMALL, ofSmall);
        table(text, LARGE, ofLarge);
        Path report = Path.of("target", "reports", "replay.md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, text);
    }

    private static void table(
            StringBuilder text, long bytes, Map<Function, List<MeasuredReplay>> measured) {
        line(text, "");
        line(text, "An archive of %,d bytes of content:", bytes);
        line(text, "");
        line(
                text,
                "| Function | Runs | Files | Read | Emitted | Dropped | Failed | Unreadable |"
                        + " Events/s | Lowest | Highest | CPU µs/event |");
        line(text, "| --- | %s", "---: | ".repeat(11).strip());
        measured.forEach(
                (function, replays) -> {
                    ReplayResult result = replays.get(0).result();
                    line(
                            text,
                            "| %s | %d | %,d | %,d | %,d | %,d | %,d | %,d | %,.0f | %,.0f | %,.0f"
                                    + " | %.2f |",
                            replays.get(0).function(),
                            replays.size(),
                            result.files(),
                            result.read(),
                            result.emitted(),
                            result.dropped(),
                            result.failed(),
                            result.unreadable(),
                            median(replays, MeasuredReplay::eventsPerSecond),
                            replays.stream()
                                    .mapToDouble(MeasuredReplay::eventsPerSecond)
                                    .min()
                                    .orElseThrow(),
                            replays.stream()
                                    .mapToDouble(MeasuredReplay::eventsPerSecond)
                                    .max()
                                    .orElseThrow(),
                            median(replays, MeasuredReplay::cpuMicrosPerEvent));
                });
        if (measured.containsKey(Function.C)) {
            line(text, "");
            line(text, "C runs at %.0f %% of the rate of Java.", 100 * shareOfJava(measured));
        }
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
