package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;

/** What becomes of an event that the guest could not finish. */
@PublicEvolving
public enum FailureHandling {
    /**
     * The job fails with a {@link FilterFailedException} that names the reason, and Flink's restart
     * strategy decides what follows. The default: nothing passes unnoticed.
     */
    FAIL,

    /**
     * The event goes to the failed output as a {@link FilterFailure}, and the job goes on. An
     * output that nobody reads loses what is sent there.
     */
    SIDE_OUTPUT,

    /** The event goes on as it came, unfiltered, as Fluent Bit does for ABI version 2. */
    PASS_THROUGH,

    /**
     * The event is treated as one that the guest dropped, as Fluent Bit does for ABI version 1, but
     * counted as failed and noted in the log.
     */
    DROP
}
