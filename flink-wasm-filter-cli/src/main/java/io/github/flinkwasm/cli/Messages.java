package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import java.io.PrintStream;

/** What a command says on standard error, a line each. */
final class Messages implements GuestOutputSink {
    private static final String COMMAND = "wasm-filter: ";

    private final PrintStream err;
    private final boolean quiet;

    /**
     * @param quiet whether to leave out what only informs: counts and the guest's output
     */
    Messages(PrintStream err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    /** Something went wrong. */
    void problem(String message) {
        err.println(COMMAND + Printable.oneLine(message));
    }

    /** Something that is good to know. */
    void note(String message) {
        if (!quiet) {
            problem(message);
        }
    }

    /** A line for programs, without our name in front. */
    void data(String line) {
        err.println(line);
    }

    /** The library has made the text harmless. */
    @Override
    public void line(GuestOutput.Stream stream, String text) {
        if (!quiet) {
            err.println("guest: " + text);
        }
    }
}
