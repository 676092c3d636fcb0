package io.github.flinkwasm.examples.quickstart;

/** The exit statuses of {@code ./quickstart}; they mean what those of {@code wasm-filter} mean. */
final class ExitStatus {

    /** Every line is accounted for. Lines that failed are no error: they are in the output. */
    static final int FINE = 0;

    /** A file was damaged, or lines are missing. */
    static final int CHECK_FAILED = 1;

    /** Wrong usage, or an input or output that cannot be used. */
    static final int WRONG_INPUT = 2;

    /** The module cannot be read, or is not acceptable. */
    static final int MODULE_REFUSED = 3;

    private ExitStatus() {}
}
