package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what guests print to the logger {@code io.github.flinkwasm.guest}: stdout at INFO, stderr
 * at WARN. How much that can be in a second is limited before: {@link
 * io.github.flinkwasm.FilterLimits#maxGuestOutputPerSecond}.
 */
public final class GuestLog implements GuestOutputSink {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.flinkwasm.guest");

    private final String name;

    /**
     * @param name says which filter is speaking; put in front of every line
     */
    public GuestLog(String name) {
        this.name = name;
    }

    @Override
    public void line(GuestOutput.Stream stream, String text) {
        switch (stream) {
            case STDOUT -> LOG.info("{}: {}", name, text);
            case STDERR -> LOG.warn("{}: {}", name, text);
        }
    }
}
