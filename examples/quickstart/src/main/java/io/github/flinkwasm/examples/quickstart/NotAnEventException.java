package io.github.flinkwasm.examples.quickstart;

/** A line of the archive is no event, so that no filter is to see it. */
final class NotAnEventException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why a line is no event. Beside {@code FailureReason}, a reason in the failed output. */
    enum Reason {
        NOT_UTF8,
        NOT_JSON,
        CUT_OFF,
        TOO_LONG
    }

    private final Reason reason;
    private final int at;

    /**
     * @param at the byte of the line in which it shows
     */
    NotAnEventException(Reason reason, int at, String message) {
        super(message);
        this.reason = reason;
        this.at = at;
    }

    Reason reason() {
        return reason;
    }

    int at() {
        return at;
    }
}
