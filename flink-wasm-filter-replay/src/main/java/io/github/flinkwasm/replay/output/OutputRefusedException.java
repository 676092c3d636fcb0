package io.github.flinkwasm.replay.output;

import org.apache.flink.annotation.Experimental;

/** The output directory cannot take this replay; the message says why and what to do. */
@Experimental
public final class OutputRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutputRefusedException(String message) {
        super(message);
    }
}
