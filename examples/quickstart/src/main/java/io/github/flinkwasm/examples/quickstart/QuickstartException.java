package io.github.flinkwasm.examples.quickstart;

import org.jspecify.annotations.Nullable;

/** Ends a run. The message is one clear line for whoever started it: what to do stands in it. */
final class QuickstartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    private QuickstartException(int exitStatus, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** Wrong usage, or an input or output that cannot be used. */
    static QuickstartException wrongInput(String message) {
        return new QuickstartException(ExitStatus.WRONG_INPUT, message, null);
    }

    /** The same, found by something deeper down. */
    static QuickstartException wrongInput(String message, Throwable cause) {
        return new QuickstartException(ExitStatus.WRONG_INPUT, message, cause);
    }

    /** The module cannot be read, or is not acceptable. */
    static QuickstartException moduleRefused(String message, Throwable cause) {
        return new QuickstartException(ExitStatus.MODULE_REFUSED, message, cause);
    }

    int exitStatus() {
        return exitStatus;
    }
}
