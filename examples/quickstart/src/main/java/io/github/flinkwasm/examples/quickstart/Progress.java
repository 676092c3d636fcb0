package io.github.flinkwasm.examples.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Says how far a run is: on a terminal every second, always on the same line; else, as in the log
 * of a build, one line every five seconds.
 */
final class Progress {

    private static final int SECONDS_BETWEEN_LINES = 5;
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final double NANOS = 1e9;

    private final Ledger ledger;
    private final Terminal terminal;
    private final long size;
    private final long started = System.nanoTime();
    private long seconds;
    private long lastTime = started;
    private long lastRead;
    private boolean isLineOpen;

    Progress(Ledger ledger, Terminal terminal) {
        this.ledger = ledger;
        this.terminal = terminal;
        this.size = ledger.archive().stream().mapToLong(ArchiveFile::size).sum();
    }

    /** To be called every second. */
    void tick() {
        seconds++;
        if (terminal.rewritesLines()) {
            String line = line();
            terminal.err().print(ERASE_LINE + Excerpt.cut(line, terminal.columns() - 1));
            terminal.err().flush();
            isLineOpen = true;
        } else if (seconds % SECONDS_BETWEEN_LINES == 0) {
            terminal.err().println(line());
        }
    }

    /** Leaves the place to whatever is printed next. */
    void end() {
        if (isLineOpen) {
            PrintStream err = terminal.err();
            err.print(ERASE_LINE);
            err.flush();
            isLineOpen = false;
        }
    }

    private String line() {
        Outcomes total = ledger.total();
        if (total.read() == 0) {
            return "starting Flink and the filters (%d s)".formatted(seconds);
        }
        long now = System.nanoTime();
        double rate = (total.read() - lastRead) * NANOS / Math.max(1, now - lastTime);
        lastTime = now;
        lastRead = total.read();
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
