package io.github.flinkwasm.examples.quickstart;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says how far a run is: on a terminal every second, always on the same line; else, as in the log
 * of a build, one line every five seconds. Thread-safe.
 */
final class Progress {

    private static final int SECONDS_BETWEEN_LINES = 5;
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final double NANOS = 1e9;

    private final Ledger ledger;
    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final long size;
    private final long started;
    private long ticks;
    private long lastTime;
    private long lastEnded;
    private boolean isLineOpen;
    private boolean isOver;

    Progress(Ledger ledger, Terminal terminal, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.size = ledger.archive().stream().mapToLong(ArchiveFile::size).sum();
        this.started = nanoTime.getAsLong();
        this.lastTime = started;
    }

    /** To be called at the start, and then every second. */
    synchronized void tick() {
        if (isOver) {
            return;
        }
        if (terminal.rewritesLines()) {
            terminal.err().print(ERASE_LINE + Excerpt.cut(line(), terminal.columns() - 1));
            terminal.err().flush();
            isLineOpen = true;
        } else if (ticks > 0 && ticks % SECONDS_BETWEEN_LINES == 0) {
            terminal.err().println(line());
        }
        ticks++;
    }

    /** Leaves the place to whatever is printed next. */
    synchronized void end() {
        if (isLineOpen) {
            terminal.err().print(ERASE_LINE);
            terminal.err().flush();
            isLineOpen = false;
        }
        isOver = true;
    }

    private String line() {
        Outcomes total = ledger.total();
        long now = nanoTime.getAsLong();
        if (total.read() == 0) {
            return String.format(
                    Locale.ROOT,
                    "starting Flink and the filters (%.0f s)",
                    (now - started) / NANOS);
        }
        // Of the lines that are through: they are read in large batches.
        double rate = (total.ended() - lastEnded) * NANOS / Math.max(1, now - lastTime);
        lastTime = now;
        lastEnded = total.ended();
        return String.format(
                Locale.ROOT,
                "%3d%% read  %,d lines  %,.0f lines/s  %,d emitted  %,d dropped  %,d failed",
                percent(),
                total.read(),
                rate,
                total.emitted(),
                total.dropped(),
                total.failed());
    }

    /** Of the files' bytes as they stand on the disk: how many lines there will be nobody knows. */
    private long percent() {
        long position = ledger.files().stream().mapToLong(FileAccount::position).sum();
        return size == 0 ? 100 : 100 * position / size;
    }
}
