package io.github.flinkwasm.replay.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private static final String[] BYTE_UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Figures() {}

    /** As in {@code 1,234,567}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** As in {@code 12.3 MiB}. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1023.95) {
            value /= 1024;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < 100 ? "%.1f %s" : "%.0f %s", value, BYTE_UNITS[unit]);
    }

    /** As in {@code 1 h 05 min}, {@code 3 min 07 s} or {@code 4.2 s}. */
    static String seconds(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3_600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%,d h %02d min", whole / 3_600, whole % 3_600 / 60);
    }
}
