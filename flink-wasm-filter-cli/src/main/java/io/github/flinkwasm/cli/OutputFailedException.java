package io.github.flinkwasm.cli;

import java.io.IOException;

/**
 * Standard output cannot be written to. Unchecked, so that it is not mistaken for trouble with an
 * input: output is also flushed while an input is being read.
 */
final class OutputFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputFailedException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether the reader has gone, which is how {@code | head} ends a pipeline and no fault. */
    boolean isReaderGone() {
        String message = getMessage();
        return message != null
                && (message.contains("Broken pipe") || message.contains("pipe is being closed"));
    }
}
