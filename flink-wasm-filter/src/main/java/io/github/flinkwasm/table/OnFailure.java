package io.github.flinkwasm.table;

import io.github.flinkwasm.FailureHandling;

/** What becomes of an event that the guest could not finish, in the words of SQL. */
enum OnFailure {
    FAIL(FailureHandling.FAIL),

    /** The row comes with what went wrong in columns of its own: SQL has no side outputs. */
    ERROR_COLUMN(FailureHandling.SIDE_OUTPUT),

    PASS_THROUGH(FailureHandling.PASS_THROUGH),

    DROP(FailureHandling.DROP);

    private final FailureHandling handling;

    OnFailure(FailureHandling handling) {
        this.handling = handling;
    }

    FailureHandling handling() {
        return handling;
    }
}
