package io.github.flinkwasm.replay.archive;

/** Finds out from the first bytes of the content how its events are written. */
final class FormatDetection {
    /** How much of the content is looked at. */
    static final int SAMPLE_BYTES = 64 << 10;

    private FormatDetection() {}

    static ArchiveFormat of(Window window) {
        byte[] head = window.head(SAMPLE_BYTES);
        int at = JsonMember.skipWhiteSpace(head, 0, head.length);
        return at == head.length || head[at] == '{' ? ArchiveFormat.NDJSON : ArchiveFormat.LINES;
    }
}
