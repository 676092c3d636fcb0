package io.github.flinkwasm.replay.archive;

/** What a reader counts while it reads. */
final class Counts {
    long lines;
    long events;
    long unreadable;
    long blank;
    long joined;
    long markers;
    long untimed;

    ArchiveCounts at(long bytes) {
        return new ArchiveCounts(lines, events, unreadable, blank, joined, markers, untimed, bytes);
    }
}
