package io.github.flinkwasm.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, a line at a time. Lines are collected until {@link #flush}, or until there are
 * enough of them to be worth a system call. Used by one thread.
 *
 * <p>Every method throws {@link OutputFailedException} when the lines cannot be written.
 */
final class LineOutput {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;

    LineOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /** Writes bytes that hold no line break, and one after them. */
    void line(byte[] text) {
        try {
            out.write(text);
            out.write('\n');
        } catch (IOException e) {
            throw new OutputFailedException(e);
        }
    }

    /** Writes a text that holds no line break, as UTF-8, and one after it. */
    void line(String text) {
        line(text.getBytes(StandardCharsets.UTF_8));
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputFailedException(e);
        }
    }
}
