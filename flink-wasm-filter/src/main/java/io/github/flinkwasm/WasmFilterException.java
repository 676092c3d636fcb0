package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * Something that keeps a filter from running. The subclass says who can fix it; the message says
 * what was found, what was allowed, where, and what to do.
 */
@PublicEvolving
public abstract class WasmFilterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WasmFilterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
