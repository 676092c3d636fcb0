package io.github.flinkwasm.replay.archive;

import io.github.flinkwasm.LogEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a reader found in a file. */
record Found(
        List<LogEvent> events,
        List<String> unreadable,
        List<String> reasons,
        List<Long> numbers,
        List<Long> offsets,
        ArchiveCounts counts,
        ArchiveFormat format,
        Compression compression,
        Optional<Damage> damage) {

    static Found in(Path path, ArchiveOptions options) throws IOException {
        try (ArchiveReader reader = open(path, options)) {
            List<LogEvent> events = new ArrayList<>();
            List<String> unreadable = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            List<Long> numbers = new ArrayList<>();
            List<Long> offsets = new ArrayList<>();
            while (reader.advance()) {
                numbers.add(reader.itemNumber());
                offsets.add(reader.itemOffset());
                if (reader.isUnreadable()) {
                    unreadable.add(new String(reader.unreadableBytes(), StandardCharsets.UTF_8));
                    reasons.add(reader.reason());
                } else {
                    events.add(reader.event());
                }
            }
            return new Found(
                    events,
                    unreadable,
                    reasons,
                    numbers,
                    offsets,
                    reader.counts(),
                    reader.format(),
                    reader.compression(),
                    reader.damage());
        }
    }

    static Found in(Path directory, byte[] content, ArchiveOptions.Builder options)
            throws IOException {
        Path file = Files.createTempFile(directory, "archive", "");
        Files.write(file, content);
        return in(file, options.build());
    }

    static Found in(Path directory, String content, ArchiveOptions.Builder options)
            throws IOException {
        return in(directory, content.getBytes(StandardCharsets.UTF_8), options);
    }

    static ArchiveReader open(Path path, ArchiveOptions options) throws IOException {
        return ArchiveReader.open(
                new ArchiveFile(
                        path.toUri().toString(),
                        String.valueOf(path.getFileName()),
                        Files.size(path),
                        0),
                options);
    }

    /** The records of the events, as text. */
    List<String> records() {
        return events.stream()
                .map(event -> new String(event.record(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The first event. */
    LogEvent event() {
        return events.get(0);
    }

    /** Seconds and nanoseconds of the first event. */
    String time() {
        return event().epochSecond() + "." + "%09d".formatted(event().nano());
    }
}
