package io.github.flinkwasm.e2e;

import java.util.List;

/** A JobManager or TaskManager: a JVM, its log, and a look inside. */
public final class FlinkProcess implements AutoCloseable {
    private static final int LINES_SHOWN = 80;

    private final JavaProcess process;
    private final ClusterDirectory directory;
    private JvmProbe probe;
    private boolean killed;

    FlinkProcess(JavaProcess process, ClusterDirectory directory) {
        this.process = process;
        this.directory = directory;
    }

    /** For a TaskManager also what Flink calls it: its resource id. */
    public String name() {
        return process.name();
    }

    long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it has ended without {@link #kill}. */
    boolean endedByItself() {
        return !killed && !process.isAlive();
    }

    /** Ends the process as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        killed = true;
        process.kill();
    }

    /** Stops the process in its tracks, as a machine does that is cut off or sleeps. */
    void suspend() {
        process.signal("STOP");
    }

    /** Lets the process go on where {@link #suspend} has stopped it. */
    void wake() {
        process.signal("CONT");
    }

    /** The lines that it has logged so far. */
    List<String> logLines() {
        return directory.logLines(process.name());
    }

    /** How many lines it has logged that contain the text. */
    public long countInLog(String text) {
        return logLines().stream().filter(line -> line.contains(text)).count();
    }

    /** The end of its log and what it printed, for messages. */
    String logTail() {
        List<String> lines = logLines();
        List<String> tail = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
        return "--- %s (pid %d, %s), the end of %s%n%s%n%s"
                .formatted(
                        process.name(),
                        process.pid(),
                        process.isAlive() ? "running" : "ended",
                        directory.log(process.name()),
                        String.join("\n", tail),
                        process.output());
    }

    /** Looks into the running JVM. */
    JvmProbe probe() {
        if (probe == null) {
            probe = JvmProbe.attach(process.pid());
        }
        return probe;
    }

    @Override
    public void close() {
        if (probe != null) {
            probe.close();
        }
        kill();
    }
}
