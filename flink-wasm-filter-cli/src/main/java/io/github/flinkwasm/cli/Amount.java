package io.github.flinkwasm.cli;

import java.time.Duration;
import java.util.Locale;
import org.apache.flink.configuration.MemorySize;

/** Writes sizes and durations for people. */
final class Amount {
    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;
    private static final long PAGE_BYTES = 64 * KIB;

    private Amount() {}

    /** The whole pages of linear memory in a size. */
    static long pagesIn(MemorySize size) {
        return size.getBytes() / PAGE_BYTES;
    }

    /** As in {@code 17 pages (1,088 KiB)}. */
    static String ofPages(long pages) {
        return String.format(
                Locale.ROOT, "%,d page%s (%s)", pages, pages == 1 ? "" : "s", sizeOfPages(pages));
    }

    /** As in {@code 128 MiB}. */
    static String sizeOfPages(long pages) {
        long bytes = pages * PAGE_BYTES;
        return bytes % MIB == 0
                ? String.format(Locale.ROOT, "%,d MiB", bytes / MIB)
                : String.format(Locale.ROOT, "%,d KiB", bytes / KIB);
    }

    /** As in {@code 30 s} or {@code 500 ms}. */
    static String of(Duration duration) {
        return duration.toMillisPart() == 0
                ? String.format(Locale.ROOT, "%,d s", duration.toSeconds())
                : String.format(Locale.ROOT, "%,d ms", duration.toMillis());
    }
}
