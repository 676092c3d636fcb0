package io.github.flinkwasm.cli;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import picocli.CommandLine.Option;

/** Where a job's reports of upgrades are read from. */
final class ReportsOptions {
    private static final String STANDARD_INPUT = "-";
    private static final int LONGEST_LINE = 1 << 20;

    /** As they were written; the numbers that Flink's file sink counts part files with sort too. */
    private static final Comparator<FileStatus> IN_ORDER =
            Comparator.comparingLong(FileStatus::getModificationTime)
                    .thenComparing(file -> String.valueOf(file.getPath().getParent()))
                    .thenComparing(file -> file.getPath().getName().length())
                    .thenComparing(file -> file.getPath().getName());

    @Option(
            names = "--reports",
            paramLabel = "PATH",
            order = 1,
            description =
                    "Files with the job's reports, or directories, whose trees are read without"
                            + " what is hidden (. or _ in front), on any Flink file system; - is"
                            + " standard input. May be repeated. Files of a directory are read in"
                            + " the order in which they were written.")
    private List<String> paths = new ArrayList<>();

    private long unreadable;
    private long readable;

    boolean areGiven() {
        return !paths.isEmpty();
    }

    /**
     * Reads all reports; standard input if no place is named.
     *
     * @throws UsageException if a place cannot be read, or there are lines and none is a report
     */
    UpgradeProgress read(String upgradeId, StandardStreams streams) {
        UpgradeProgress progress = new UpgradeProgress(upgradeId);
        Messages messages = new Messages(streams.err(), false);
        for (String name : paths.isEmpty() ? List.of(STANDARD_INPUT) : paths) {
            String shown = name.equals(STANDARD_INPUT) ? "standard input" : display(name);
            try {
                if (name.equals(STANDARD_INPUT)) {
                    readLines(streams.in(), shown, progress, messages);
                } else {
                    readTree(new Path(name), progress, messages);
                }
            } catch (IOException | IllegalArgumentException failed) {
                throw new UsageException(
                        "Reports in %s cannot be read: %s. Name a file or a directory to which the job's reports go."
                                .formatted(shown, failed.getMessage()));
            }
        }
        if (unreadable > 0 && readable == 0) {
            throw new UsageException(
                    "None of %,d lines is a report of an upgrade. Name what the job writes by ModuleUpgrades.toJson(report)."
                            .formatted(unreadable));
        }
        if (unreadable > 1) {
            messages.note("%,d lines are no reports, and were left out".formatted(unreadable));
        }
        return progress;
    }

    private void readTree(Path root, UpgradeProgress progress, Messages messages)
            throws IOException {
        FileSystem fileSystem = root.getFileSystem();
        List<FileStatus> files = new ArrayList<>();
        collect(fileSystem, fileSystem.getFileStatus(root), files);
        files.sort(IN_ORDER);
        for (FileStatus file : files) {
            try (InputStream in = fileSystem.open(file.getPath())) {
                readLines(in, display(file.getPath().toString()), progress, messages);
            }
        }
    }

    private static void collect(FileSystem fileSystem, FileStatus file, List<FileStatus> files)
            throws IOException {
        if (!file.isDir()) {
            files.add(file);
            return;
        }
        FileStatus[] children = fileSystem.listStatus(file.getPath());
        for (FileStatus child : children == null ? new FileStatus[0] : children) {
            String name = child.getPath().getName();
            if (!name.startsWith(".") && !name.startsWith("_")) {
                collect(fileSystem, child, files);
            }
        }
    }

    private void readLines(InputStream in, String name, UpgradeProgress progress, Messages messages)
            throws IOException {
        LineReader lines = new LineReader(in, LONGEST_LINE);
        while (lines.next()) {
            if (lines.isBlank()) {
                continue;
            }
            try {
                if (lines.isTooLong()) {
                    throw new InvalidConfigurationException(
                            "it has %,d bytes, but a report has no more than %,d"
                                    .formatted(lines.length(), LONGEST_LINE));
                }
                progress.add(
                        ModuleUpgrades.reportFromJson(
                                new String(lines.text(), StandardCharsets.UTF_8)));
                readable++;
            } catch (InvalidConfigurationException noReport) {
                if (unreadable++ == 0) {
                    messages.problem(
                            "%s, line %d is left out: %s"
                                    .formatted(name, lines.number(), noReport.getMessage()));
                }
            }
        }
    }

    private static String display(String path) {
        return Printable.name(ModuleReference.of(path).toString());
    }
}
