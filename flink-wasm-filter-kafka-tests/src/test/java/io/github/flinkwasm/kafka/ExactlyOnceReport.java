package io.github.flinkwasm.kafka;

import io.github.flinkwasm.e2e.FlinkInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a {@link KillRun} did and what the {@link Audit} found, as tables in Markdown. */
record ExactlyOnceReport(int events, Duration duration, List<Kill> kills, Audit audit) {

    ExactlyOnceReport {
        kills = List.copyOf(kills);
    }

    /** Writes the report for the Flink version of this run. */
    void write() {
        Path file =
                FlinkInstallation.reports()
                        .resolve("exactly-once-%s.md".formatted(FlinkInstallation.version()));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("### %,d events, Flink %s".formatted(events, FlinkInstallation.version()));
        lines.add("");
        lines.add(
                "flink-connector-kafka %s; %s %s, %d processors, %s %s"
                        .formatted(
                                System.getProperty("kafka.connector.version"),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("java.vm.name"),
                                System.getProperty("java.vm.version")));
        lines.add("");
        lines.add("| | |");
        lines.add("| --- | ---: |");
        row(lines, "Events", events);
        row(lines, "Kills", kills.size());
        row(lines, "Processes killed", sum(kill -> kill.victim().processes()));
        row(lines, "Recoveries, each with a complete checkpoint after it", kills.size());
        audit.counts()
                .forEach((outcome, count) -> row(lines, "In the topic " + outcome.topic(), count));
        row(
                lines,
                "Lost, there twice, in the wrong topic, or changed wrongly",
                audit.discrepanciesFound());
        row(lines, "Messages of aborted transactions, which nobody sees", audit.aborted());
        row(lines, "Duration, seconds", duration.toSeconds());
        row(lines, "Longest recovery, seconds", longestRecovery().toSeconds());
        lines.add("");
        lines.add("| Kill | Killed | At | Went on from checkpoint | Next checkpoint after, s |");
        lines.add("| ---: | --- | --- | ---: | ---: |");
        for (int number = 0; number < kills.size(); number++) {
            Kill kill = kills.get(number);
            lines.add(
                    "| %d | %s | %s | %d | %.1f |"
                            .formatted(
                                    number + 1,
                                    kill.victim(),
                                    kill.moment(),
                                    kill.restoredCheckpoint(),
                                    kill.recovery().toMillis() / 1000.0));
        }
        return lines;
    }

    private static void row(List<String> lines, String what, long count) {
        lines.add("| %s | %,d |".formatted(what, count));
    }

    private long sum(ToLongFunction<Kill> value) {
        return kills.stream().mapToLong(value).sum();
    }

    private Duration longestRecovery() {
        return kills.stream().map(Kill::recovery).max(Comparator.naturalOrder()).orElseThrow();
    }
}
