package io.github.flinkwasm.cli;

/**
 * The exit statuses of every {@code wasm-filter} command. They are public API: scripts branch on
 * them.
 */
final class ExitStatus {
    /** Everything went as asked. */
    static final int OK = 0;

    /** An event failed, or a line could not be read, under {@code --on-failure fail}. */
    static final int EVENT_FAILED = 1;

    /** The command line is wrong, or names an input that cannot be opened. */
    static final int WRONG_USAGE = 2;

    /** The module cannot be read, or is not acceptable. */
    static final int MODULE_REFUSED = 3;

    /** The filter's answer to an event depends on events before it. */
    static final int NOT_STATELESS = 4;

    /** An upgrade is not as far yet as was asked for. */
    static final int UPGRADE_UNFINISHED = 5;

    /** An upgrade will not come that far: it was rejected, refused or forgotten, or is over. */
    static final int UPGRADE_OVER = 6;

    /** The output cannot be written, memory ran out, or {@code wasm-filter} itself has a defect. */
    static final int CANNOT_GO_ON = 70;

    /** Interrupted, as by Ctrl-C: 128 and the signal's number, as shells have it. */
    static final int INTERRUPTED = 130;

    /** Whoever read the output has gone, as {@code head} does: 128 and the number of SIGPIPE. */
    static final int OUTPUT_CLOSED = 141;

    private ExitStatus() {}
}
