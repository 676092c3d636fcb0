package io.github.flinkwasm.fluentbit;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Something in a configuration that does not keep the pipeline from running, and that whoever runs
 * it should know.
 *
 * @param position where it is written
 * @param message what was found and what follows from it
 */
@PublicEvolving
public record ConfigurationWarning(SourcePosition position, String message)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    public ConfigurationWarning {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(message, "message");
    }

    /** For a log: position and message. */
    @Override
    public String toString() {
        return position + ": " + message;
    }
}
