package io.github.flinkwasm.internal.codec;

/**
 * Bytes that should be JSON or msgpack are not, or are more deeply nested than allowed. The message
 * says what was found, what was allowed and where; it quotes at most a few bytes. Whoever wrote the
 * bytes can fix it.
 */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message) {
        super(message);
    }

    MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
