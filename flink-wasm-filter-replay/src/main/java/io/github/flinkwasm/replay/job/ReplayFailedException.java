package io.github.flinkwasm.replay.job;

import org.apache.flink.annotation.Experimental;
import org.jspecify.annotations.Nullable;

/** A replay stopped; what was finished stays, and it can be resumed. The message says why. */
@Experimental
public final class ReplayFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What stopped it. */
    @Experimental
    public enum Kind {
        /** A filter could not finish an event, and says that the job shall fail then. */
        EVENT_FAILED,

        /** An input file is damaged, and that shall end the replay. */
        INPUT_DAMAGED,

        /** An input file, or recorded output to compare with, cannot be opened or read. */
        INPUT_UNREADABLE,

        /** A file cannot be written. */
        OUTPUT_FAILED,

        /** Something else: the cause says what. */
        OTHER
    }

    ReplayFailedException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    ReplayFailedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
