package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * A record that a guest emitted cannot be turned into what the stream carries. Thrown by a codec,
 * for one event: the event then fails with {@link FailureReason#INVALID_RECORD} and is handled like
 * any other that failed. The message says what the record lacks; the filter's author can fix it.
 */
@PublicEvolving
public final class InvalidRecordException extends WasmFilterException {

    private static final long serialVersionUID = 1L;

    public InvalidRecordException(String message) {
        this(message, null);
    }

    public InvalidRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
