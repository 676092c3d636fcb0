package io.github.flinkwasm.cli;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import io.github.flinkwasm.replay.archive.ArchiveFiles;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.archive.ArchiveReader;
import io.github.flinkwasm.replay.archive.Damage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads an archive to its end without doing anything with it. */
final class DryRun {
    private final List<ArchiveFile> files;
    private final ArchiveOptions options;
    private long bytes;
    private long events;
    private long unreadable;
    private long problems;

    private DryRun(List<ArchiveFile> files, ArchiveOptions options) {
        this.files = files;
        this.options = options;
    }

    static DryRun of(List<String> inputs, ArchiveOptions options) throws IOException {
        return new DryRun(ArchiveFiles.find(inputs), options);
    }

    /**
     * @param lines takes a line for each file
     * @throws InterruptedException if this thread was interrupted
     */
    void run(Consumer<String> lines) throws InterruptedException {
        for (ArchiveFile file : files) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            lines.accept(Printable.oneLine(file.uri() + ": " + look(file)));
        }
    }

    private String look(ArchiveFile file) {
        bytes += file.length();
        try (ArchiveReader reader = ArchiveReader.open(file, options)) {
            long good = 0;
            long bad = 0;
            while (reader.advance()) {
                if (reader.isUnreadable()) {
                    bad++;
                } else {
                    good++;
                }
            }
            events += good;
            unreadable += bad;
            Optional<Damage> damage = reader.damage();
            if (damage.isPresent()) {
                problems++;
            }
            return String.format(
                            Locale.ROOT,
                            "%s, %s, %,d bytes, %,d events, %,d unreadable",
                            reader.compression(),
                            Words.dashed(reader.format()),
                            file.length(),
                            good,
                            bad)
                    + damage.map(found -> "; " + found.message()).orElse("");
        } catch (IOException problem) {
            problems++;
            return String.valueOf(problem.getMessage());
        }
    }

    /** One line about all files. */
    String totals() {
        return String.format(
                Locale.ROOT,
                "%,d files, %,d bytes: %,d events, %,d unreadable; %,d files cannot be read to the"
                        + " end",
                files.size(),
                bytes,
                events,
                unreadable,
                problems);
    }

    boolean hasProblems() {
        return problems > 0;
    }
}
