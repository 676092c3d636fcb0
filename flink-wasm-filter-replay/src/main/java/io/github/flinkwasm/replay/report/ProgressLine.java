package io.github.flinkwasm.replay.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One line that says how far a replay is. Thread-safe. */
final class ProgressLine {

    private static final String ERASE_TO_END = "\u001b[K";
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

    private final Rate events = new Rate();
    private final Rate bytes = new Rate();
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
            target.print("\r" + Excerpts.ofText(line(now), columns - 2) + ERASE_TO_END);
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
        target.println(
                isTerminal ? "\r" + Excerpts.ofText(last, columns - 2) + ERASE_TO_END : last);
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
                now.unreadable() == 0
                        ? ""
                        : String.format(Locale.ROOT, "  %,d unreadable", now.unreadable()),
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
                now.unreadable() == 0
                        ? ""
                        : String.format(Locale.ROOT, "  %,d unreadable", now.unreadable()),
                "in " + Figures.seconds(seconds));
    }

    private static long percent(ProgressSnapshot now) {
        return now.bytes() == 0 ? 100 : 100 * now.bytesDone() / now.bytes();
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
