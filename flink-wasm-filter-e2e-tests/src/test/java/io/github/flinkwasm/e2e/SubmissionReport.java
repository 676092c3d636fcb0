package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a series of submissions left in each process, as a table in Markdown. */
final class SubmissionReport {
    private final String title;
    private final List<Row> rows = new ArrayList<>();

    private record Row(int submissions, String process, JvmFootprint footprint) {
        @Override
        public String toString() {
            return "| %d | %s | %d | %d | %d | %d | %,d | %,d |"
                    .formatted(
                            submissions,
                            process,
                            footprint.jobClassLoaders(),
                            footprint.moduleClassLoaders(),
                            footprint.threadsOfTheLibrary().size(),
                            footprint.threads().size(),
                            footprint.metaspaceUsed() >> 10,
                            footprint.metaspaceCommitted() >> 10);
        }
    }

    SubmissionReport(String title) {
        this.title = title;
    }

    void add(int submissions, String process, JvmFootprint footprint) {
        rows.add(new Row(submissions, process, footprint));
    }

    /** How many bytes of metaspace a process uses more than after so many submissions. */
    long growthSince(int submissions, String process) {
        List<Row> ofProcess = rows.stream().filter(row -> row.process.equals(process)).toList();
        long then =
                ofProcess.stream()
                        .filter(row -> row.submissions == submissions)
                        .mapToLong(row -> row.footprint.metaspaceUsed())
                        .findFirst()
                        .orElseThrow();
        return ofProcess.get(ofProcess.size() - 1).footprint.metaspaceUsed() - then;
    }

    /** Writes the report for the Flink version of this run. */
    void write(String name) {
        List<String> lines = new ArrayList<>();
        lines.add("### " + title + ", Flink " + FlinkInstallation.version());
        lines.add("");
        lines.add(machine());
        lines.add("");
        lines.add(
                "| After jobs | Process | Class loaders of jobs | of modules | Threads of the"
                        + " library | Threads | Metaspace used, KiB | committed, KiB |");
        lines.add("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        rows.forEach(row -> lines.add(row.toString()));
        Path file =
                FlinkInstallation.reports()
                        .resolve("%s-%s.md".formatted(name, FlinkInstallation.version()));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private static String machine() {
        return "%s %s, %d processors, %s %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"));
    }
}
