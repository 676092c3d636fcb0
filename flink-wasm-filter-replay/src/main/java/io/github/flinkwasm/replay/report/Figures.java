package io.github.flinkwasm.replay.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private static final String[] BYTE_UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String[] THOUSANDS = {"", " k", " M", " G", " T", " P", " E"};
    private static final double[] ROUND = {1, 2, 4, 5, 8, 10};

    private Figures() {}

    /** As in {@code 1,234,567}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** As in {@code 1 event} or {@code 2,000 events}. */
    static String count(long count, String one) {
        return count(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** As in {@code 12.3 %}; zero and everything are said of nothing else. */
    static String share(long part, long whole) {
        if (part == 0 || whole == 0) {
            return "0 %";
        }
        if (part == whole) {
            return "100 %";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.05) {
            return "< 0.1 %";
        }
        return percent >= 99.95 ? "> 99.9 %" : String.format(Locale.ROOT, "%.1f %%", percent);
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
                Locale.ROOT, value < 99.95 ? "%.1f %s" : "%.0f %s", value, BYTE_UNITS[unit]);
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

    /** A short time, as in {@code 850 ns}, {@code 12.5 µs} or {@code 3.0 ms}. */
    static String nanos(double nanos) {
        if (nanos < 999.5) {
            return String.format(Locale.ROOT, "%.0f ns", nanos);
        }
        if (nanos < 999_950) {
            return String.format(Locale.ROOT, nanos < 99_950 ? "%.1f µs" : "%.0f µs", nanos / 1e3);
        }
        return nanos < 999_950_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : seconds(nanos / 1e9);
    }

    static String nanos(long nanos) {
        return nanos((double) nanos);
    }

    /** A number of an axis, as in {@code 2.5 M}. */
    static String compact(double value) {
        double shown = value;
        int thousands = 0;
        while (shown >= 999.95) {
            shown /= 1_000;
            thousands++;
        }
        String digits =
                shown == Math.rint(shown)
                        ? String.format(Locale.ROOT, "%.0f", shown)
                        : String.format(Locale.ROOT, shown < 1 ? "%.2f" : "%.1f", shown);
        return digits + THOUSANDS[thousands];
    }

    /** The end of an axis: the next number that divides well into four. */
    static double roundUp(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double round : ROUND) {
            if (round * power >= value) {
                return round * power;
            }
        }
        return 10 * power;
    }
}
