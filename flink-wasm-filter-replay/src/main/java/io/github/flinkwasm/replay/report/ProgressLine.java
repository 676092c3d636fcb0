package io.github.flinkwasm.replay.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One line that says how far a replay is. Thread-safe. */
final class ProgressLine {

    private static final String ERASE_TO_END = "\u001b[K";

    /** A terminal that has been made narrower must not wrap what is to be written over. */
    private static final String CUT_AT_EDGE = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final int TICKS_BETWEEN_LINES = 10;
    private static final double NANOS = 1e9;

    /** How much a new rate counts: the rate shown is that of the last ten seconds or so. */
    private static final double SMOOTHING = 0.1;

    private final PrintStream target;
    private final boolean isTerminal;
    private final int columns;
    private final Supplier<ProgressSnapshot> progress;
    private final LongSupplier nanoTime;
    private final long started;

    private final Rate events;
    private final Rate bytes;
    private long lastTime;
    private long ticks;
    private boolean isOver;

    ProgressLine(
            PrintStream target,
            boolean isTerminal,
            int columns,
            Supplier<ProgressSnapshot> progress,
            LongSupplier nanoTime) {
        this.target = target;
        this.isTerminal = isTerminal;
        this.columns = columns;
        this.progress = progress;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.lastTime = started;
        // What was finished before a replay is resumed was not done in its first moment.
        ProgressSnapshot first = progress.get();
        this.events = new Rate(first.events());
        this.bytes = new Rate(first.bytesDone());
    }

    /** To be called at the start, and then twice a second. */
    synchronized void tick() {
        if (isOver) {
            return;
        }
        ProgressSnapshot now = progress.get();
        measure(now);
        if (isTerminal) {
            // One write, and erased only behind the text: nothing flickers.
            target.print(CUT_AT_EDGE + "\r" + narrow(now, columns - 2) + ERASE_TO_END + WRAP);
            target.flush();
        } else if (ticks > 0 && ticks % TICKS_BETWEEN_LINES == 0) {
            target.println(line(now));
        }
        ticks++;
    }

    synchronized void end() {
        if (isOver) {
            return;
        }
        isOver = true;
        String last = lastLine(progress.get());
        // Nothing is written over it, so it may be wider than the terminal.
        target.println(isTerminal ? "\r" + last + ERASE_TO_END : last);
        target.flush();
    }

    private void measure(ProgressSnapshot now) {
        long time = nanoTime.getAsLong();
        double seconds = (time - lastTime) / NANOS;
        if (seconds > 0) {
            events.measure(now.events(), seconds);
            bytes.measure(now.bytesDone(), seconds);
            lastTime = time;
        }
    }

    /** The widest form that is not wider than that: what is left out first is said best later. */
    private String narrow(ProgressSnapshot now, int width) {
        String percent = String.format(Locale.ROOT, "%3d%%", percent(now));
        String files = String.format(Locale.ROOT, "  %,d/%,d files", now.filesDone(), now.files());
        String size = "  " + Figures.bytes(now.bytesDone()) + "/" + Figures.bytes(now.bytes());
        String rate = String.format(Locale.ROOT, "  %,.0f/s", events.perSecond());
        String failed = String.format(Locale.ROOT, "  %,d failed", now.failed());
        String unreadable = unreadable(now);
        String left = "  " + left(now);
        for (String line :
                new String[] {
                    line(now),
                    percent + files + size + rate + failed + unreadable + left,
                    percent + files + rate + failed + unreadable + left,
                    percent + files + rate + failed + left,
                    percent + files + failed + left,
                    percent + failed + left
                }) {
            if (line.length() <= width) {
                return line;
            }
        }
        return Excerpts.ofText(percent + left, width);
    }

    private static String unreadable(ProgressSnapshot now) {
        return now.unreadable() == 0
                ? ""
                : String.format(Locale.ROOT, "  %,d unreadable", now.unreadable());
    }

    private String line(ProgressSnapshot now) {
        return String.format(
                Locale.ROOT,
                "%3d%%  %,d of %,d files  %s of %s  %,.0f events/s  %,d failed%s  %s",
                percent(now),
                now.filesDone(),
                now.files(),
                Figures.bytes(now.bytesDone()),
                Figures.bytes(now.bytes()),
                events.perSecond(),
                now.failed(),
                unreadable(now),
                left(now));
    }

    private String lastLine(ProgressSnapshot now) {
        double seconds = Math.max(1e-3, (nanoTime.getAsLong() - started) / NANOS);
        return String.format(
                Locale.ROOT,
                "%3d%%  %,d of %,d files  %s  %,d events  %,.0f events/s  %,d failed%s  %s",
                percent(now),
                now.filesDone(),
                now.files(),
                Figures.bytes(now.bytesDone()),
                now.events(),
                now.events() / seconds,
                now.failed(),
                unreadable(now),
                "in " + Figures.seconds(seconds));
    }

    private static long percent(ProgressSnapshot now) {
        return now.bytes() == 0 ? 100 : Math.min(100, 100 * now.bytesDone() / now.bytes());
    }

    private String left(ProgressSnapshot now) {
        double rate = bytes.perSecond();
        return rate <= 0
                ? "starting"
                : Figures.seconds((now.bytes() - now.bytesDone()) / rate) + " left";
    }

    /** A rate that does not jump: the mean of the last measurements, the older the less. */
    private static final class Rate {
        private long last;
        private double perSecond;
        private boolean isKnown;

        Rate(long atStart) {
            last = atStart;
        }

        void measure(long now, double seconds) {
            double measured = (now - last) / seconds;
            last = now;
            if (!isKnown) {
                isKnown = measured > 0;
                perSecond = measured;
            } else {
                perSecond += SMOOTHING * (measured - perSecond);
            }
        }

        double perSecond() {
            return perSecond;
        }
    }
}
