package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what guests print to the logger {@code io.github.flinkwasm.guest}: stdout at INFO, stderr
 * at WARN. At most {@value #LINES_PER_SECOND} lines a second and task; what is over that is counted
 * and said once the flood is over, so that a chatty filter cannot fill a TaskManager's disk.
 */
public final class GuestLog implements GuestOutputSink {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.flinkwasm.guest");
    private static final int LINES_PER_SECOND = 100;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final String name;
    private long windowStart = System.nanoTime();
    private int linesInWindow;
    private long suppressed;

    /**
     * @param name says which filter is speaking; put in front of every line
     */
    public GuestLog(String name) {
        this.name = name;
    }

    @Override
    public void line(GuestOutput.Stream stream, String text) {
        long now = System.nanoTime();
        if (now - windowStart > SECOND_NANOS) {
            if (suppressed > 0) {
                LOG.warn("{}: {} more lines of guest output were left out", name, suppressed);
            }
            windowStart = now;
            linesInWindow = 0;
            suppressed = 0;
        }
        if (++linesInWindow > LINES_PER_SECOND) {
            suppressed++;
            return;
        }
        switch (stream) {
            case STDOUT -> LOG.info("{}: {}", name, text);
            case STDERR -> LOG.warn("{}: {}", name, text);
        }
    }
}
