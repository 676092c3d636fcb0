package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * A filter was described with a value that cannot be used. Thrown where the description is written,
 * on the client; whoever wrote it can fix it.
 */
@PublicEvolving
public final class InvalidConfigurationException extends WasmFilterException {

    private static final long serialVersionUID = 1L;

    public InvalidConfigurationException(String message) {
        this(message, null);
    }

    public InvalidConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
